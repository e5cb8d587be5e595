import assert from 'node:assert/strict';
import type { ActionRecord } from '../../src/flow/window.ts';
import { ANDROID_ID, Bodies, SA_URL, T0, aControl, aFlow, aSham, aWindow, anAction, judge } from './factories.ts';

const LIAR = 'https://liar.example/c';
/** Arranged from +10 s, tapped last at +10.5 s, acted at +12 s, settled until +18 s. */
const folder = anAction({ steps: [{ title: 'open the app', startMs: T0 + 10_100, endMs: T0 + 10_500 }] });

interface Word {
  readonly cameS: number;
  readonly saidS: number;
  readonly url?: string;
  readonly names?: string;
}

/** What comes of the action when uploads at so many seconds tell of events of other seconds. */
function judged(words: readonly Word[], actions: readonly ActionRecord[] = [folder]) {
  const bodies = new Bodies();
  const extra = words.map(({ cameS, saidS, url = LIAR, names = '' }) =>
    aFlow({ url, method: 'POST', body: bodies.put(JSON.stringify({ time: T0 + saidS * 1000, id: ANDROID_ID, names })), startMs: T0 + cameS * 1000 }));
  return judge({ window: aWindow({ actions: [aSham(), ...actions, aControl()] }), bodies, extra }).verdict;
}

describe('what is said to be of before, right after an action', () => {
  it('leaves a doubt: nothing but its own word says that it is of what prepares it', () => {
    const verdict = judged([{ cameS: 12.4, saidS: 10.3 }]);

    assert.equal(verdict.verdict, 'inconclusive');
    assert.match(verdict.reasons[0] ?? '', /^liar\.example was told something 0\.4 s after it \(f\d+\) that is said to have happened 2\.1 s before, when it had not been performed yet/);
  });

  it('leaves one also where it tells what was planted while the action was prepared, as a bookmark does of its page', () => {
    assert.equal(judged([{ cameS: 12.4, saidS: 10.3, names: 'zq7xfolder00001' }]).verdict, 'inconclusive');
  });

  it('leaves one on the action it came with where it is held against the one before by its own word', () => {
    const before = anAction({ name: 'goes up', atMs: T0 + 6_000, canaries: [] });
    const sham = aSham({ act: { startMs: T0 + 1_000, endMs: T0 + 1_100 }, settle: { startMs: T0 + 1_100, endMs: T0 + 2_000 } });
    const bodies = new Bodies();
    const extra = [aFlow({ url: LIAR, method: 'POST', body: bodies.put(JSON.stringify({ time: T0 + 6_300, id: ANDROID_ID })), startMs: T0 + 12_400 })];
    const { verdicts } = judge({ window: aWindow({ actions: [sham, before, folder, aControl()] }), bodies, extra });

    assert.deepEqual(verdicts.map(({ verdict }) => verdict), ['leaked', 'inconclusive']);
  });

  it('is believed of an SDK that is known to wait so long, of the time when the phone was being touched', () => {
    assert.equal(judged([{ cameS: 12.4, saidS: 10.3, url: SA_URL }]).verdict, 'silent');
    assert.equal(judged([{ cameS: 17.4, saidS: 9.2, url: SA_URL }]).verdict, 'inconclusive', 'longer than any waits');
    const quiet = { ...folder, arrange: { startMs: T0 + 4_000, endMs: T0 + 12_000 }, steps: [{ title: 'open the app', startMs: T0 + 4_100, endMs: T0 + 4_500 }] };
    assert.equal(judged([{ cameS: 12.4, saidS: 10.3, url: SA_URL }], [quiet]).verdict, 'inconclusive', 'nobody touched it then');
  });

  it('is believed where the like comes with the sham, and while the action is still prepared', () => {
    assert.equal(judged([{ cameS: 3.4, saidS: 2.3 }, { cameS: 12.4, saidS: 10.3 }]).verdict, 'silent');
    assert.equal(judged([{ cameS: 10.6, saidS: 10.3 }]).verdict, 'silent');
  });

  it('is no matter where the action it tells of is the one it came with', () => {
    assert.equal(judged([{ cameS: 12.6, saidS: 12.3 }]).verdict, 'leaked');
  });
});
