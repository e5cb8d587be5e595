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

  it('holds events of arranging, of draining and of shortly before against nobody, and says so', () => {
    const bodies = new Bodies();
    const body = bodies.put(sensorsBody([T0 - 900_000, T0 + 10_500, T0 + 50_000].map((time) => anEvent(time, { $device_id: ANDROID_ID }))));

    const { verdict } = judge({ bodies, extra: [aFlow({ url: SA_URL, method: 'POST', body, startMs: T0 + 55_000 })] });

    assert.equal(verdict.verdict, 'silent');
    assert.match(verdict.reasons[0]!, /^Held against no action, because every event told there states a time at which nothing was performed: f\d+ to sa\.api\.intl\.miui\.com\.$/);
  });

  for (const [what, timeMs] of [
    ['of the future', T0 + 50_000],
    ['of an earlier day', T0 - 86_400_000],
    ['of 2001', 1_000_000_000],
  ] as const) {
    it(`lets no time ${what} explain away what was sent during the action`, () => {
      const bodies = new Bodies();
      const [plain, named] = [{ page: 7 }, { $device_id: ANDROID_ID }].map((properties) => bodies.put(sensorsBody([anEvent(timeMs, properties)])));

      const verdicts = [plain, named].map((body) => judge({ bodies, extra: [aFlow({ url: SA_URL, method: 'POST', body: body!, startMs: T0 + 14_000 })] }).verdict.verdict);

      assert.deepEqual(verdicts, ['noisy', 'leaked']);
    });
  }

  it('lets the register explain nothing that goes to its place with a load of its own', () => {
    const load = 'd28d5a552c4d46f78d602b423ed262ae3a873a895da7457aeeae8de9b3c467a3';
    const check = 'http://connect.rom.miui.com/generate_204';
    const flows = [aFlow({ url: `${check}?r=${load}`, startMs: T0 + 12_400 }), aFlow({ url: `${check}/${load}`, startMs: T0 + 12_400 }), aFlow({ url: check, headers: [['X-R', load]], startMs: T0 + 12_400 }), aFlow({ url: check, headers: [['User-Agent', load]], startMs: T0 + 12_400 })];

    assert.deepEqual(flows.map((flow) => judge({ extra: [flow] }).verdict.verdict), ['noisy', 'noisy', 'noisy', 'noisy']);
  });

  it('does not take the time at which an envelope was sent for that of the event in it', () => {
    const bodies = new Bodies();
    const second = anAction({ name: 'goes up', atMs: T0 + 22_000, canaries: [] });
    const window = aWindow({ actions: [aSham(), anAction(), second, aControl()] });
    const body = bodies.put(JSON.stringify({ ts: T0 + 20_400, events: [{ event: 'open' }] }));

    const { verdicts } = judge({ window, bodies, extra: [aFlow({ method: 'POST', body, startMs: T0 + 20_450 })] });

    assert.deepEqual(verdicts.map(({ verdict }) => verdict), ['noisy', 'silent']);
  });

  it('says what came too late to be held against an action that stays silent', () => {
    const second = anAction({ name: 'goes up', atMs: T0 + 30_000, canaries: [] });
    const window = aWindow({ actions: [aSham(), anAction(), second, aControl()] });

    const { verdicts } = judge({ window, extra: [aFlow({ startMs: T0 + 31_000 })] });

    assert.deepEqual(verdicts.map(({ verdict }) => verdict), ['silent', 'noisy']);
    assert.match(verdicts[0]?.reasons.join() ?? '', /^Held against later actions alone, because it came more than 8\.0 s after this one: f\d+ to unknown\.example\.$/);
  });

  it('counts what somebody else asks of the recorder\'s own host', () => {
    const { verdict } = judge({ extra: [aFlow({ url: 'http://probe.earshot.invalid/9f73', probe: '9f73', startMs: T0 + 12_400 })] });

    assert.equal(verdict.verdict, 'noisy');
  });

  it('does not take a nameless request to an addressee for that of an app that names itself', () => {
    const bodies = new Bodies();
    const action = anAction({ addressees: [{ role: 'search', host: 'engine.example' }] });
    const window = aWindow({ package: 'com.mi.globalbrowser', actions: [aSham(), action, aControl()] });
    const own = aFlow({ url: 'https://engine.example/', headers: [['User-Agent', 'Mozilla/5.0 XiaoMi/MiuiBrowser/12.1']], startMs: T0 + 12_300 });
    const nameless = aFlow({ url: 'https://engine.example/t', method: 'POST', body: bodies.put(Buffer.alloc(64, 0x9b)), startMs: T0 + 12_400 });

    assert.equal(judge({ window, bodies, extra: [own] }).verdict.verdict, 'silent');
    assert.equal(judge({ window, bodies, extra: [own, nameless] }).verdict.verdict, 'noisy');
  });

  it('holds a batch against the actions of which it tells without a name or a time', () => {
    const bodies = new Bodies();
    const second = anAction({ name: 'goes up', atMs: T0 + 24_000, canaries: [] });
    const window = aWindow({ actions: [aSham(), anAction(), second, aControl()] });
    const body = bodies.put(JSON.stringify([{ event: 'open', name: CANARY }, { event: 'up' }]));

    const { verdicts } = judge({ window, bodies, extra: [aFlow({ method: 'POST', body, startMs: T0 + 50_000 })] });

    assert.deepEqual(verdicts.map(({ verdict }) => verdict), ['leaked', 'noisy']);
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

    assert.deepEqual([verdict.verdict, verdict.findings[0]?.path], ['leaked', ['host', 'label[0]']]);
  });

  for (const [what, reason, host, afterMs, expected] of [
    ['broke off unfinished and was soon made again', 'handshake-not-finished', 'collector.example', 400, ['f2']],
    ['broke off unfinished, and another host was spoken to', 'handshake-not-finished', 'other.example', 400, ['f1', 'f2']],
    ['broke off unfinished, and the host was spoken to long after', 'handshake-not-finished', 'collector.example', 5_400, ['f1', 'f2']],
    ['was broken off for the certificate', 'cert-rejected', 'collector.example', 400, ['f1', 'f2']],
  ] as const) {
    it(`counts ${expected.length === 1 ? 'once' : 'apart'} what came over a handshake that ${what}`, () => {
      const bare = aFlow({ id: 'f1', url: 'https://collector.example/', kind: 'tls-refused', state: 'aborted', startMs: T0 + 12_100, tlsFailure: { reason, message: '' } });
      const next = aFlow({ id: 'f2', url: `https://${host}/u`, method: 'POST', startMs: T0 + 12_100 + afterMs });

      assert.deepEqual(judge({ extra: [bare, next] }).verdict.flows.toSorted(), expected);
    });
  }
});

function phoneWithBrowser() {
  return {
    id: 'note8', model: 'Redmi Note 8', serial: 's', kind: 'emulated', profile: 'p', build: 'b', product: 'ginkgo', androidVersion: '9',
    apiLevel: 28, identifiers: {}, packages: { 'com.android.browser': { versionName: '12', versionCode: '1', uid: 10_001 } },
  } as const;
}
