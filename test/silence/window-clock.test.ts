import assert from 'node:assert/strict';
import type { FlushTrigger } from '../../src/flow/window.ts';
import { windowClock } from '../../src/silence/window-clock.ts';

const ALL: readonly FlushTrigger[] = ['background', 'screen', 'connectivity', 'restart'];

describe('windowClock', () => {
  it('listens longer than the SDKs hold events back on a real phone', () => {
    const clock = windowClock({ timeScale: 1, triggers: ALL });

    assert.ok(clock.settleMs > 15_000);
    assert.ok(clock.drainMs > 60_000);
  });

  it('shortens the delays of the SDKs and leaves the time to travel alone', () => {
    const clock = windowClock({ timeScale: 0.02, triggers: ALL });

    assert.deepEqual([clock.settleMs, clock.drainMs], [800, 1_700]);
  });

  it('waits out the longest interval of an SDK that no trigger in use makes send', () => {
    assert.equal(windowClock({ timeScale: 1, triggers: ['background', 'restart'] }).drainMs, 900_500);
    // One trigger that is answered is enough for each.
    assert.equal(windowClock({ timeScale: 1, triggers: ['screen', 'background'] }).drainMs, 60_500);
    assert.equal(windowClock({ timeScale: 1, triggers: ['connectivity'] }).drainMs, 900_500);
  });

  it('tells which SDKs may hold back longer than it drains, with their hosts, shortened as they are', () => {
    const { heldBack } = windowClock({ timeScale: 0.01, triggers: ALL });
    assert.deepEqual(heldBack?.map(({ hosts, heldMs }) => [hosts.includes('data.mistat.intl.xiaomi.com'), hosts.includes('tracking.intl.miui.com'), heldMs]), [[false, true, 9_500], [true, false, 9_500]]);
    assert.deepEqual(windowClock({ timeScale: 0.01, triggers: [] }).heldBack, []);
  });

  it('takes OneTrack for absent only where every package said so and its hosts were not spoken to', () => {
    const said = (oneTrack: Readonly<Record<string, 'on' | 'off' | 'no SDK'>>, seenHosts: readonly string[] = []) =>
      windowClock({ timeScale: 1, triggers: ALL, oneTrack, seenHosts }).because[1] ?? '';

    assert.match(said({ 'com.example.app': 'no SDK' }), /OneTrack: absent, none of com\.example\.app/);
    assert.match(said({ 'com.example.app': 'no SDK', 'com.miui.analytics': 'off' }), /com\.miui\.analytics said at its start/);
    assert.match(said({ 'com.example.app': 'no SDK' }, ['tracking.intl.miui.com']), /tracking\.intl\.miui\.com was spoken to/);
    assert.match(said({}), /not known to be absent/);
  });

  it('says of each SDK why it is waited for or need not be', () => {
    const { because } = windowClock({ timeScale: 0.5, triggers: ALL });

    assert.match(because[0] ?? '', /^Sensors Analytics \(not known to be absent\): sends every 15 s; made to send by sending the app to the background/);
    assert.match(because[3] ?? '', /^Spock and tracks.*waited for, since it answers nothing/);
    assert.match(because.at(-1) ?? '', /^15 s after each action, 60 s at each barrier, times 0\.5/);
  });
});
