import assert from 'node:assert/strict';
import { parseRepeat } from '../../src/run/repeat-journey.ts';
import { inStretches } from '../../src/run/window-order.ts';

describe('how often actions are repeated', () => {
  it('is a whole number from 3 to 10', () => {
    assert.deepEqual(['3', '6', '10'].map(parseRepeat), [3, 6, 10]);
  });

  for (const text of ['2', '11', '0', '-4', '4.5', '', 'often', '1e1']) {
    it(`is not ${JSON.stringify(text)}, and says what it must be`, () => {
      assert.throws(() => parseRepeat(text), { code: 'BAD_INPUT', message: /expected a whole number from 3 to 10: fewer blocks cannot be told from chance/ });
    });
  }
});

describe('a window that repeats', () => {
  it('has each action and the sham in a stretch of its own, in the order drawn, and the control last', () => {
    const actions = (['sham', 'action', 'action', 'control'] as const).map((kind, index) => ({ name: `${kind} ${index}`, plan: { kind } }));

    const stretches = inStretches(actions, ['action 2', 'sham 0', 'action 1']);

    assert.deepEqual(stretches.map((stretch) => stretch.map(({ name }) => name)), [['action 2'], ['sham 0'], ['action 1'], ['control 3']]);
  });
});
