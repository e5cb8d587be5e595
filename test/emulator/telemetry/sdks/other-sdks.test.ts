import assert from 'node:assert/strict';
import { constants, createDecipheriv, privateDecrypt } from 'node:crypto';
import { mock } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { javaHashCode } from '../../../../emulator/phone/telemetry/sdks/sensors.ts';
import { spockValue } from '../../../../emulator/phone/telemetry/sdks/spock.ts';
import { COLLECTOR_PRIVATE_KEY } from '../../../../emulator/world/sites/collector-key.ts';
import { aProfile, aSdk, aTelemetry, anEvent, PLAYER, settle, worldly } from '../a-telemetry.ts';

type Fields = Readonly<Record<string, unknown>>;

const SENSORS = { preset: 'sensors', encode: undefined, to: 'https://sa.api.intl.miui.com/sa?project=p', distinctId: 'me' };

function aPhone(sdk: Fields) {
  return aTelemetry(aProfile({ sdks: { sdk: aSdk(sdk) } }), { answer: worldly, processes: true });
}

function aes(mode: 'cbc' | 'ecb', bytes: Buffer, key: Buffer, iv: Buffer | null): Buffer {
  const decipher = createDecipheriv(`aes-128-${mode}`, key, iv);
  return Buffer.concat([decipher.update(bytes), decipher.final()]);
}

async function pass(ms: number): Promise<void> {
  mock.timers.tick(ms);
  for (let turn = 0; turn < 4; turn += 1) await settle();
}

