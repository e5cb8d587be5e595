import assert from 'node:assert/strict';
import type { Verdict } from '../../src/flow/verdict.ts';
import { ANDROID_ID, Bodies, T0, aFlow, aWindow, judge } from './factories.ts';

const window = aWindow({ barriers: [{ startMs: T0 + 500, endMs: T0 + 2_500 }] });

/** What is said of the action when an event of so many ms after the window's beginning arrives at another time. */
function judged(eventMs: number, arrivesMs: number, fields: Readonly<Record<string, unknown>> = {}): Verdict {
  const bodies = new Bodies();
  const body = bodies.put(JSON.stringify({ event: 'e', time: T0 + eventMs, ...fields }));
  return judge({ window, bodies, extra: [aFlow({ url: 'https://collector.example/u', method: 'POST', body, startMs: T0 + arrivesMs })] }).verdict;
}

describe('an event that is said to be of before the window', () => {
  it('leaves a doubt when it comes during an action, after the window drained and later than an SDK holds it back', () => {
    const verdict = judged(-600_001, 12_500);

    assert.deepEqual([verdict.verdict, verdict.events], ['inconclusive', 0]);
    assert.match(verdict.reasons[0] ?? '', /^collector\.example was told of events of 61[0-9] s before/);
  });

  for (const [what, eventMs, arrivesMs] of [
    ['it comes while nothing was done yet', -600_001, 2_900],
    ['it comes while the window drains', -600_001, 2_000],
    ['an SDK may have held it back so long', -501, 12_400],
  ] as const) {
    it(`is believed when ${what}`, () => assert.equal(judged(eventMs, arrivesMs).verdict, 'silent'));
  }

  it('is held against an action whose canary it tells, whatever its time', () => assert.equal(judged(-600_001, 12_500, { n: 'zq7xfolder00001' }).verdict, 'leaked'));

  it('is held against the action when it is said to be of so long ago that no queue keeps it', () => assert.equal(judged(-3_600_000, 12_500).verdict, 'noisy'));

  it('makes nobody of an identifier that came with it', () => assert.equal(judged(-600_001, 12_500, { id: ANDROID_ID }).verdict, 'inconclusive'));
});
