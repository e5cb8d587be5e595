import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { idleMs } from '../../src/run/idle.ts';
import { patienceMs } from '../../src/run/patience.ts';
import { describeProgress } from '../../src/run/progress.ts';
import { Watchdog } from '../../src/run/watchdog.ts';
import { windowClock } from '../../src/silence/window-clock.ts';

const MINUTE_MS = 60_000;

describe('the patience with a spec process', () => {
  it('covers the longest listening between two actions, and follows from the clock of the window', () => {
    const clock = windowClock({ timeScale: 1, triggers: ['background', 'screen'] });
    // Two settle times, a barrier and the opening of the next window, each drawn out by a phone that keeps talking.
    const listeningMs = 4 * (3 * clock.settleMs + clock.drainMs);
    assert.ok(patienceMs(clock) >= listeningMs + 5 * MINUTE_MS, 'time to work is on top');
    const slower = windowClock({ timeScale: 1, triggers: [] });
    assert.ok(slower.drainMs >= 15 * MINUTE_MS && patienceMs(slower) >= 4 * slower.drainMs, 'a barrier of a quarter of an hour is waited for');
    assert.ok(patienceMs(clock) >= idleMs(clock) + listeningMs && idleMs(clock) >= 15 * MINUTE_MS, 'a phone that is left lying for a quarter of an hour is waited for');
    assert.ok(patienceMs({ settleMs: 800, drainMs: 1700 }) < 15 * MINUTE_MS, 'a process that hangs on a quick phone is not waited for long');
  });

  it('is as long as the last message says, begins anew with each, and ends with the process', async () => {
    let stalled = 0;
    const watchdog = new Watchdog(20, () => { stalled += 1; });
    watchdog.alive(150);
    await delay(80);
    watchdog.alive();
    await delay(100);
    assert.equal(stalled, 0, 'each sign of life begins the time anew');
    await delay(150);
    assert.equal(stalled, 1);
    const stopped = new Watchdog(10, () => { stalled += 1; });
    stopped.stop();
    await delay(30);
    assert.equal(stalled, 1);
  });

  it('comes with a line that says how long the window listens', () => {
    const { because } = windowClock({ timeScale: 0.02, triggers: ['background'] });
    const line = describeProgress('files/open', { type: 'window', round: 2, because, patienceMs: 1 });
    assert.match(line, /^files\/open: window 2: listens 15 s after each action, \d+ s at each barrier, times 0\.02/);
  });
});
