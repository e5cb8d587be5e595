import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseAnswers, type Answer } from '../../src/device/preflight/ask.ts';
import type { Found } from '../../src/device/preflight/check.ts';
import { disabledComponents, readAnalytics, readConsent } from '../../src/device/preflight/package-readings.ts';
import { offsetBetween, readClock, readDoze, readFramework, readMonkey, readScreen, readVpn } from '../../src/device/preflight/readings.ts';
import { clockSteadiness, type Recheck } from '../../src/device/preflight/recheck.ts';
import { readAutomation, readDataSaver, readFreeSpace, readInput, readNetwork } from '../../src/device/preflight/state-readings.ts';
import { silencing } from '../../src/device/preflight.ts';

describe('what makes a silence of the phone worthless', () => {
  it('is a check that keeps SDKs silent and does not hold, and no other', () => {
    const checks = [
      { name: 'provisioned', held: true, detail: '', class: 'silencing' as const },
      { name: 'no monkey', held: false, detail: '', class: 'silencing' as const },
      { name: 'build', held: false, detail: '', class: 'recorded' as const },
      { name: 'unclassed', held: false, detail: '' },
    ];

    assert.deepEqual(silencing(checks).map(({ name }) => name), ['no monkey']);
  });
});

const said = (output: string, exitCode = 0): Answer => ({ output, exitCode });

/** What checks make of answers that the emulated phone does not give: name, what was found, whether it holds, why. */
const READINGS: readonly (readonly [what: string, found: Found, held: boolean, detail: RegExp])[] = [
  ['a monkey', readMonkey(said('shell 4711 1 com.android.commands.monkey'), said(''), said('')), false, /^monkey is running, expected neither/],
  ['a build made for monkeys', readMonkey(said('', 1), said('1'), said('true')), false, /^ro\.monkey is set and ro\.test_harness is set/],
  ['nobody but people', readMonkey(said('', 1), said('0'), said('')), true, /^no monkey/],
  // Android 9 (Redmi Note 8) and Android 14 (Pixel 8): the capability lines of public bug reports, cut down.
  ['a validated network of Android 9', readNetwork(said('Active default network: 100\n  NetworkAgentInfo{ ni{[type: WIFI[]]}  network{100}  nc{[ Transports: WIFI Capabilities: NOT_METERED&INTERNET&NOT_VPN&VALIDATED&NOT_ROAMING]} }')), true, /\(WIFI\) is validated/],
  ['a captive portal', readNetwork(said('Active default network: 120\nNetworkAgentInfo{network{120}  nc{[ Transports: WIFI Capabilities: INTERNET&NOT_VPN&CAPTIVE_PORTAL ]} }')), false, /\(WIFI\) is not validated/],
  ['a validated network that is not the default one', readNetwork(said('Active default network: 7\nNetworkAgentInfo{network{17}  nc{[ Transports: CELLULAR Capabilities: VALIDATED]} }')), false, /of unknown kind/],
  ['no word of a network', readNetwork(said("Can't find service: connectivity")), false, /names no default network/],
  ['a VPN that is up', readVpn(said('null'), said('NetworkAgentInfo{network{101}  nc{[ Transports: WIFI|VPN Capabilities: INTERNET&VALIDATED]} }')), false, /a VPN is up/],
  ['a network that is no VPN', readVpn(said('null'), said('NetworkAgentInfo{network{101}  nc{[ Transports: WIFI Capabilities: INTERNET&NOT_VPN&VALIDATED]} }')), true, /no VPN/],
  ['no word of VPNs', readVpn(said('null'), said('', 1)), false, /tells of no network/],
  ['no word of Doze', readDoze(said('', 1)), false, /says no state/],
  ['a pause in Doze', readDoze(said('  mState=IDLE_MAINTENANCE\n  mLightState=OVERRIDE')), false, /dozes/],
  ['a phone about to doze', readDoze(said('  mState=INACTIVE\n  mLightState=WAITING_FOR_NETWORK')), true, /does not doze/],
  ['a settings provider that is gone', readFramework([said("cmd: Can't find service: settings", 20)]), false, /exit code 20/],
  ['a phone without com.miui.analytics', readAnalytics(said('Unable to find package: com.miui.analytics')), false, /is not installed/],
  ['a full storage', readFreeSpace(said('Filesystem 1K-blocks Used Available Use% Mounted on\n/dev/block/dm-0 51436824 51334424 102400 100% /data')), false, /^100 MiB are free on \/data, expected at least 200/],
  ['no word of the storage', readFreeSpace(said('df: /data: No such file or directory', 1)), false, /df says nothing/],
  ['a key press that was killed', readInput(said('Killed', 137), said('')), false, /exit code 137, expected it to be taken/],
  ['another session', readAutomation(said('u0_a123 999 1 io.appium.uiautomator2.server')), false, /io\.appium\.uiautomator2\.server is running before/],
  ['a phone too old for a data saver', readDataSaver(said("cmd: Can't find service: netpolicy", 20)), true, /data saver is unknown/],
  ['an app that was never launched', readConsent('a.b', '  User 0: ceDataInode=1 installed=true stopped=true notLaunched=true enabled=0'), true, /never launched: its first-run screen is still to come/],
  ['a locked screen', readScreen(said('mWakefulness=Awake'), said('KeyguardServiceDelegate\n      showing=true\n      secure=true'), said('')), false, /on and locked/],
  ['a hanging app', readScreen(said('mWakefulness=Awake'), said(''), said('  mCurrentFocus=Window{1a2b u0 Application Not Responding: com.example.app}')), false, /the dialog "Application Not Responding: com\.example\.app" lies over everything/],
  ['no word of the screen', readScreen(said('', 1), said("Can't find service: window"), said('', 1)), false, /neither dumpsys power nor dumpsys window/],
  ['a clock an hour off', readClock({ offsetMs: 3_600_000, looseMs: 20 }), false, /3600000 ms ahead/],
  ['a clock that may be more than a second off', readClock({ offsetMs: 700, looseMs: 400 }), false, /known within 400 ms/],
  ['a clock that is not', readClock({ offsetMs: -700, looseMs: 200 }), true, /-700 ms/],
  ['no time', readClock(offsetBetween(said('date: bad format'), said(''), { beforeMs: 0, afterMs: 1 })), false, /tells no time/],
];

