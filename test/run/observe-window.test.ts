import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlannedJourney } from '../../src/run/planned-journey.ts';
import { observeWindow, openWindow, type WindowTools } from '../../src/run/observe-window.ts';
import { separated, wholeJourney } from '../../src/run/window-order.ts';
import type { WindowRecord } from '../../src/flow/window.ts';
import { aJourney, PERFORMED, tools } from './a-silent-phone.ts';

describe('observing a window', () => {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-evidence-'));
  const evidence = (name: string): string => join(folder, name);
  const MONKEY = { name: 'no monkey', held: false, detail: 'monkey is running, expected not: SDKs keep silent then' };
  let seen: Readonly<Record<'failed' | 'noHome' | 'monkey' | 'drained' | 'apart' | 'noWifi' | 'overWifi' | 'noKeyguard', WindowRecord>>;

  // Windows are mostly waiting, so all of them wait together.
  before(async function () {
    this.timeout(30_000);
    const act = (): Promise<never> => Promise.reject(new Error('the second tap found nothing'));
    const monkey = tools(evidence('monkey'), []);
    const long = aJourney(PERFORMED, ['touches', 'taps', 'opens']);
    const drained = tools(evidence('drained'), []);
    const apart = tools(evidence('apart'), []);
    const [failed, noHome, ofMonkey, ofDrained, ofApart, noWifi, overWifi, noKeyguard] = await Promise.all([
      observe(aJourney({ act, landed: () => Promise.resolve(true) }), tools(evidence('failed'), [])),
      observe(aJourney(PERFORMED), tools(evidence('noHome'), ['input keyevent 3'])),
      observe(aJourney(PERFORMED), { ...monkey, spec: { ...monkey.spec, silencing: [MONKEY] } }),
      openWindow(drained, 2).then((window) => observeWindow(long, drained, { window, segments: separated(long.actions, [['taps']]) })),
      openWindow(apart, 3).then((window) => observeWindow(long, apart, { window, segments: separated(long.actions, [['taps']]), isApart: true })),
      observe(aJourney(PERFORMED), tools(evidence('noWifi'), ['svc wifi enable'])),
      observe(aJourney(PERFORMED), tools(evidence('overWifi'), [], '192.0.2.7:5555')),
      observe(aJourney(PERFORMED), tools(evidence('noKeyguard'), ['wm dismiss-keyguard'])),
    ]);
    seen = { failed, noHome, monkey: ofMonkey, drained: ofDrained, apart: ofApart, noWifi, overWifi, noKeyguard };
  });
  after(() => rmSync(folder, { recursive: true }));

  const notHeld = ({ preconditions }: WindowRecord) => preconditions.filter(({ held }) => !held);

  it('gives taps that failed half-way a time of their own, and a settle time', () => {
    const [action] = seen.failed.actions;
    assert.ok(action?.act !== undefined && action.settle !== undefined);
    assert.ok(action.settle.endMs > action.act.endMs);
    assert.equal(action.landed, false);
    assert.equal(action.failure, 'the second tap found nothing');
  });

  it('does not hold when the app could not be sent to the background', () => {
    const drain = { name: 'drain', held: false, detail: 'SDKs may still hold events back: refused: input keyevent 3' };
    assert.deepEqual(notHeld(seen.noHome), [drain, drain]);
  });

  it('carries what preflight found to keep SDKs silent', () => {
    assert.deepEqual(notHeld(seen.monkey), [MONKEY]);
  });

  it('drains before its first stretch and after each, and leaves the phone as it was', () => {
    const { barriers, actions, clock, id } = seen.drained;
    assert.equal(id, 'phone/a/spec#2');
    assert.deepEqual(actions.map(({ name, segment }) => [name, segment]), [['touches', 0], ['taps', 1], ['opens', 2]]);
    assert.equal(barriers.length, 4);
    assert.deepEqual(clock?.triggers, ['background', 'connectivity', 'screen']);
    for (const { act, settle, segment } of actions) {
      assert.ok((barriers[segment]?.endMs ?? Infinity) <= (act?.startMs ?? 0));
      assert.ok((barriers[segment + 1]?.startMs ?? 0) >= (settle?.endMs ?? Infinity));
    }
    assert.equal(existsSync(join(evidence('drained'), 'undo', 'wifi', 'undo.json')), false);
  });

  it('drains between arranging and act of each action where it sets acts apart, and comes back to the app', () => {
    const { purpose, barriers, actions } = seen.apart;
    const [sham, taps, control] = actions;
    assert.deepEqual([purpose, barriers.length, sham?.apart, control?.apart], ['apart', 5, undefined, undefined]);
    assert.deepEqual(taps?.apart, barriers[2]);
    assert.ok(taps?.arrange !== undefined && taps.apart !== undefined && taps.act !== undefined && taps.openedMs !== undefined);
    assert.ok(taps.arrange.startMs <= taps.openedMs && taps.openedMs <= taps.apart.startMs);
    assert.ok(taps.apart.endMs <= taps.arrange.endMs && taps.arrange.endMs <= taps.act.startMs);
    assert.deepEqual(taps.steps.map(({ title }) => title), ['come back to where it was left']);
    assert.deepEqual(notHeld(seen.apart), []);
  });

  it('keeps what is to be put back on the disk while Wi-Fi does not come back', () => {
    assert.match(notHeld(seen.noWifi)[0]?.detail ?? '', /refused: svc wifi enable/);
    assert.match(readFileSync(join(evidence('noWifi'), 'undo', 'wifi', 'undo.json'), 'utf8'), /"kind": "wifi"/);
  });

  it('leaves Wi-Fi alone where adb comes over it, and says so', () => {
    assert.deepEqual(seen.overWifi.clock?.triggers, ['background', 'screen']);
    assert.match(seen.overWifi.clock.because[0] ?? '', /Wi-Fi is not turned off and on: adb reaches 192\.0\.2\.7:5555 over Wi-Fi/);
  });

  it('holds on a phone that has no command to take a lock screen away', () => {
    assert.deepEqual(notHeld(seen.noKeyguard), []);
  });
});

async function observe(journey: PlannedJourney, working: WindowTools): Promise<WindowRecord> {
  return observeWindow(journey, working, { window: await openWindow(working, 1), segments: wholeJourney(journey.actions) });
}
