import assert from 'node:assert/strict';
import type { CounterModel, CounterReading, CounterRecord, UidTraffic } from '../../src/flow/counters.ts';
import type { WindowRecord } from '../../src/flow/window.ts';
import { judgeWindow } from '../../src/silence/judge.ts';
import { loadRegister } from '../../src/silence/register.ts';
import { Bodies, T0, aControl, aPhone, aSham, aWindow, anAction, judge, theControlFlow, theProbes } from './factories.ts';

const FILES_UID = 10_088;
const PUSH_UID = 10_080;
const SYSTEM_UID = 1000;
const STRANGER_UID = 10_110;

const phone = aPhone({
  packages: {
    'com.mi.android.globalFileexplorer': { versionName: '1', versionCode: '1', uid: FILES_UID },
    'com.xiaomi.xmsf': { versionName: '1', versionCode: '1', uid: PUSH_UID },
    'com.android.chrome': { versionName: '1', versionCode: '1', uid: STRANGER_UID },
  },
});

const MODEL: CounterModel = { source: 'ebpf map', loopback: 'told apart', tolerance: { bytes: 0, share: 0 }, detail: 'interfaces are named' };

const packets = (count: number, bytes: number): UidTraffic => ({ sentPackets: count, sentBytes: count * bytes, receivedPackets: 0, receivedBytes: 0 });

/** Counters read at +1 s, +11.9 s (before the act), +18.1 s (after its settle time), +46.5 s and +58.5 s; `after` lists what had moved from then on. */
function counted(moved: Readonly<Record<number, Readonly<Record<number, UidTraffic>>>>): CounterRecord {
  const table: Record<string, UidTraffic> = {};
  const readings = [1_000, 11_900, 18_100, 46_500, 58_500].map((offsetMs): CounterReading => {
    for (const [uid, traffic] of Object.entries(moved[offsetMs] ?? {})) table[uid] = traffic;
    return { startMs: T0 + offsetMs, endMs: T0 + offsetMs + 40, source: 'ebpf map', beyondLoopback: { ...table } };
  });
  return { model: MODEL, readings };
}

const window = (over: Partial<WindowRecord>): WindowRecord => aWindow({ barriers: [{ startMs: T0 + 46_500, endMs: T0 + 58_500 }], ...over });