describe('a check', () => {
  for (const [what, { held, detail }, expected, because] of READINGS) {
    it(`${expected ? 'holds' : 'does not hold'} for ${what}`, () => {
      assert.equal(held, expected, detail);
      assert.match(detail, because);
    });
  }

  it('knows a disabled component from its neighbours', () => {
    const dump = '    User 0: installed=true\n      disabledComponents:\n        com.miui.analytics.onetrack.OneTrackService\n        a.b.C\n      enabledComponents:\n        a.b.D\n';

    assert.deepEqual(disabledComponents(dump), ['com.miui.analytics.onetrack.OneTrackService', 'a.b.C']);
    assert.deepEqual(disabledComponents('    User 0: installed=true\n'), []);
  });

  it('knows the offset of a clock within what the way there and back leaves open, however long the phone worked', () => {
    fc.assert(fc.property(fc.integer({ min: -5_000, max: 5_000 }), fc.nat(300), fc.nat(3_000), fc.nat(300), (offsetMs, thereMs, workMs, backMs) => {
      const at = (hostMs: number): Answer => said(((hostMs + offsetMs) / 1_000).toFixed(9));
      const beforeMs = 1_790_000_000_000;
      const found = offsetBetween(at(beforeMs + thereMs), at(beforeMs + thereMs + workMs), { beforeMs, afterMs: beforeMs + thereMs + workMs + backMs });
      assert.ok(Math.abs(found.offsetMs - offsetMs) <= found.looseMs + 1, JSON.stringify(found));
      assert.ok(found.looseMs <= (thereMs + backMs) / 2 + 2);
    }), { numRuns: 60 });
  });

  it('finds a clock that jumped while the window was open', () => {
    const end = (clockOffsetMs: number): Recheck => ({ clockOffsetMs, clockLooseMs: 10, preconditions: [] });

    assert.equal(clockSteadiness(end(3), end(-40)).held, true);
    assert.equal(clockSteadiness(end(3), end(3_600_003)).held, false);
    assert.match(clockSteadiness(end(3), end(3_600_003)).detail, /moved by 3600000 ms/);
    assert.equal(clockSteadiness(end(NaN), end(3)).held, false);
  });

  it('reads answers apart by their marks, and none that was cut off', () => {
    assert.deepEqual(parseAnswers('a\nb\n\nm 0\n\nm 3\nx\nm', 'm'), [{ output: 'a\nb', exitCode: 0 }, { output: '', exitCode: 3 }]);
  });
});
