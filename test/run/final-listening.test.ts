import assert from 'node:assert/strict';
import { listenFinally, listenSeconds } from '../../src/run/final-listening.ts';

describe('listening at the end of a run', () => {
  it('takes an hour by the clocks of the SDKs, and nothing in a partial run', () => {
    assert.equal(listenSeconds({ isPartial: false, timeScale: 1 }), 3_600);
    assert.equal(listenSeconds({ isPartial: false, timeScale: 0.02 }), 72);
    assert.equal(listenSeconds({ isPartial: true, timeScale: 1 }), 0);
  });

  it('says how long it takes, and takes it', async () => {
    const said: string[] = [];
    const startMs = performance.now();

    await listenFinally({ seconds: 0.2, interrupted: new AbortController().signal, say: (message) => said.push(message) });

    assert.ok(performance.now() - startMs >= 195);
    assert.match(said[0] ?? '', /^listening 0\.2 s for what was held back/);
  });

  it('ends at once when the run is interrupted, and is not begun afterwards', async () => {
    const interruption = new AbortController();
    const said: string[] = [];
    const listening = listenFinally({ seconds: 600, interrupted: interruption.signal, say: (message) => said.push(message) });
    interruption.abort();

    await listening;
    await listenFinally({ seconds: 600, interrupted: interruption.signal, say: (message) => said.push(message) });

    assert.equal(said.length, 1);
  });
});
