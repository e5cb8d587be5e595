import assert from 'node:assert/strict';
import { describeVerdict } from '../../src/silence/describe.ts';
import { ANDROID_ID, Bodies, SA_URL, T0, aControl, aFlow, aSham, aWindow, anAction, anEvent, judge, sensorsBody } from './factories.ts';

const CANARY = 'zq7xfolder00001';

describe('judging a window whose instruments worked', () => {
  it('calls an action silent when nothing happened', () => {
    const { verdict, controls } = judge();

    assert.equal(verdict.verdict, 'silent');
    assert.deepEqual([verdict.events, verdict.expectedEvents, verdict.findings], [0, 0, []]);
    assert.deepEqual(verdict.witnesses, { wire: 'quiet', kernel: 'absent', oracle: 'absent' });
    assert.deepEqual(controls.map((control) => control.verdict), ['seen']);
  });

  it('gives every action one entry and the sham none', () => {
    const { verdicts, controls } = judge();

    assert.deepEqual([verdicts.map((entry) => entry.action), controls.map((entry) => entry.action)], [['opens a folder'], ['opens the policy']]);
  });

  it('calls it leaked when a canary is found under layers, with the path down to it', () => {
    const bodies = new Bodies();
    const body = bodies.put(sensorsBody([anEvent(T0 + 12_300, { folder: CANARY })]));

    const { verdict } = judge({ bodies, extra: [aFlow({ url: SA_URL, method: 'POST', body, startMs: T0 + 27_000 })] });

    assert.equal(verdict.verdict, 'leaked');
    assert.deepEqual(verdict.findings.map(({ indicator, path }) => [indicator, path]), [
      ['canary:folder', ['body', 'form:data_list', 'base64', 'gzip', 'json:$[0].properties.folder']],
    ]);
    assert.equal(verdict.witnesses.wire, 'seen');
    assert.match(describeVerdict(verdict), /body > form:data_list > base64 > gzip > json:\$\[0\]\.properties\.folder/);
  });

  it('calls it leaked when the phone is named in an event of the action, whenever that arrives', () => {
    const bodies = new Bodies();
    const body = bodies.put(sensorsBody([anEvent(T0 + 12_500, { $device_id: ANDROID_ID })]));

    const { verdict } = judge({ bodies, extra: [aFlow({ url: SA_URL, method: 'POST', body, startMs: T0 + 55_000 })] });

    assert.equal(verdict.verdict, 'leaked');
  });

  it('holds events of arranging, of draining and of earlier days against nobody', () => {
    const bodies = new Bodies();
    const body = bodies.put(sensorsBody([T0 - 86_400_000, T0 + 10_500, T0 + 50_000].map((time) => anEvent(time, { $device_id: ANDROID_ID }))));

    const { verdict } = judge({ bodies, extra: [aFlow({ url: SA_URL, method: 'POST', body, startMs: T0 + 14_000 })] });

    assert.equal(verdict.verdict, 'silent');
  });

  it('corrects event times by the offset of the phone\'s clock', () => {
    const bodies = new Bodies();
    const body = bodies.put(sensorsBody([anEvent(T0 + 3_612_500, { $device_id: ANDROID_ID })]));
    const window = aWindow({ clockOffsetMs: 3_600_000 });

    const { verdict } = judge({ window, bodies, extra: [aFlow({ url: SA_URL, method: 'POST', body, startMs: T0 + 14_000 })] });

    assert.equal(verdict.verdict, 'leaked');
  });

  it('calls it noisy when something unexpected was sent that carries nothing of ours', () => {
    const { verdict } = judge({ extra: [aFlow({ startMs: T0 + 12_400 })] });

    assert.equal(verdict.verdict, 'noisy');
    assert.match(verdict.reasons[0]!, /^\+0\.400 s: GET https:\/\/unknown\.example\/x, by an unknown sender/);
  });

  for (const [what, flow] of [
    ['a refused handshake', aFlow({ kind: 'tls-refused', startMs: T0 + 12_400, tlsFailure: { reason: 'cert-rejected' } })],
    ['a raw tunnel', aFlow({ kind: 'tunnel', startMs: T0 + 12_400, tunnel: { sentBytes: 40, receivedBytes: 0 } })],
    ['a flow that never ended', aFlow({ state: 'open', startMs: T0 + 12_400 })],
    ['a flow whose body the ledger lost', aFlow({ method: 'POST', body: { sha256: 'gone', byteCount: 9 }, startMs: T0 + 12_400 })],
  ] as const) {
    it(`counts ${what} as an event`, () => {
      const { verdict } = judge({ extra: [flow] });

      assert.deepEqual([verdict.verdict, verdict.events], ['noisy', 1]);
    });
  }

  it('leaves registered traffic out of the count and says how much there was', () => {
    const { verdict } = judge({ extra: [aFlow({ url: 'http://connect.rom.miui.com/generate_204', startMs: T0 + 12_400 })] });

    assert.deepEqual([verdict.verdict, verdict.events, verdict.expectedEvents], ['silent', 0, 1]);
  });

  it('lets the register explain nothing that carries a canary', () => {
    const { verdict } = judge({ extra: [aFlow({ url: `http://connect.rom.miui.com/generate_204?n=${CANARY}`, startMs: T0 + 12_400 })] });

    assert.deepEqual([verdict.verdict, verdict.findings[0]?.path], ['leaked', ['url', 'query:n']]);
  });

  it('lets the register explain nothing that names the phone', () => {
    const { verdict } = judge({
      extra: [aFlow({ url: `http://resolver.msg.global.xiaomi.net/gslb/?id=${ANDROID_ID}`, startMs: T0 + 12_400 })],
    });

    assert.equal(verdict.verdict, 'leaked');
  });
});

