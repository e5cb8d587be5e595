import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DeviceShell } from '../../src/device/device-shell.ts';
import { preflight, silencing } from '../../src/device/preflight.ts';
import { askPhone } from '../../src/device/preflight/ask.ts';
import { clockSteadiness, recheckPreconditions } from '../../src/device/preflight/recheck.ts';
import type { Precondition } from '../../src/flow/window.ts';
import { bootEmulatedPhone, type EmulatedPhone } from './emulated-phone.ts';

const PROFILES = ['ginkgo-2020', 'ginkgo-silent', 'umi-2020'] as const;
const SUBJECT = { entry: { id: 'a' }, facts: { build: 'x', packages: { 'com.mi.globalbrowser': { versionName: '1', versionCode: '1', uid: 1 } } } };
const PROXY = '127.0.0.1:28080';

/** What is done to the phone, the checks that must not hold then, and how it is undone; the check is preflight's. */
const SPOILT: readonly (readonly [name: string, spoil: string, mend: string, detail: RegExp])[] = [
  ['airplane mode', 'settings put global airplane_mode_on 1', 'settings put global airplane_mode_on 0', /airplane_mode_on is "1"/],
  ['network', 'settings put global wifi_on 0; settings put global mobile_data 0', 'settings put global wifi_on 1; settings put global mobile_data 1', /no default network/],
  ['vpn', 'settings put secure always_on_vpn_app de.blinkt.openvpn', 'settings delete secure always_on_vpn_app', /"de\.blinkt\.openvpn"/],
  ['private dns', 'settings put global private_dns_mode hostname; settings put global private_dns_specifier dns.example', 'settings delete global private_dns_mode', /\(dns\.example\)/],
  ['provisioned', 'settings put global device_provisioned 0', 'settings put global device_provisioned 1', /device_provisioned is "0"/],
  ['analytics', 'pm disable-user com.miui.analytics', 'pm enable com.miui.analytics', /is disabled, expected enabled/],
  ['analytics service', "su -c 'pm disable com.miui.analytics/.onetrack.OneTrackService'", "su -c 'pm enable com.miui.analytics/.onetrack.OneTrackService'", /OneTrackService is disabled/],
  ['battery saver', 'settings put global low_power 1', 'settings put global low_power 0', /low_power is "1"/],
  ['data saver', 'cmd netpolicy set restrict-background true', 'cmd netpolicy set restrict-background false', /data saver is enabled/],
  ['doze', 'dumpsys deviceidle force-idle', 'dumpsys deviceidle unforce', /the phone dozes \(IDLE, OVERRIDE\)/],
  ['sdk switches', 'setprop debug.onetrack.upload com.miui.player', 'setprop debug.onetrack.upload ""', /debug\.onetrack\.upload is "com\.miui\.player"/],
  ['sdk log', 'setprop debug.onetrack.log com.miui.player', 'setprop debug.onetrack.log ""', /debug\.onetrack\.log is "com\.miui\.player"/],
  ['debugger', 'settings put global debug_app com.miui.player; settings put global wait_for_debugger 1', 'settings delete global debug_app; settings delete global wait_for_debugger', /waits for a debugger/],
  ['user experience program', 'settings delete secure upload_log_pref', 'settings put secure upload_log_pref 1', /is unknown/],
  ['keeps activities', 'settings put global always_finish_activities 1', 'settings put global always_finish_activities 0', /always_finish_activities is "1"/],
  ['input', "su -c 'setprop persist.security.adbinput 0'", "su -c 'setprop persist.security.adbinput 1'", /SecurityException.*persist\.security\.adbinput is 0/],
];

