import assert from 'node:assert/strict';
import { constants, createDecipheriv, privateDecrypt } from 'node:crypto';
import { mock } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { AppRequest } from '../../../../emulator/phone/network/network.ts';
import { COLLECTOR_PRIVATE_KEY } from '../../../../emulator/world/sites/collector-key.ts';
import { aProfile, aProfileDocument, aRule, aSdk, aTelemetry, anEvent, PLAYER, settle, worldly } from '../a-telemetry.ts';

const ANALYTICS = 'com.miui.analytics';
const ONETRACK = { preset: 'onetrack', to: 'https://tracking.intl.miui.com/track/v4', encode: undefined, dau: false, autoTrackActivity: false };

interface Item {
  readonly H: Readonly<Record<string, unknown>>;
  readonly B: Readonly<Record<string, unknown>>;
}

/** A phone with OneTrack in its player; com.miui.analytics has a version that takes over or not. */
function aPhone(more: { sdk?: Record<string, unknown>; rule?: Record<string, unknown>; analytics?: number; miui?: string } = {}) {
  const document = aProfileDocument();
  const profile = aProfile({
    properties: { ...(document['properties'] as object), 'ro.miui.ui.version.code': more.miui ?? '9', 'ro.miui.region': 'SG' },
    packages: (document['packages'] as { name: string }[]).map((entry) => (entry.name === ANALYTICS ? { ...entry, versionCode: more.analytics ?? 41 } : entry)),
    sdks: { sdk: aSdk({ ...ONETRACK, ...more.sdk }) },
    rules: [aRule(more.rule)],
  });
  const made = aTelemetry(profile, { answer: worldly, processes: true });
  const start = (packageName: string): number => made.processes.start(packageName, 10_095).pid;
  return { ...made, start, logged: () => made.logcat.lines().map(({ pid, tag, message }) => ({ pid, tag, message })) };
}

/** Reads an upload as its collector can: the private key opens what the SDK brought, that opens the session key. */
function decoded(requests: readonly AppRequest[]): readonly Item[] {
  const asked = requests.find(({ url }) => url.endsWith('/track/key_get'));
  const upload = requests.find(({ url }) => url.endsWith('/track/v4'));
  assert.ok(asked?.body !== undefined && upload?.body !== undefined);
  const secretKey = new URLSearchParams(asked.body.toString()).get('secretKey') ?? '';
  // A block of PKCS#1: 0, 2, filling, 0, and the 16 bytes of the key.
  const own = privateDecrypt({ key: COLLECTOR_PRIVATE_KEY, padding: constants.RSA_NO_PADDING }, Buffer.from(secretKey, 'base64url')).subarray(-16);
  const { data } = JSON.parse(worldly(asked).body.toString()) as { data: { key: string; sid: string } };
  assert.equal(upload.headers?.['OT_SID'], data.sid);
  const open = (bytes: Buffer, key: Buffer): Buffer => {
    const decipher = createDecipheriv('aes-128-ecb', key, null);
    return Buffer.concat([decipher.update(bytes), decipher.final()]);
  };
  return JSON.parse(gunzipSync(open(upload.body, open(Buffer.from(data.key, 'base64'), own))).toString()) as Item[];
}

