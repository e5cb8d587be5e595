import assert from 'node:assert/strict';
import type { Verdict } from '../../src/flow/verdict.ts';
import { compareSides, comparisonExitCode, describeComparison } from '../../src/report/compare.ts';

const before = { name: 'old#note8', verdicts: [aVerdict('a', 'leaked'), aVerdict('b', 'silent'), aVerdict('c', 'silent')], hosts: ['www.mi.com', 'sa.api.intl.miui.com', 'zq7xaaa.visited.test'] };
const after = { name: 'new#note8', verdicts: [aVerdict('a', 'silent'), aVerdict('b', 'silent'), aVerdict('d', 'noisy')], hosts: ['www.mi.com', 'api.new.example', 'zq7xbbb.visited.test'] };

describe('comparing two phones of two runs', () => {
  it('says which verdicts and which hosts differ, canaries in host names aside', () => {
    assert.equal(
      describeComparison(compareSides(before, after)),
      [
        'old#note8 -> new#note8: 3 verdicts differ, 1 are the same.',
        '  files "a": leaked -> silent',
        '  files "c": silent -> absent',
        '  files "d": absent -> noisy',
        'Hosts only of old#note8:',
        '  sa.api.intl.miui.com',
        'Hosts only of new#note8:',
        '  api.new.example',
      ].join('\n'),
    );
  });

  it('ends with 1 when anything differs and with 0 when nothing does', () => {
    assert.deepEqual([comparisonExitCode(compareSides(before, after)), comparisonExitCode(compareSides(before, { ...before, name: 'again' }))], [1, 0]);
  });

  it('takes several phones of one side together', () => {
    const twice = { ...before, verdicts: [...before.verdicts, aVerdict('a', 'silent', 'other')] };

    assert.deepEqual(compareSides(before, twice).verdicts, [{ spec: 'files', action: 'a', left: 'leaked', right: 'leaked, silent' }]);
  });
});

function aVerdict(action: string, verdict: Verdict['verdict'], device = 'note8'): Verdict {
  return {
    claims: [], spec: 'files', action, device, window: 'w', flows: [], reasons: [], expected: 'silent', verdict,
    witnesses: { wire: 'quiet', kernel: 'absent', oracle: 'absent' }, events: 0, expectedEvents: 0, findings: [],
  };
}