describe('the ledger of preconditions', function () {
  this.timeout(60_000);
  let folder = '';
  let phones: EmulatedPhone;
  let shell: DeviceShell;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'earshot-test-'));
    phones = await bootEmulatedPhone(folder, ...PROFILES);
    shell = phones.shell;
  });

  after(async () => {
    await phones.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const failing = (checks: readonly Precondition[]): readonly Precondition[] => checks.filter(({ held }) => !held);

  for (const [index, profile] of PROFILES.entries()) {
    it(`holds on ${profile}, every check classed`, async () => {
      const own = phones.shells[index] ?? shell;

      const checks = await preflight(own, SUBJECT);

      assert.deepEqual(failing(checks), []);
      assert.ok(checks.length > 22 && checks.every((check) => check.class !== undefined));
      assert.match(checks.find(({ name }) => name === 'analytics')?.detail ?? '', profile === 'umi-2020' ? /takes events of apps over Binder/ : /too old to take events/);
      assert.match(checks.find(({ name }) => name === 'consent of com.mi.globalbrowser')?.detail ?? '', profile === 'umi-2020' ? /is not installed/ : /^unknown: /);
    });
  }

  describe('on a phone where somebody changed everything', () => {
    let spoilt: readonly Precondition[] = [];

    before(async () => {
      await shell.try(SPOILT.map(([, spoil]) => spoil).join('; '));
      spoilt = failing(await preflight(shell, SUBJECT));
      await shell.try(SPOILT.map(([, , mend]) => mend).toReversed().join('; '));
    });

    for (const [name, spoil, , detail] of SPOILT) {
      it(`does not hold ${name} after ${spoil}`, () => {
        const check = spoilt.find((found) => found.name === name);

        assert.match(check?.detail ?? 'held', detail);
        assert.equal(silencing(spoilt).some((found) => found.name === name), !['sdk log', 'user experience program', 'keeps activities'].includes(name));
      });
    }

    it('holds nothing else against it', () => {
      assert.deepEqual(spoilt.map(({ name }) => name).toSorted(), SPOILT.map(([name]) => name).toSorted());
    });
  });

  it('holds again once all that is undone', async () => {
    assert.deepEqual(failing(await preflight(shell, SUBJECT)), []);
  });

  it('is looked at again at both ends of a window', async () => {
    await shell.run(`settings put global http_proxy ${PROXY}`);

    const opening = await recheckPreconditions(shell, { proxySetting: PROXY, when: 'at the start of the window' });
    const closing = await recheckPreconditions(shell, { proxySetting: PROXY, when: 'at the end of the window' });

    assert.deepEqual(failing(opening.preconditions), []);
    assert.ok(opening.preconditions.every(({ name }) => name.endsWith(' at the start of the window')));
    assert.ok(Math.abs(opening.clockOffsetMs) < 500);
    assert.equal(clockSteadiness(opening, closing).held, true);
  });

  for (const [name, spoil, mend] of [
    ['proxy setting', 'settings delete global http_proxy', `settings put global http_proxy ${PROXY}`],
    ['proxy exclusions', 'settings put global global_http_proxy_exclusion_list "*.xiaomi.com"', 'settings delete global global_http_proxy_exclusion_list'],
    ['screen', 'input keyevent 223', 'input keyevent 224; wm dismiss-keyguard'],
    ['airplane mode', 'settings put global airplane_mode_on 1', 'settings put global airplane_mode_on 0'],
    ['vpn', 'settings put secure always_on_vpn_app a.b', 'settings delete secure always_on_vpn_app'],
    ['doze', 'dumpsys deviceidle force-idle light', 'dumpsys deviceidle unforce'],
  ] as const) {
    it(`finds at a window's end that ${name} does not hold any more`, async () => {
      await shell.try(spoil);
      const { preconditions } = await recheckPreconditions(shell, { proxySetting: PROXY, when: 'then' });
      await shell.try(mend);

      assert.deepEqual(failing(preconditions).map((check) => check.name), [`${name} then`]);
    });
  }

  it('says of a phone that cannot be asked that it cannot', async () => {
    const dead: DeviceShell = { ...shell, try: () => Promise.reject(new Error('device offline')), run: () => Promise.reject(new Error('device offline')) };

    const { preconditions, clockOffsetMs } = await recheckPreconditions(dead, { proxySetting: PROXY, when: 'then' });
    const checks = await preflight(dead, SUBJECT);

    assert.deepEqual(preconditions, [{ name: 'framework then', held: false, detail: 'the phone could not be asked: device offline' }]);
    assert.ok(Number.isNaN(clockOffsetMs));
    assert.ok(silencing(checks).length > 15);
  });

  it('keeps the answers of commands apart, whatever they print and however they fail', async () => {
    const answers = await askPhone(shell, { silent: 'true', fails: 'echo out; echo err >&2; exit 3', broken: 'if', spaced: 'echo; echo "a  b"; echo', last: 'no-such-program' });

    assert.deepEqual([answers.silent, answers.spaced], [{ output: '', exitCode: 0 }, { output: '\na  b\n', exitCode: 0 }]);
    assert.ok(answers.last.exitCode !== 0);
  });
});
