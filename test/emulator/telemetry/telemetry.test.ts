import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { aProfile, aRule, aSdk, aTelemetry, anEvent, PLAYER, settle } from './a-telemetry.ts';

describe('the telemetry of the apps', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_588_240_000_000 }));
  afterEach(() => mock.timers.reset());

  async function pass(ms: number): Promise<void> {
    mock.timers.tick(ms);
    await settle();
  }

  it('sends an event when the flush interval is over, not before', async () => {
    const { events, requests } = aTelemetry(aProfile());

    events.emit(anEvent());
    await pass(14_999);
    assert.equal(requests.length, 0);
    await pass(1);

    assert.deepEqual(requests.map(({ url, body }) => [url, body?.toString()]), [
      ['https://collector.test/c', '{"event":"song_play","time":1588240000000,"song":"Harbour"}'],
    ]);
  });

  it('states another time than that of the event where the rule lies about it', async () => {
    const { events, requests } = aTelemetry(aProfile({ rules: [aRule({ statedEarlierMs: 1200 })] }), { timeScale: 0.1 });

    events.emit(anEvent());
    await pass(1500);

    assert.deepEqual(requests.map(({ body }) => body?.toString()), ['{"event":"song_play","time":1588239998800,"song":"Harbour"}']);
  });

  it('shortens its delays by the time scale', async () => {
    const { events, requests } = aTelemetry(aProfile({ rules: [aRule({ delayMs: 10_000 })] }), { timeScale: 0.1 });

    events.emit(anEvent());
    await pass(1000);
    await pass(1499);
    assert.equal(requests.length, 0);
    await pass(1);

    assert.equal(requests.length, 1);
  });

  it('sends at once when the app goes to the background', async () => {
    const { events, requests } = aTelemetry(aProfile());

    events.emit(anEvent());
    events.emit(anEvent({ name: 'app.background', data: {} }));
    await pass(0);

    assert.equal(requests.length, 1);
  });

  it('does not mind another app going to the background', async () => {
    const { events, requests } = aTelemetry(aProfile());

    events.emit(anEvent());
    events.emit(anEvent({ name: 'app.background', packageName: 'com.miui.home', data: {} }));
    await pass(0);

    assert.equal(requests.length, 0);
  });

  it('sends on the screen turning off where the SDK does', async () => {
    const { events, requests } = aTelemetry(aProfile({ sdks: { sdk: aSdk({ flushOn: ['screen'] }) } }));

    events.emit(anEvent());
    events.emit(anEvent({ name: 'screen.off', packageName: 'com.android.systemui', data: {} }));
    await pass(0);

    assert.equal(requests.length, 1);
  });

  it('sends at once when so many wait as the SDK takes for a bulk', async () => {
    const { events, requests } = aTelemetry(aProfile({ sdks: { sdk: aSdk({ list: true, bulkCount: 3 }) } }));

    for (let count = 0; count < 3; count += 1) events.emit(anEvent());
    await pass(0);

    assert.equal(requests.length, 1);
    assert.equal((JSON.parse(requests[0]!.body!.toString()) as unknown[]).length, 3);
  });

  it('puts no more into a request than the SDK does', async () => {
    const { events, requests } = aTelemetry(aProfile({ sdks: { sdk: aSdk({ list: true, maxBatchCount: 2 }) } }));

    for (let count = 0; count < 5; count += 1) events.emit(anEvent());
    await pass(15_000);

    assert.deepEqual(requests.map(({ body }) => (JSON.parse(body!.toString()) as unknown[]).length), [2, 2, 1]);
  });

  it('keeps what failed and tries again with growing pauses', async () => {
    const { events, requests, answers, lines } = aTelemetry(aProfile({ sdks: { sdk: aSdk({ flushIntervalMs: 1000 }) } }));
    answers.push('connect ECONNREFUSED', 503, 404, 200);

    events.emit(anEvent());
    await pass(1000);
    await pass(9999);
    assert.equal(requests.length, 1);
    await pass(1);
    assert.equal(requests.length, 2);
    await pass(20_000);
    await pass(40_000);

    assert.equal(requests.length, 4);
    assert.deepEqual(lines.map(({ outcome, status, error }) => [outcome, status ?? error]), [
      ['failed', 'connect ECONNREFUSED'],
      ['failed', 503],
      ['failed', 404],
      ['sent', 200],
    ]);
  });

  it('throws away what a collector turns down for good', async () => {
    const { events, telemetry, answers } = aTelemetry(aProfile());
    answers.push(400);

    events.emit(anEvent());
    await pass(15_000);

    assert.equal(telemetry.waiting(), 0);
  });

  it('writes down what it never got to send when the phone is switched off', async () => {
    const { events, telemetry, lines } = aTelemetry(aProfile({ rules: [aRule(), aRule({ name: 'late', delayMs: 60_000 })] }));

    events.emit(anEvent());
    await telemetry.close();

    assert.deepEqual(lines.map(({ rule, outcome }) => [rule, outcome]).sort(), [
      ['late', 'kept'],
      ['songs', 'kept'],
    ]);
  });

  it('writes the truth with the cause on the host’s clock', async () => {
    const { events, lines } = aTelemetry(aProfile(), { clockOffsetMs: 5000 });

    const phoneMs = Date.now() + 5000;
    events.emit(anEvent({ atMs: phoneMs, cause: { kind: 'touch', atMs: phoneMs, what: 'tap on Harbour' } }));
    await pass(15_000);

    assert.deepEqual(lines, [
      {
        atMs: 1_588_240_015_000,
        phoneMs: 1_588_240_020_000,
        phone: 'test-phone',
        what: 'telemetry',
        outcome: 'sent',
        rule: 'songs',
        package: PLAYER,
        sender: PLAYER,
        event: 'song_play',
        fields: { song: 'Harbour' },
        method: 'POST',
        url: 'https://collector.test/c',
        host: 'collector.test',
        transport: 'proxy',
        status: 200,
        cause: { kind: 'touch', atMs: 1_588_240_000_000, what: 'tap on Harbour' },
        claims: ['C9'],
      },
    ]);
  });

  it('lets another package send, past the proxy, where the SDK does so', async () => {
    const { events, requests } = aTelemetry(aProfile({ sdks: { sdk: aSdk({ sender: 'com.miui.analytics', transport: 'direct' }) } }));

    events.emit(anEvent());
    await pass(15_000);

    assert.deepEqual(requests.map(({ packageName, direct, purpose }) => [packageName, direct, purpose]), [
      ['com.miui.analytics', true, 'telemetry'],
    ]);
  });

  it('hides what it says where the SDK encrypts, and the truth says so', async () => {
    const { events, requests, lines } = aTelemetry(aProfile({ sdks: { sdk: aSdk({ encode: ['json', 'gzip', 'aes'] }) } }));

    events.emit(anEvent());
    await pass(15_000);

    assert.equal(requests[0]!.body!.length % 16, 0);
    assert.equal(lines[0]?.opaque, true);
    assert.deepEqual(lines[0].fields, { song: 'Harbour' });
  });

  for (const [place, encode, expected] of [
    ['query', ['json', 'base64', 'query:d'], /^https:\/\/collector\.test\/c\?d=eyJ/],
    ['path', ['json', 'hex', 'path'], /^https:\/\/collector\.test\/c\/7b22/],
  ] as const) {
    it(`puts what it says into the ${place} where the SDK does`, async () => {
      const { events, requests } = aTelemetry(aProfile({ sdks: { sdk: aSdk({ encode, method: 'GET' }) } }));

      events.emit(anEvent());
      await pass(15_000);

      assert.match(requests[0]!.url, expected);
    });
  }

  describe('its rules', () => {
    const fires = async (when: Record<string, unknown>, data: Record<string, string | boolean>, prepare: (t: ReturnType<typeof aTelemetry>) => void = () => undefined) => {
      const made = aTelemetry(aProfile({ rules: [aRule({ when: { package: PLAYER, event: 'song.play', ...when } })] }));
      prepare(made);
      made.events.emit(anEvent({ data }));
      await pass(0);
      return made.telemetry.waiting() === 1;
    };

    it('go by the data of the event', async () => {
      assert.equal(await fires({ data: { incognito: true } }, { incognito: true }), true);
      assert.equal(await fires({ data: { incognito: true } }, { incognito: false }), false);
      assert.equal(await fires({ data: { engine: ['Google', 'DuckDuckGo'] } }, { engine: 'DuckDuckGo' }), true);
      assert.equal(await fires({ data: { engine: { not: 'Google' } } }, { engine: 'Google' }), false);
    });

    it('go by the settings of the phone', async () => {
      const settings = { 'secure.upload_log_pref': '1' };
      assert.equal(await fires({ settings }, {}), false);
      assert.equal(await fires({ settings }, {}, (made) => made.settings.put('secure', 'upload_log_pref', '1')), true);
      assert.equal(await fires({ settings: { 'secure.upload_log_pref': null } }, {}), true);
    });

    it('go by package and event', async () => {
      assert.equal(await fires({ event: 'song.pause' }, {}), false);
    });
  });
});