describe('other SDKs', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_588_240_000_000 }));
  afterEach(() => mock.timers.reset());

  const itemsOf = (body: Buffer | undefined): readonly Fields[] =>
    JSON.parse(gunzipSync(Buffer.from(new URLSearchParams(body?.toString()).get('data_list') ?? '', 'base64')).toString()) as Fields[];

  describe('Sensors Analytics', () => {
    it('puts 50 events into a request, stamps each with its sending, and carries its cookie', async () => {
      const { events, requests } = aPhone({ ...SENSORS, cookie: 'id=${id.android_id}', bulkCount: 200 });

      for (let count = 0; count < 120; count += 1) events.emit(anEvent());
      await pass(15_000);

      assert.deepEqual(requests.map(({ body }) => itemsOf(body).length), [50, 50, 20]);
      assert.ok(itemsOf(requests[0]!.body).every((item) => item['_flush_time'] === 1_588_240_015_000 && item['time'] === 1_588_240_000_000));
      assert.equal(requests[0]!.headers?.['Cookie'], 'id=0123456789abcdef');
    });

    it('of the web sends an event a request, with its checksum in ext', async () => {
      const { events, requests } = aPhone({ ...SENSORS, variant: 'web' });

      events.emit(anEvent());
      events.emit(anEvent());
      await pass(15_000);

      assert.equal(requests.length, 2);
      const form = new URLSearchParams(requests[0]!.body!.toString());
      const data = form.get('data') ?? '';
      assert.equal(form.get('ext'), `crc=${javaHashCode(data)}`);
      assert.equal((JSON.parse(Buffer.from(data, 'base64').toString()) as { event: string }).event, 'song_play');
    });

    it('that encrypts leaves nothing to read but that there is something', async () => {
      const { events, requests, lines } = aPhone({ ...SENSORS, variant: 'encrypted' });

      events.emit(anEvent());
      await pass(15_000);

      const form = new URLSearchParams(requests[0]!.body!.toString());
      const [bundle] = JSON.parse(form.get('data_list') ?? '') as { ekey: string; pkv: number; payloads: string[]; flush_time: number }[];
      assert.deepEqual([form.get('gzip'), Number(form.get('crc')), bundle!.pkv, bundle!.payloads.length, bundle!.flush_time], ['9', javaHashCode(form.get('data_list') ?? ''), 1, 1, 1_588_240_015_000]);
      assert.equal(Buffer.from(bundle!.ekey, 'base64').length, 256);
      assert.equal(lines[0]!.opaque, true);
    });

    it('tells of starts, screens, clicks, and of an end after 30 s in the background', async () => {
      const { events, requests } = aPhone({ ...SENSORS, autotrack: ['$AppStart', '$AppEnd', '$AppViewScreen', '$AppClick'], flushOn: [] });

      events.emit(anEvent({ name: 'app.foreground', data: {} }));
      events.emit(anEvent({ name: 'activity.resume', data: { activity: 'Main' } }));
      events.emit(anEvent({ name: 'tab.show', data: {} }));
      await pass(10_000);
      events.emit(anEvent({ name: 'app.background', data: {}, atMs: Date.now() }));
      await pass(29_999);
      const before = requests.flatMap(({ body }) => itemsOf(body).map((item) => item['event']));
      await pass(1);
      await pass(15_000);

      assert.deepEqual(before, ['$AppStart', '$AppViewScreen', '$AppClick']);
      const end = requests.flatMap(({ body }) => itemsOf(body)).find((item) => item['event'] === '$AppEnd');
      assert.equal((end?.['properties'] as { event_duration: number }).event_duration, 10);
    });

    it('says the end of a killed app when it begins again', () => {
      const { events, processes, telemetry } = aPhone({ ...SENSORS, autotrack: ['$AppEnd'], flushOn: [] });
      const { pid } = processes.start(PLAYER, 10_095);
      events.emit(anEvent({ name: 'app.foreground', data: {} }));
      processes.end(pid);
      assert.equal(telemetry.waiting(), 0);

      processes.start(PLAYER, 10_095);

      assert.equal(telemetry.waiting(), 1);
    });

    it('asks for its configuration once a day or so, and keeps silent when that says so', async () => {
      const made = aTelemetry(aProfile({ sdks: { sdk: aSdk({ ...SENSORS, config: { url: 'https://sa.api.intl.miui.com/config/Android.conf' } }) } }), {
        processes: true,
        answer: () => ({ status: 200, headers: {}, body: Buffer.from('{"v":"1","configs":{"disableSDK":true}}') }),
      });
      const { pid } = made.processes.start(PLAYER, 10_095);
      await pass(0);
      made.processes.end(pid);
      made.processes.start(PLAYER, 10_095);
      made.events.emit(anEvent());
      await pass(15_000);

      assert.deepEqual(made.requests.map(({ method, purpose }) => [method, purpose]), [['GET', 'telemetry-config']]);
      assert.deepEqual(made.lines.map(({ outcome }) => outcome), ['dropped']);
    });
  });

  it('MiStat v3 encrypts under the key its server gave it', async () => {
    const { events, requests, lines } = aPhone({ preset: 'mistat', encode: undefined, to: 'https://data.mistat.intl.xiaomi.com/mistats/v3' });

    events.emit(anEvent());
    await pass(899_999);
    assert.equal(requests.length, 0);
    await pass(1);

    assert.deepEqual(requests.map(({ url }) => new URL(url).pathname), ['/key_get', '/mistats/v3']);
    const skey = new URLSearchParams(requests[0]!.body!.toString()).get('skey_rsa') ?? '';
    const own = privateDecrypt({ key: COLLECTOR_PRIVATE_KEY, padding: constants.RSA_NO_PADDING }, Buffer.from(skey, 'base64')).subarray(-16);
    const { data } = JSON.parse(worldly(requests[0]!).body.toString()) as { data: { key: string; sid: string } };
    const form = new URLSearchParams(requests[1]!.body!.toString());
    assert.equal(form.get('sid'), data.sid);
    const session = aes('ecb', Buffer.from(data.key, 'base64'), own, null);
    const document = JSON.parse(gunzipSync(aes('cbc', Buffer.from(form.get('p') ?? '', 'base64'), session, Buffer.from('earmarked-for-iv'))).toString()) as { es: Fields[] };
    assert.deepEqual(document.es, [{ e: 'song_play', eg: PLAYER, tp: 'track', ts: 1_588_240_000_000, ps: { song: 'Harbour' } }]);
    assert.equal(lines[0]!.opaque, true);
  });

  it('MiStat v3 without a server’s key sends its own along, wrapped with its constant', async () => {
    const { events, requests } = aPhone({ preset: 'mistat', encode: undefined, to: 'https://data.mistat.xiaomi.com/mistats/v3', serverKey: false, flushIntervalMs: 1000 });

    events.emit(anEvent());
    await pass(1000);

    const form = new URLSearchParams(requests[0]!.body!.toString());
    const key = aes('ecb', Buffer.from(form.get('sid') ?? '', 'base64'), Buffer.from('wraps-client-key'), null);
    assert.match(gunzipSync(aes('cbc', Buffer.from(form.get('p') ?? '', 'base64'), key, Buffer.from('earmarked-for-iv'))).toString(), /Harbour/);
  });

  it('MiStat v2 leaves its frame in clear and hides its values', async () => {
    const { events, requests } = aPhone({ preset: 'mistat', encode: undefined, to: 'http://data.mistat.xiaomi.com/mistats/v2', version: 'v2', flushIntervalMs: 1000 });

    events.emit(anEvent());
    await pass(1000);

    const form = new URLSearchParams(requests[0]!.body!.toString());
    assert.deepEqual([...form.keys()], ['app_id', 'channel', 'device_id', 'id_type', 'policy', 'interval', 'version', 'stat_value', 'mistatv', 'size']);
    assert.equal(Buffer.from(form.get('stat_value') ?? '', 'base64').length % 16, 0);
  });

  it('the older tracks are base64 of JSON', async () => {
    const { events, requests } = aPhone({ preset: 'tracks', encode: undefined, to: 'http://tracking.miui.com/tracks' });

    events.emit(anEvent());
    await pass(15_000);

    const form = new URLSearchParams(requests[0]!.body!.toString());
    const document = JSON.parse(Buffer.from(form.get('value') ?? '', 'base64').toString()) as Fields;
    assert.deepEqual([form.get('t'), document['_di_'], document['imei']], ['miui_apps', '0123456789abcdef', '863214057719046']);
    assert.deepEqual(document['_logs_'], [{ _ei_: 'song_play', _et_: 1_588_240_000_000, _ev_: { song: 'Harbour' }, _app_: PLAYER }]);
  });

  it('the ad SDK asks for splash screens at once, in clear, and posts its events as lines', async () => {
    const { events, requests } = aPhone({ preset: 'columbus', encode: undefined, to: 'https://api.ad.intl.xiaomi.com/post/csv3', splashUrl: 'http://api.ad.intl.xiaomi.com/getSplashScreenAds', apps: [PLAYER] });

    events.emit(anEvent({ name: 'app.foreground', data: {} }));
    await pass(0);
    assert.match(requests[0]!.url, /^http:\/\/api\.ad\.intl\.xiaomi\.com\/getSplashScreenAds\?imei=[0-9a-f]{32}&packageName=com\.miui\.player&/);
    assert.deepEqual([requests[0]!.method, requests[0]!.body], ['GET', undefined]);
    events.emit(anEvent());
    await pass(15_000);

    assert.match(requests[1]!.body!.toString(), /^[0-9a-f]{32},com\.miui\.player,song_play,1588240000000,"\{""song"":""Harbour""\}"\n$/);
  });

  it('spock compresses what is long and can be made much shorter, and says so', () => {
    const long = JSON.stringify({ text: 'canary '.repeat(20_000) });
    const noise = JSON.stringify({ text: Array.from({ length: 60_000 }, (_, index) => ((index * 7919 * 104_729) % 65_521).toString(36)).join('') });

    assert.equal(spockValue(long).gzip, '1');
    assert.equal(gunzipSync(Buffer.from(spockValue(long).value, 'base64url')).toString(), long);
    assert.equal(spockValue(noise).gzip, '0');
    assert.equal(spockValue(long.slice(0, 100_000)).gzip, '0');
  });
});
