import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { MUTANTS } from '../../emulator/mutants/table.ts';
import { actionsOfSpecs } from './actions-of-specs.ts';
import { readTurnedRed, withKillers } from './turned-red.ts';

describe('what turned each test of the specs red', () => {
  const known = readTurnedRed();
  const unseen = readdirSync(join(import.meta.dirname, 'unseen')).map((name) => name.replace(/\.json$/, ''));
  const mutants = new Set([...MUTANTS.map(({ id }) => id), ...unseen]);

  for (const { spec, action } of actionsOfSpecs()) {
    it(`names a mutant for ${spec}: ${action}`, () => {
      const named = known[`${spec}: ${action}`] ?? [];

      assert.ok(named.length > 0, 'no mutant has turned this test red yet: plant a leak in its action and run npm run mutants');
      assert.deepEqual(named.filter((mutant) => !mutants.has(mutant)), []);
    });
  }

  it('keeps what was known, adds what a run has shown, and forgets actions that are gone', () => {
    const killers = new Map([['a: opens', ['mutant-1', 'random-7']], ['a: closes', ['mutant-2']]]);

    const now = withKillers({ 'a: opens': ['mutant-0'], 'b: gone': ['mutant-3'] }, killers, [{ spec: 'a', action: 'opens' }, { spec: 'a', action: 'closes' }]);

    assert.deepEqual(now, { 'a: opens': ['mutant-0', 'mutant-1'], 'a: closes': ['mutant-2'] });
  });
});
