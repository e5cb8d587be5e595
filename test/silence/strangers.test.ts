import assert from 'node:assert/strict';
import type { SocketSighting, SocketWatch } from '../../src/flow/socket.ts';
import type { JudgeInput } from '../../src/silence/judge.ts';
import { uidsOfVendor } from '../../src/silence/strangers.ts';
import { Bodies, T0, aControl, aFlow, aPhone, aSham, aWindow, anAction, judge } from './factories.ts';

const UIDS = { 'com.mi.android.globalFileexplorer': 10_088, 'com.miui.analytics': 10_081, 'com.xiaomi.xmsf': 10_080, 'org.example.maps': 10_111, 'com.miui.weather2': 10_066, 'com.google.android.gms': 10_120 };
const PROXY_PORT = 8080;
const phone = aPhone({ packages: { 'com.mi.android.globalFileexplorer': { versionName: '1', versionCode: '1', uid: 10_088 } }, uids: UIDS });
const body = new Bodies();
const OPAQUE = body.put(Buffer.from(Array.from({ length: 96 }, (_, index) => (index * 167 + 13) % 256)));

/** An opaque upload at so many ms, and the phone's socket table that shows whose it is. */
function sent(uid: number, atMs: number, host = 'collector.example'): { readonly flow: ReturnType<typeof aFlow>; readonly sightings: readonly SocketSighting[] } {
  const local = `127.0.0.1:${40_000 + Math.floor(atMs / 100)}`;
  const row = { protocol: 'tcp', uid, local, remote: `127.0.0.1:${PROXY_PORT}` } as const;
  const startMs = T0 + atMs;
  return {
    flow: aFlow({ url: `https://${host}/u`, method: 'POST', body: OPAQUE, startMs, endMs: startMs + 600, connection: { id: `c${atMs}`, from: 1, openedMs: startMs, by: 'connect' } }),
    sightings: [{ ...row, atMs: startMs + 300, state: 'ESTABLISHED' }, { ...row, atMs: startMs + 900, state: 'gone' }],
  };
}

/** One that was over before the tables were looked at. */
function short(uid: number, atMs: number): ReturnType<typeof sent> {
  const { flow, sightings } = sent(uid, atMs);
  return { flow: { ...flow, endMs: flow.startMs + 50 }, sightings };
}

function judged(all: readonly ReturnType<typeof sent>[], over: Partial<JudgeInput> = {}) {
  const sightings = all.flatMap((one) => one.sightings).toSorted((one, other) => one.atMs - other.atMs);
  const sockets: SocketWatch = { looksMs: [T0, ...new Set(sightings.map(({ atMs }) => atMs))], sightings };
  const window = aWindow({ sockets: { file: 'sockets.ndjson', readable: true, detail: '', proxyPort: PROXY_PORT } });
  return judge({ window, phone, sockets, bodies: body, extra: all.map(({ flow }) => flow), ...over }).verdict;
}