describe('a canary with addressees', () => {
  const HOST = 'zq7xhost000001.visited.test';
  const visit = anAction({
    name: 'visits a site',
    canaries: [{ role: 'host', value: 'zq7xhost000001' }, { role: 'url', value: 'zq7xurl0000001' }],
    addressees: [{ role: 'host', host: HOST }, { role: 'url', host: HOST }],
  });
  const window = aWindow({ package: 'com.android.browser', actions: [aSham(), visit, aControl()] });
  const headers = [['User-Agent', 'Mozilla/5.0 XiaoMi/MiuiBrowser/12.1.4']] as const;

  it('may be heard by the site the user asked for, and by its own parts', () => {
    const extra = [`https://${HOST}/zq7xurl0000001`, `https://${HOST}/favicon.ico`].map((url) => aFlow({ url, headers, startMs: T0 + 12_200 }));

    const { verdict } = judge({ window, extra, phone: phoneWithBrowser() });

    assert.deepEqual([verdict.verdict, verdict.expectedEvents], ['silent', 2]);
  });

  it('is leaked when a third party hears it through Referer', () => {
    const extra = [aFlow({ url: 'https://cdn.thirdparty.test/pixel.png', headers: [...headers, ['Referer', `https://${HOST}/zq7xurl0000001`]], startMs: T0 + 12_200 })];

    const { verdict } = judge({ window, extra, phone: phoneWithBrowser() });

    assert.deepEqual([verdict.verdict, verdict.findings.map(({ indicator }) => indicator)], ['leaked', ['canary:host', 'canary:url']]);
  });

  it('is leaked when another package of the phone fetches the page', () => {
    const extra = [aFlow({ url: `https://${HOST}/zq7xurl0000001`, headers: [['User-Agent', 'com.miui.analytics/3.0']], startMs: T0 + 12_200 })];

    const { verdict } = judge({ window, extra, phone: phoneWithBrowser() });

    assert.equal(verdict.verdict, 'leaked');
  });

  it('is leaked when a stranger is asked for a host made of it', () => {
    const extra = [aFlow({ kind: 'tls-refused', url: 'https://zq7xhost000001.prefetch.example/', startMs: T0 + 12_200 })];

    const { verdict } = judge({ window, extra, phone: phoneWithBrowser() });

    assert.deepEqual([verdict.verdict, verdict.findings[0]?.path], ['leaked', ['host']]);
  });
});

function phoneWithBrowser() {
  return {
    id: 'note8', model: 'Redmi Note 8', serial: 's', kind: 'emulated', profile: 'p', build: 'b', product: 'ginkgo', androidVersion: '9',
    apiLevel: 28, identifiers: {}, packages: { 'com.android.browser': { versionName: '12', versionCode: '1', uid: 10_001 } },
  } as const;
}
