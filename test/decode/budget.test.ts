import assert from 'node:assert/strict';
import { Budget, DEFAULT_LIMITS } from '../../src/decode/budget.ts';

describe('the budget of a decoding', () => {
  it('leaves half of the guesses to what comes behind a wrong one, and gives back what that did not use', () => {
    const budget = new Budget({ ...DEFAULT_LIMITS, guessedFloorBytes: 1000 });
    budget.enter(0);

    assert.equal(budget.withHalfOfGuesses(() => budget.takeGuess(501)), false);
    assert.equal(budget.withHalfOfGuesses(() => budget.takeGuess(400)), true);
    assert.equal(budget.takeGuess(600), true);
    assert.equal(budget.takeGuess(1), false);
  });
});
