import assert from 'node:assert/strict';
import type { Flow } from '../../src/flow/flow.ts';
import type { Verdict } from '../../src/flow/verdict.ts';
import { T0, aFlow, aWindow, judge } from './factories.ts';

/** The window drains from +19 s on, right after its action. */
const window = aWindow({ barriers: [{ startMs: T0 + 19_000, endMs: T0 + 22_000 }] });

function judged(over: Partial<Flow>): Verdict {
  const { id, device, recorder, port } = aFlow();
  const tunnel: Flow = { id, device, recorder, port, host: 'tracking.example', kind: 'tunnel', state: 'aborted', secure: false, startMs: T0 + 19_400, endMs: T0 + 19_420, tunnel: { sentBytes: 0, receivedBytes: 0 } };
  return judge({ window, extra: [{ ...tunnel, ...over }] }).verdict;
}

describe('a connection that was closed before anything was sent', () => {
  it('leaves a doubt where it was opened while the window drained', () => {
    const verdict = judged({});

    assert.deepEqual([verdict.verdict, verdict.events], ['inconclusive', 0]);
    assert.match(verdict.reasons[0] ?? '', /^a connection to tracking\.example was opened while the window drained and closed before anything was sent/);
  });

  it('is held against the action during which it was opened', () => assert.equal(judged({ startMs: T0 + 15_000, endMs: T0 + 15_020 }).verdict, 'noisy'));

  it('is no such where something was sent, or it was not cut off', () => {
    assert.equal(judged({ tunnel: { sentBytes: 1, receivedBytes: 0 } }).verdict, 'noisy');
    assert.equal(judged({ state: 'complete' }).verdict, 'noisy');
  });

  it('tells what its host says all the same', () => assert.equal(judged({ host: 'zq7xfolder00001.tracking.example' }).verdict, 'leaked'));
});
