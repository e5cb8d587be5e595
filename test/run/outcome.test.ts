import assert from 'node:assert/strict';
import type { Control, Verdict, VerdictKind } from '../../src/flow/verdict.ts';
import { exitCode } from '../../src/run/outcome.ts';

const place = { claims: [], spec: 's', action: 'a', device: 'd', window: 'w', flows: [], reasons: [] };

function aVerdict(verdict: VerdictKind): Verdict {
  return { ...place, expected: 'silent', verdict, witnesses: { wire: 'quiet', kernel: 'absent', oracle: 'absent' }, events: 0, expectedEvents: 0, findings: [] };
}

function aControl(verdict: Control['verdict']): Control {
  return { ...place, expected: 'traffic', verdict };
}

describe('exitCode', () => {
  it('is 0 when every action was silent and every control seen', () => {
    assert.equal(exitCode({ verdicts: [aVerdict('silent')], controls: [aControl('seen')] }), 0);
  });

  it('is 1 when something was noisy or leaked, whatever else is inconclusive', () => {
    assert.equal(exitCode({ verdicts: [aVerdict('silent'), aVerdict('noisy')], controls: [] }), 1);
    assert.equal(exitCode({ verdicts: [aVerdict('inconclusive'), aVerdict('leaked')], controls: [] }), 1);
  });

  it('is 2 when nothing is worse than inconclusive, an unseen control included', () => {
    assert.equal(exitCode({ verdicts: [aVerdict('silent'), aVerdict('inconclusive')], controls: [aControl('seen')] }), 2);
    assert.equal(exitCode({ verdicts: [aVerdict('silent')], controls: [aControl('inconclusive')] }), 2);
  });

  it('is 3 when nothing was judged at all', () => {
    assert.equal(exitCode({ verdicts: [], controls: [] }), 3);
  });
});
