import assert from 'node:assert/strict';
import { windowClock } from '../../src/silence/window-clock.ts';

describe('windowClock', () => {
  it('listens longer than the SDKs hold events back on a real phone', () => {
    const clock = windowClock(1);

    assert.ok(clock.settleMs > 15_000);
    assert.ok(clock.drainMs > 60_000);
  });

  it('shortens the delays of the SDKs and leaves the time to travel alone', () => {
    assert.deepEqual([windowClock(0.02).settleMs, windowClock(0.02).drainMs], [800, 1_700]);
  });

  it('says why', () => {
    assert.match(windowClock(0.5).because, /15 s flush interval of Sensors Analytics.*times 0\.5/);
  });
});
