import assert from 'node:assert/strict';
import type { Flow } from '../../src/flow/flow.ts';
import type { Verdict } from '../../src/flow/verdict.ts';
import { loadRegister } from '../../src/silence/register.ts';
import { Bodies, T0, aControl, aFlow, aPhone, aSham, aWindow, anAction, judge } from './factories.ts';
import { opaqueBytes } from './simulated-spec.ts';
import { raiseLate } from './raise-late.ts';

const bodies = new Bodies();
const NEXT = T0 + 100_000;
const BROWSER = 'com.mi.globalbrowser';

/** Two specs of one phone: File Manager's, and 40 s later the browser's, each with one silent action. */
const files = aWindow();
const browser = aWindow({
  id: 'note8/browser/search', spec: 'browser/search', package: BROWSER, startMs: NEXT, endMs: NEXT + 60_000,
  actions: [aSham({ ...at(NEXT + 3_000) }), anAction({ name: 'searches', ...at(NEXT + 12_000) }), aControl({ ...at(NEXT + 40_000) })],
});
const verdicts: readonly Verdict[] = [judge().verdict, { ...judge().verdict, spec: browser.spec, action: 'searches', window: browser.id }];

function at(atMs: number) {
  return { arrange: { startMs: atMs - 2_000, endMs: atMs }, act: { startMs: atMs, endMs: atMs + 1_000 }, settle: { startMs: atMs + 1_000, endMs: atMs + 6_000 } };
}

function post(startMs: number, over: Parameters<typeof aFlow>[0] = {}): Flow {
  return aFlow({ url: 'https://x.unseen.example/u', method: 'POST', body: bodies.put(opaqueBytes(96, startMs % 251)), startMs, ...over });
}

function after(flows: readonly Flow[], before: readonly Verdict[] = verdicts, phone = aPhone()): readonly Verdict[] {
  return raiseLate({ windows: [files, browser], verdicts: before, flows, readBody: bodies.read, installed: [BROWSER, files.package], register: loadRegister(), phone });
}

const kinds = (all: readonly Verdict[]): readonly string[] => all.map(({ verdict }) => verdict);

const SPLASH = 'http://api.ad.xiaomi.com/getSplashScreenAds?imei=876b896bd67f976be2ba518cedd6d9d0&packageName=com.android.browser&ts=1795304741960';

describe('an event of unknown delay that no window answers for', () => {
  it('leaves in doubt whoever was performed before it, and says why', () => {
    const told = after([post(T0 + 80_000)]);

    assert.deepEqual(kinds(told), ['inconclusive', 'silent']);
    assert.match(told[0]?.reasons[0] ?? '', /^An event of unknown delay came to x\.unseen\.example 68\.0 s after it, when nothing else was being done, and may be its own \[f\d+\]\.$/);
    assert.equal(told[0]?.bound, undefined);
  });

  it('leaves every action in doubt when it comes while the run listens at its end', () => {
    assert.deepEqual(kinds(after([post(NEXT + 90_000)])), ['inconclusive', 'inconclusive']);
  });

  it('may be of the first spec when it comes as the app of the next begins, before anything is performed', () => {
    assert.deepEqual(kinds(after([post(NEXT + 10_500)])), ['inconclusive', 'silent']);
  });

  it('is of the app it names, where that is one under test', () => {
    const named = post(NEXT + 90_000, { headers: [['User-Agent', 'Mozilla/5.0 XiaoMi/MiuiBrowser/12.1.4']] });

    assert.deepEqual(kinds(after([named])), ['silent', 'inconclusive']);
  });

  for (const [what, flows] of [
    ['is held against what is performed in the next window', [post(NEXT + 13_000)]],
    ['came before anything was performed, too', [post(T0 + 2_000), post(T0 + 80_000)]],
    ['is registered', [aFlow({ url: 'http://connect.rom.miui.com/generate_204', startMs: T0 + 80_000 })]],
    ['is a plain fetch', [aFlow({ startMs: T0 + 80_000 })]],
    ['goes to an SDK whose clock is known', [post(T0 + 80_000, { url: 'https://tracking.intl.miui.com/track/v4' })]],
    ['asks for a splash screen', [aFlow({ url: SPLASH, startMs: T0 + 80_000 })]],
    ['names another package, not of the vendor', [post(T0 + 80_000, { headers: [['User-Agent', 'org.example.maps/3.1']] })]],
    ['is a handshake that broke off and was made again', [aFlow({ kind: 'tls-refused', url: 'https://app.example/', startMs: T0 + 80_000, tlsFailure: { reason: 'handshake-not-finished', message: '' } }), aFlow({ url: 'https://app.example/', startMs: T0 + 80_900 })]],
  ] as const) {
    it(`leaves nobody in doubt when it ${what}`, () => {
      assert.deepEqual(kinds(after(flows)), ['silent', 'silent']);
    });
  }

  for (const [what, flow] of [
    ['asks for a splash screen and brings a load', aFlow({ url: SPLASH, body: bodies.put(opaqueBytes(96)), startMs: T0 + 80_000 })],
    ['asks for a splash screen with a parameter that may be a load', aFlow({ url: `${SPLASH}&d=${opaqueBytes(60).toString('base64url')}`, startMs: T0 + 80_000 })],
    ['is sent where splash screens are asked for', post(T0 + 80_000, { url: SPLASH })],
    ['is asked for elsewhere at the same host', aFlow({ url: SPLASH.replace('/getSplash', '/post/getSplash'), startMs: T0 + 80_000 })],
    ['asks another host for a splash screen', aFlow({ url: SPLASH.replace('api.ad.', 'x.unseen.'), startMs: T0 + 80_000 })],
  ] as const) {
    it(`leaves whoever was performed before it in doubt when it ${what}`, () => {
      assert.deepEqual(kinds(after([flow])), ['inconclusive', 'silent']);
    });
  }

  it('leaves whoever was performed before it in doubt when it names an app that came with the phone', () => {
    const flow = post(T0 + 80_000, { headers: [['User-Agent', 'org.example.maps/3.1']] });

    assert.deepEqual(kinds(after([flow], verdicts, aPhone({ preinstalled: ['org.example.maps'] }))), ['inconclusive', 'silent']);
  });

  it('leaves nobody in doubt when the same bytes had come before, and were judged then', () => {
    const body = bodies.put(opaqueBytes(96));
    const flows = [NEXT + 13_000, NEXT + 90_000].map((startMs) => post(startMs, { body }));

    assert.deepEqual(kinds(after(flows)), ['silent', 'silent']);
  });

  it('leaves nobody in doubt when the like was expected beside a silent action', () => {
    const expected = post(T0 + 13_000);

    assert.deepEqual(kinds(after([expected, post(T0 + 80_000)], verdicts.map((verdict, index) => (index === 0 ? { ...verdict, flows: [expected.id] } : verdict)))), ['silent', 'silent']);
  });

  it('leaves what is noisy, leaked or inconclusive as it is', () => {
    for (const verdict of ['noisy', 'leaked', 'inconclusive'] as const) {
      const before: readonly Verdict[] = verdicts.map((one) => ({ ...one, verdict }));

      assert.ok(after([post(NEXT + 90_000)], before).every((one, index) => one === before[index]));
    }
  });
});
