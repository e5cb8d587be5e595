import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Recheck } from '../../src/device/preflight/recheck.ts';
import type { Performance, PlannedJourney } from '../../src/run/planned-journey.ts';
import { observeWindow, openWindow, type WindowTools } from '../../src/run/observe-window.ts';
import { separated, wholeJourney } from '../../src/run/window-order.ts';
import type { WindowRecord } from '../../src/flow/window.ts';
import type { SpecRun } from '../../src/flow/spec-run.ts';

const SETTING = '127.0.0.1:28080';

describe('observing a window', () => {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-evidence-'));
  const evidence = (name: string): string => join(folder, name);
  const MONKEY = { name: 'no monkey', held: false, detail: 'monkey is running, expected not: SDKs keep silent then' };
  let seen: Readonly<Record<'failed' | 'noHome' | 'monkey' | 'drained' | 'noWifi' | 'overWifi' | 'noKeyguard', WindowRecord>>;

  // Windows are mostly waiting, so all of them wait together.
  before(async function () {
    this.timeout(30_000);
    const act = (): Promise<never> => Promise.reject(new Error('the second tap found nothing'));
    const monkey = tools(evidence('monkey'), []);
    const long = aJourney(PERFORMED, ['touches', 'taps', 'opens']);
    const drained = tools(evidence('drained'), []);
    const [failed, noHome, ofMonkey, ofDrained, noWifi, overWifi, noKeyguard] = await Promise.all([
      observe(aJourney({ act, landed: () => Promise.resolve(true) }), tools(evidence('failed'), [])),
      observe(aJourney(PERFORMED), tools(evidence('noHome'), ['input keyevent 3'])),
      observe(aJourney(PERFORMED), { ...monkey, spec: { ...monkey.spec, silencing: [MONKEY] } }),
      openWindow(drained, 2).then((window) => observeWindow(long, drained, { window, segments: separated(long.actions, [['taps']]) })),
      observe(aJourney(PERFORMED), tools(evidence('noWifi'), ['svc wifi enable'])),
      observe(aJourney(PERFORMED), tools(evidence('overWifi'), [], '192.0.2.7:5555')),
      observe(aJourney(PERFORMED), tools(evidence('noKeyguard'), ['wm dismiss-keyguard'])),
    ]);
    seen = { failed, noHome, monkey: ofMonkey, drained: ofDrained, noWifi, overWifi, noKeyguard };
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

const PERFORMED: Performance = { act: () => Promise.resolve(), landed: () => Promise.resolve(true) };

function aJourney(performance: Performance, names: readonly string[] = ['taps']): PlannedJourney {
  const kinds = new Map([['touches', 'sham' as const], ['opens', 'control' as const]]);
  return {
    title: 'a journey',
    packageName: 'com.example.app',
    actions: names.map((name) => ({ name, plan: { kind: kinds.get(name) ?? ('action' as const) } })),
    onPhone: () => ({ app: { open: () => Promise.resolve() }, perform: () => performance }),
  };
}

/** A phone whose shell knows the time and its proxy setting, and refuses some commands. */
function tools(evidence: string, refused: readonly string[], serial = '0123456789'): WindowTools {
  let isAwake = true;
  let isWifiOn = true;
  const run = (command: string): Promise<string> => {
    if (refused.includes(command)) return Promise.reject(new Error(`refused: ${command}`));
    if (command === 'input keyevent 223' || command === 'input keyevent 224') isAwake = command.endsWith('4');
    if (command.startsWith('svc wifi')) isWifiOn = command.endsWith('enable');
    if (command === 'dumpsys power') return Promise.resolve(`mWakefulness=${isAwake ? 'Awake' : 'Asleep'}\n`);
    if (command.startsWith('settings get global wifi_on')) return Promise.resolve(isWifiOn ? '1\nActive default network: 100\n' : '0\nActive default network: none\n');
    if (command.startsWith('date')) return Promise.resolve(`${(Date.now() / 1000).toFixed(0)}.000000000`);
    return Promise.resolve(command.startsWith('settings get') ? `${SETTING}\n` : '');
  };
  const shell = { run, try: () => Promise.resolve({ exitCode: 1, stdout: '', stderr: '' }) };
  const steady: Recheck = { preconditions: [], clockOffsetMs: 0, clockLooseMs: 5 };
  const parts = {
    shell,
    recheck: () => Promise.resolve(steady),
    spec: { spec: 'a/spec', timeScale: 0.001, silencing: [], phone: { id: 'phone', kind: 'usb', serial }, proxy: { setting: SETTING, caInstalled: true, caDetail: '' }, paths: { evidence, undo: join(evidence, 'undo') } } as unknown as SpecRun,
    phone: {
      shell,
      driver: { takeScreenshot: () => Promise.reject(new Error('no screen')) },
      takeSteps: () => [],
    },
    storage: {},
    ledger: { flows: () => [] },
    onAction: () => undefined,
  };
  return parts as unknown as WindowTools;
}