describe('what a stranger sends during an action', () => {
  it('is expected when the kernel proves that it is of somebody else', () => {
    const verdict = judged([sent(UIDS['org.example.maps'], 12_500)]);

    assert.deepEqual([verdict.verdict, verdict.events, verdict.expectedEvents], ['silent', 0, 1]);
  });

  it("leaves a doubt when it is another of the vendor's, which may collect for the app", () => {
    const verdict = judged([sent(UIDS['com.miui.weather2'], 12_500)]);

    assert.deepEqual([verdict.verdict, verdict.events], ['inconclusive', 0]);
    assert.match(verdict.reasons[0] ?? '', /com\.miui\.weather2 sent something to collector\.example .* nobody can say whether it sends for the app/);
  });

  it("is expected of one of the vendor's that spoke to the same host before anything was done", () => {
    assert.equal(judged([sent(UIDS['com.miui.weather2'], 4_500), sent(UIDS['com.miui.weather2'], 12_500)]).verdict, 'silent');
    assert.equal(judged([sent(UIDS['com.miui.weather2'], 4_500, 'other.example'), sent(UIDS['com.miui.weather2'], 12_500)]).verdict, 'inconclusive');
    assert.equal(judged([sent(UIDS['com.miui.weather2'], 12_500), sent(UIDS['com.miui.weather2'], 30_000)]).verdict, 'inconclusive');
  });

  it('leaves a doubt when it is of an app that came with the phone, whoever made it, unless that spoke to the same host before', () => {
    const factory = { phone: { ...phone, preinstalled: ['org.example.maps'] } };
    const verdict = judged([sent(UIDS['org.example.maps'], 12_500)], factory);

    assert.equal(verdict.verdict, 'inconclusive');
    assert.match(verdict.reasons[0] ?? '', /org\.example\.maps sent something to collector\.example .*; it came with the phone and is no known member of the group/);
    assert.equal(judged([sent(UIDS['org.example.maps'], 4_500), sent(UIDS['org.example.maps'], 12_500)], factory).verdict, 'silent');
  });

  for (const [whose, uid] of [['the app', 10_088], ['a member of its group', 10_080], ['a package that acts for others', UIDS['com.google.android.gms']], ['a UID nobody knows', 10_999]] as const) {
    it(`is noise when it is of ${whose}`, () => assert.equal(judged([sent(uid, 12_500)]).verdict, 'noisy'));
  }

  for (const name of ['com.miui.weather2', 'org.example.maps'] as const) {
    it(`is noise of the action that is about ${name}: it opened that app`, () => {
      const window = aWindow({ actions: [aSham(), anAction({ subjects: [name] }), aControl()], sockets: { file: 'sockets.ndjson', readable: true, detail: '', proxyPort: PROXY_PORT } });
      assert.equal(judged([sent(UIDS[name], 12_500)], { window }).verdict, 'noisy');
    });
  }

  it('is a leak when something of ours is in it, whoever sends it', () => {
    const { flow, sightings } = sent(UIDS['org.example.maps'], 12_500);
    const telling = { flow: { ...flow, request: { ...flow.request!, body: body.put('{"n":"zq7xfolder00001"}') } }, sightings };

    assert.equal(judged([telling]).verdict, 'leaked');
  });

  it("leaves a doubt where it is likely somebody else's, by a connection too short to be looked at", () => {
    const verdict = judged([short(UIDS['org.example.maps'], 12_500)]);

    assert.deepEqual([verdict.verdict, verdict.events], ['inconclusive', 0]);
    assert.match(verdict.reasons[0] ?? '', /org\.example\.maps likely sent something to collector\.example \(f\d+\), but its connection was too short to be seen/);
    assert.equal(judged([short(10_088, 12_500)]).verdict, 'noisy');
    assert.equal(judged([short(UIDS['com.google.android.gms'], 12_500)]).verdict, 'noisy');
  });

  it('leaves a doubt where nobody is known to have sent it and only strangers are known to speak to that host', () => {
    const { flow } = sent(UIDS['org.example.maps'], 12_500);
    const unseen = { flow: { ...flow, connection: { ...flow.connection!, by: 'socks5' as const } }, sightings: [] };
    const verdict = judged([unseen, sent(UIDS['org.example.maps'], 30_000)]);

    assert.deepEqual([verdict.verdict, verdict.events], ['inconclusive', 0]);
    assert.match(verdict.reasons[0] ?? '', /nobody knows who sent something to collector\.example .* all were of org\.example\.maps/);
    assert.equal(judged([unseen, sent(UIDS['org.example.maps'], 30_000), sent(10_088, 45_000)]).verdict, 'noisy');
    assert.equal(judged([unseen, sent(UIDS['org.example.maps'], 30_000, 'other.example')]).verdict, 'noisy');
  });

  it('is noise where the tables were not looked at while it was under way', () => {
    const { flow } = sent(UIDS['org.example.maps'], 12_500);

    assert.equal(judged([{ flow, sightings: [] }]).verdict, 'noisy');
  });
});

describe('UIDs of the vendor', () => {
  it('are those of its packages by their names, those of the system aside', () => {
    const uids = { ...UIDS, 'com.android.settings': 1000, 'com.android.chrome': 10_110, 'com.android.vending': 10_112, 'com.mi.globalbrowser': 10_102, 'com.mirrors.game': 10_140 };

    assert.deepEqual(uidsOfVendor({ packages: {}, uids }).toSorted(), [10_066, 10_080, 10_081, 10_088, 10_102]);
    assert.deepEqual(uidsOfVendor({ packages: {}, uids: UIDS, preinstalled: ['org.example.maps', 'com.google.android.gms'] }).toSorted(), [10_066, 10_080, 10_081, 10_088, 10_111]);
  });
});