describe('OneTrack', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_588_240_000_000 }));
  afterEach(() => mock.timers.reset());

  async function pass(ms: number): Promise<void> {
    mock.timers.tick(ms);
    for (let turn = 0; turn < 4; turn += 1) await settle();
  }

  it('agrees on a key with the collector and sends what that can read, and nobody else', async () => {
    const { events, requests, lines } = aPhone();

    events.emit(anEvent());
    await pass(15_000);

    assert.deepEqual(requests.map(({ url, method }) => [method, url]), [
      ['POST', 'https://tracking.intl.miui.com/track/key_get'],
      ['POST', 'https://tracking.intl.miui.com/track/v4'],
    ]);
    const { OT_SID, ...headers } = requests[1]!.headers!;
    assert.match(OT_SID!, /^[0-9a-f]{32}$/);
    assert.deepEqual(headers, { 'Content-Type': 'application/octet-stream', 'OT_ts': '1588240015000', 'OT_net': 'WIFI', 'OT_sender': PLAYER, 'OT_protocol': '3.0' });
    const [item] = decoded(requests);
    assert.deepEqual(item!.B, { song: 'Harbour' });
    assert.deepEqual([item!.H['event'], item!.H['pkg'], item!.H['e_ts'], item!.H['android_id'], item!.H['ot_privacy_policy']], ['song_play', PLAYER, 1_588_240_000_000, '0123456789abcdef', 'exprience_open']);
    assert.deepEqual(lines.map(({ outcome, opaque, sender, delegated }) => [outcome, opaque, sender, delegated]), [['sent', true, PLAYER, undefined]]);
  });

  it('asks for its key once', async () => {
    const { events, requests } = aPhone();

    for (let count = 0; count < 2; count += 1) {
      events.emit(anEvent());
      await pass(15_000);
    }

    assert.deepEqual(requests.map(({ url }) => new URL(url).pathname), ['/track/key_get', '/track/v4', '/track/v4']);
  });

  it('keeps its events when it gets no key, and comes back 10 s later', async () => {
    const { events, requests, answers, lines } = aPhone();
    answers.push(500);

    events.emit(anEvent());
    await pass(15_000);
    await pass(9999);
    assert.equal(requests.length, 1);
    await pass(1);

    assert.equal(requests.length, 3);
    assert.deepEqual(lines.map(({ outcome }) => outcome), ['failed', 'sent']);
  });

  for (const [what, more, sender] of [
    ['hands over to com.miui.analytics of 2020062900', { analytics: 2_020_062_900 }, ANALYTICS],
    ['sends itself beside an older one', { analytics: 2_020_062_899 }, PLAYER],
    ['sends itself on a phone that is not MIUI', { analytics: 2_020_062_900, miui: '' }, PLAYER],
  ] as const) {
    it(what, async () => {
      const { events, requests, lines, processes } = aPhone(more);

      events.emit(anEvent());
      await pass(15_000);

      assert.deepEqual(requests.map(({ packageName }) => packageName), [sender, sender]);
      assert.equal(requests[1]!.headers!['OT_sender'], sender);
      assert.equal(decoded(requests)[0]!.H['pkg'], PLAYER);
      assert.deepEqual([lines[0]!.package, lines[0]!.sender, lines[0]!.delegated], [PLAYER, sender, sender === ANALYTICS ? true : undefined]);
      assert.equal(processes.byName(ANALYTICS) !== undefined, sender === ANALYTICS);
    });
  }

  it('sends nothing without the system where it may use its traffic only', async () => {
    const { events, requests, lines } = aPhone({ sdk: { systemTrafficOnly: true } });

    events.emit(anEvent());
    await pass(900_000);

    assert.equal(requests.length, 0);
    assert.deepEqual(lines.map(({ outcome, reason }) => [outcome, reason]), [['dropped', 'only the system may send, and it does not take events']]);
  });

  for (const [level, waitMs] of [[1, 1000], [2, 15_000], [3, 900_000], [9, 60_000]] as const) {
    it(`lets level ${level} wait ${waitMs} ms`, async () => {
      const { events, requests } = aPhone({ rule: { level } });

      events.emit(anEvent());
      await pass(waitMs - 1);
      assert.equal(requests.length, 0);
      await pass(1);

      assert.equal(requests.length, 2);
    });
  }

  it('sends when the screen turns on, and when another network ends its back-off', async () => {
    const { events, requests, answers, turnTo } = aPhone({ rule: { level: 3 } });
    answers.push('connect ETIMEDOUT');

    events.emit(anEvent());
    events.emit(anEvent({ packageName: 'com.android.systemui', name: 'screen.on', data: {} }));
    await pass(0);
    assert.equal(requests.length, 1);
    turnTo('none');
    turnTo('mobile');
    await pass(0);

    assert.equal(requests.length, 3);
    assert.equal(requests[2]!.headers!['OT_net'], '4G');
  });

  it('says which screen was shown and for how long, and that the app was used, by itself', async () => {
    const { events, requests } = aPhone({ sdk: { dau: true, autoTrackActivity: true } });

    events.emit(anEvent({ name: 'app.foreground', data: {} }));
    events.emit(anEvent({ name: 'activity.resume', data: { activity: 'com.miui.player.ui.Main' } }));
    events.emit(anEvent({ name: 'activity.pause', data: { activity: 'com.miui.player.ui.Main', durationMs: 4000 } }));
    events.emit(anEvent({ name: 'app.foreground', data: {} }));
    await pass(15_000);

    assert.deepEqual(decoded(requests).map(({ H, B }) => [H['event'], B]), [
      ['onetrack_dau', { first_open: 1 }],
      ['onetrack_pa', { class: 'com.miui.player.ui.Main', type: 1 }],
      ['onetrack_pa', { class: 'com.miui.player.ui.Main', type: 2, duration: 4000 }],
    ]);
  });

  it('sends screen views and basic events on when the owner has opted out, nothing else', async () => {
    const { events, requests, lines, settings } = aPhone({ sdk: { autoTrackActivity: true } });
    settings.put('secure', 'upload_log_pref', '0');

    events.emit(anEvent());
    events.emit(anEvent({ name: 'activity.resume', data: { activity: 'Main' } }));
    await pass(15_000);

    assert.deepEqual(decoded(requests).map(({ H }) => [H['event'], H['ot_privacy_policy']]), [['onetrack_pa', 'exprience_close']]);
    assert.deepEqual(lines.map(({ event, outcome, reason }) => [event, outcome, reason]), [
      ['song_play', 'dropped', 'privacy policy is not permitted'],
      ['onetrack_pa', 'sent', undefined],
    ]);
  });

  it('notices the switch only after 900 s, or in a new process', async () => {
    const { events, lines, settings, start, processes } = aPhone();
    const pid = start(PLAYER);
    const dropped = (): number => lines.filter(({ outcome }) => outcome === 'dropped').length;

    events.emit(anEvent());
    settings.put('secure', 'upload_log_pref', '0');
    await pass(899_999);
    events.emit(anEvent({ atMs: Date.now() }));
    assert.equal(dropped(), 0);
    await pass(1);
    events.emit(anEvent());
    assert.equal(dropped(), 1);
    settings.put('secure', 'upload_log_pref', '1');
    events.emit(anEvent());
    assert.equal(dropped(), 2);
    processes.end(pid);
    start(PLAYER);
    events.emit(anEvent());

    assert.equal(dropped(), 2);
  });

  for (const [what, prepare, reason] of [
    ['under a monkey', (made: ReturnType<typeof aPhone>) => void made.monkey.begin(), 'a monkey is at the phone'],
    ['before the phone is provisioned', (made: ReturnType<typeof aPhone>) => made.settings.put('global', 'device_provisioned', '0'), 'not provisioned'],
    ['before consent where it needs it', () => undefined, 'cta'],
  ] as const) {
    it(`says nothing ${what}`, async () => {
      const made = aPhone({ sdk: { needsConsent: reason === 'cta' } });
      prepare(made);

      made.events.emit(anEvent());
      await pass(900_000);

      assert.equal(made.requests.length, 0);
      assert.deepEqual(made.lines.map((line) => [line.outcome, line.reason]), [['dropped', reason]]);
    });
  }

  it('throws away an event of more than 102 400 characters', async () => {
    const { events, lines } = aPhone();

    events.emit(anEvent({ data: { title: 'x'.repeat(102_400) } }));
    await pass(0);

    assert.match(lines[0]!.reason!, /more than 102400/);
  });

  it('sends the plain variant as JSON', async () => {
    const { events, requests, lines } = aPhone({ sdk: { plain: true, to: 'https://tracking.miui.com/track/v4/o' } });

    events.emit(anEvent());
    await pass(15_000);

    assert.equal(requests.length, 1);
    assert.deepEqual((JSON.parse(requests[0]!.body!.toString()) as Item[])[0]!.B, { song: 'Harbour' });
    assert.equal(lines[0]!.opaque, undefined);
  });

  describe('in logcat', () => {
    it('says at its start that it is there, whatever the switches', () => {
      const { start, logged } = aPhone();

      const pid = start(PLAYER);

      assert.deepEqual(logged(), [{ pid, tag: 'OneTrackSdk', message: 'log on: false, quick upload on: false' }]);
    });

    it('tells of events of the app that the switch named before its start, and cuts long messages', async () => {
      const { events, start, logged, properties } = aPhone();
      properties.set('debug.onetrack.log', PLAYER);
      const pid = start(PLAYER);

      events.emit(anEvent({ data: { title: 'x'.repeat(4000) } }));
      await pass(15_000);

      const own = logged().filter(({ tag }) => tag.startsWith('OneTrack-Api-'));
      assert.ok(own.every((line) => line.pid === pid && line.message.length <= 3000));
      const tracked = own.filter(({ tag }) => tag === 'OneTrack-Api-OneTrackLocalImp').map(({ message }) => message);
      assert.equal(tracked.length, 2);
      const item = JSON.parse(tracked.join('').replace(/^track data:/, '')) as Item;
      assert.equal(item.B['song'], 'x'.repeat(4000));
      assert.deepEqual(own.filter(({ tag }) => tag === 'OneTrack-Api-UploadTimer').map(({ message }) => message), ['will check prio=1, delay=15000']);
      assert.match(own.filter(({ tag }) => tag === 'OneTrack-Api-UploaderEngine').at(-1)!.message, /^sendDataToServer response: \{"code":0/);
    });

    it('names the app for the event and com.miui.analytics for the upload, each by its own switch', async () => {
      for (const [named, tags] of [
        [PLAYER, ['OneTrackSystemImp']],
        [ANALYTICS, ['UploadTimer', 'UploaderEngine', 'UploaderEngine', 'UploaderEngine']],
      ] as const) {
        const { events, start, logged, properties } = aPhone({ analytics: 2_020_062_900 });
        properties.set('debug.onetrack.log', named);
        const pids = { [ANALYTICS]: start(ANALYTICS), [PLAYER]: start(PLAYER) };

        events.emit(anEvent());
        await pass(15_000);

        const own = logged().filter(({ tag }) => tag.startsWith('OneTrack-Api-'));
        assert.deepEqual(own.map(({ tag, pid }) => [tag.slice('OneTrack-Api-'.length), pid]), tags.map((tag) => [tag, pids[named]]));
        if (named === PLAYER) assert.match(own[0]!.message, /^track name:song_play data :\{"H":\{.*\} tid1$/);
      }
    });

    it('does not mind a switch that was set after its start', async () => {
      const { events, start, logged, properties } = aPhone();
      start(PLAYER);
      properties.set('debug.onetrack.log', PLAYER);

      events.emit(anEvent());
      await pass(15_000);

      assert.equal(logged().filter(({ tag }) => tag.startsWith('OneTrack-Api-')).length, 0);
    });

    it('lets the switches of upload and test send at once, and elsewhere', async () => {
      const { events, start, requests, properties } = aPhone({ rule: { level: 3 } });
      properties.set('debug.onetrack.upload', PLAYER);
      properties.set('debug.onetrack.test', PLAYER);
      start(PLAYER);

      events.emit(anEvent());
      await pass(0);

      assert.deepEqual(requests.map(({ url }) => new URL(url).hostname), ['staging.tracking.intl.miui.com', 'staging.tracking.intl.miui.com']);
    });
  });
});