describe('what the kernel counted past the recorder', () => {
  it('makes an action noisy that nothing on the wire speaks of, down to one look-up of 82 bytes', () => {
    const { verdict } = judge({ phone, window: window({ counters: counted({ 18_100: { [FILES_UID]: packets(1, 82) } }) }) });

    assert.deepEqual([verdict.verdict, verdict.events, verdict.witnesses.kernel, verdict.witnesses.wire], ['noisy', 1, 'seen', 'quiet']);
    assert.match(verdict.reasons.join('\n'), /82 bytes sent \(1 packets\) and 0 received \(0\) past the recorder by uid 10088/);
  });

  it('leaves an action silent, the kernel quiet, when nothing of the group moved', () => {
    const { verdict } = judge({ phone, window: window({ counters: counted({ 18_100: { [STRANGER_UID]: packets(9, 900) } }) }) });

    assert.deepEqual([verdict.verdict, verdict.witnesses.kernel], ['silent', 'quiet']);
  });

  it('makes it inconclusive, and says why, when the bytes can be anyone\'s', () => {
    const { verdict } = judge({ phone, window: window({ counters: counted({ 18_100: { [SYSTEM_UID]: packets(3, 400) } }) }) });

    assert.deepEqual([verdict.verdict, verdict.events], ['inconclusive', 0]);
    assert.match(verdict.reasons[0] ?? '', /uid 1000, under which the system acts for anybody/);
  });

  it('counts as expected what the register knows by its packets', () => {
    const time: UidTraffic = { sentPackets: 1, sentBytes: 76, receivedPackets: 1, receivedBytes: 76 };
    const { verdict } = judge({ phone, window: window({ counters: counted({ 18_100: { [SYSTEM_UID]: time } }) }) });

    assert.deepEqual([verdict.verdict, verdict.events, verdict.expectedEvents], ['silent', 0, 1]);
  });

  it('lets a leak that was read stand beside bytes nobody can be held to', () => {
    const body = new Bodies();
    const leak = { ...theControlFlow(), id: 'f000777', host: 'stranger.example', startMs: T0 + 12_500, request: { method: 'POST', url: 'https://stranger.example/', httpVersion: '1.1', headers: [], body: body.put('zq7xfolder00001') } };
    const { verdict } = judge({ phone, bodies: body, extra: [leak], window: window({ counters: counted({ 18_100: { [SYSTEM_UID]: packets(3, 400) } }) }) });

    assert.equal(verdict.verdict, 'leaked');
  });

  for (const [what, seenMs, verdict, reason] of [
    ['holds the end of a connection that was seen before against nobody, and says so', 5_000, 'silent', /^Held against nobody: 1 packets sent and 0 received .*\(198\.18\.7\.7:443\)\.$/m],
    ['holds the same packet against the action where the connection was new, and says where to', 13_000, 'noisy', /past the recorder by uid 10088 \(com\.mi\.android\.globalFileexplorer\), to tcp 198\.18\.7\.7:443 as far as/],
  ] as const) {
    it(what, () => {
      const about = { protocol: 'tcp', uid: FILES_UID, local: '192.168.31.157:40000', remote: '198.18.7.7:443' } as const;
      const sightings = [{ ...about, atMs: T0 + seenMs, state: 'ESTABLISHED' }, { ...about, atMs: T0 + 14_000, state: 'gone' }];
      const judged = judgeWindow({
        window: window({ counters: counted({ 18_100: { [FILES_UID]: packets(1, 40) } }) }),
        flows: [...theProbes(), theControlFlow()],
        readBody: new Bodies().read,
        register: loadRegister(),
        phone,
        requiredWitnesses: [],
        sockets: { looksMs: [seenMs, 13_600, 14_000].map((offsetMs) => T0 + offsetMs), sightings },
      }).verdicts[0]!;

      assert.equal(judged.verdict, verdict, judged.reasons.join('\n'));
      assert.match(judged.reasons.join('\n'), reason);
    });
  }

  it('is shared by all actions before the barrier in which it was counted', () => {
    const actions = [aSham(), anAction(), anAction({ name: 'renames a file', atMs: T0 + 25_000, canaries: [] }), aControl()];
    const judged = judgeWindow({
      window: window({ actions, counters: counted({ 58_500: { [FILES_UID]: packets(2, 300) } }) }),
      flows: [...theProbes(), theControlFlow()],
      readBody: new Bodies().read,
      register: loadRegister(),
      phone,
      requiredWitnesses: ['wire', 'kernel'],
    });

    assert.deepEqual(judged.verdicts.map(({ verdict }) => verdict), ['noisy', 'noisy']);
    assert.match(judged.verdicts[0]?.reasons[0] ?? '', /^noisy, shared by 4 actions/);
    assert.deepEqual(judged.events.filter(({ isShared }) => isShared).map(({ signature, suspects }) => ({ signature, suspects })), [{ signature: 'past the recorder by uid 10088', suspects: actions.map(({ name }) => name) }]);
  });

  it('cannot be of an action that a barrier lies between', () => {
    const barriers = [{ startMs: T0 + 18_200, endMs: T0 + 19_000 }, { startMs: T0 + 46_500, endMs: T0 + 58_500 }];
    const actions = [aSham(), anAction(), anAction({ name: 'renames a file', segment: 1, atMs: T0 + 25_000, canaries: [] }), aControl()];
    const { verdicts } = judge({ phone, window: window({ actions, barriers, counters: counted({ 58_500: { [FILES_UID]: packets(2, 300) } }) }) });

    assert.deepEqual(verdicts.map(({ verdict }) => verdict), ['silent', 'noisy']);
  });

  for (const [what, counters, reason] of [
    ['the counters could not be read', { model: MODEL, readings: [{ startMs: T0 + 1_000, endMs: T0 + 1_100, failed: 'found no service: netstats' }, { startMs: T0 + 58_000, endMs: T0 + 58_100, failed: 'found no service: netstats' }] }, /kernel witness is required on this phone and was blind: found no service: netstats/],
    ['how the phone counts loopback is not known', { ...counted({}), model: { ...MODEL, loopback: 'unknown' } }, /how the phone counts loopback is not known/],
    ['the counters went backwards', { model: MODEL, readings: [...counted({ 1_000: { [FILES_UID]: packets(4, 100) } }).readings.slice(0, 2), ...counted({}).readings.slice(2)] }, /went backwards/],
  ] as const) {
    it(`is blind, never quiet, when ${what}`, () => {
      const { verdict } = judge({ phone, requiredWitnesses: ['wire', 'kernel'], window: window({ counters }) });

      assert.equal(verdict.verdict, 'inconclusive');
      assert.match(verdict.reasons[0] ?? '', reason);
    });
  }
});
