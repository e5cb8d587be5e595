import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CounterFailure, CounterModel, CounterReading, CounterRecord, TrafficByUid, UidTraffic } from '../../src/flow/counters.ts';
import { budgetsOf } from '../../src/silence/bypass-budget.ts';
import { findBypass, kernelState, type Bypass, type BypassEvidence, type BypassReport, type ExplainedBytes } from '../../src/silence/bypass.ts';
import { loadRegister, parseRegister } from '../../src/silence/register.ts';

const APP = 10_088;
const PUSH = 10_080;
const SYSTEM = 1000;
const DNS = 1051;
const NTP: UidTraffic = { sentBytes: 76, sentPackets: 1, receivedBytes: 76, receivedPackets: 1 };
const PING: UidTraffic = { sentBytes: 112, sentPackets: 2, receivedBytes: 60, receivedPackets: 1 };
const DNS_QUERY: UidTraffic = { sentBytes: 80, sentPackets: 1, receivedBytes: 0, receivedPackets: 0 };
const EXACT: CounterModel = { source: 'xt_qtaguid', loopback: 'told apart', tolerance: { bytes: 0, share: 0 }, detail: 'measured' };
const COUNTED: CounterModel = {
  source: 'ebpf map', loopback: 'counted', overhead: { perByte: 1, perConnectionBytes: 400 }, tolerance: { bytes: 512, share: 0.15 }, detail: 'measured',
};
/** A look-up counted for netd's UID may be for either. */
const BOTH = 'system.network-time, push.keep-alive';
const BUDGETS = budgetsOf(loadRegister(), { android: SYSTEM, 'com.xiaomi.xmsf': PUSH }, { onDay: '2026-11-21' });

/** A reading that takes 10 ms, at so many seconds. */
function reading(atS: number, tables: Pick<CounterReading, 'all' | 'beyondLoopback'>, source: CounterReading['source'] = 'xt_qtaguid'): CounterReading {
  return { startMs: atS * 1000, endMs: atS * 1000 + 10, source, ...tables };
}

const failure = (atS: number): CounterFailure => ({ startMs: atS * 1000, endMs: atS * 1000 + 10, failed: 'asked the phone, found nobody, expected counters' });
const beyond = (...tables: readonly TrafficByUid[]): CounterRecord => ({ model: EXACT, readings: tables.map((beyondLoopback, index) => reading(index * 10, { beyondLoopback })) });
const counted = (...tables: readonly TrafficByUid[]): CounterRecord => ({ model: COUNTED, readings: tables.map((all, index) => reading(index * 10, { all }, 'ebpf map')) });
const sent = (sentBytes: number): UidTraffic => ({ sentBytes, sentPackets: 1 + Math.floor(sentBytes / 1500), receivedBytes: 0, receivedPackets: 0 });
const times = (traffic: UidTraffic, count: number): UidTraffic => ({
  sentBytes: traffic.sentBytes * count, sentPackets: traffic.sentPackets * count, receivedBytes: traffic.receivedBytes * count, receivedPackets: traffic.receivedPackets * count,
});

/** A recorder that saw so much at one moment. */
const wire = (atMs: number, bytes: number, uid?: number): ExplainedBytes => {
  const at = (value: number) => (startMs: number, endMs: number): number => (atMs > startMs && atMs <= endMs ? value : 0);
  return { ...(uid === undefined ? {} : { uid }), sentBytesBetween: at(bytes), receivedBytesBetween: at(0), connectionsBetween: at(1) };
};

const judge = (record: CounterRecord | undefined, more: Partial<BypassEvidence> = {}): BypassReport =>
  findBypass(record, { uids: { group: [APP] }, wire: [], budgets: [], ...more });
const brief = ({ bypass }: BypassReport): readonly (readonly [number, Bypass['whose'], string | undefined])[] => bypass.map(({ uid, whose, registered }) => [uid, whose, registered]);

describe('what went past the recorder', () => {
  it('a single look-up of the app is seen where loopback is told apart', () => {
    const report = judge(beyond({}, { [APP]: DNS_QUERY }, { [APP]: DNS_QUERY }));

    assert.deepEqual(report, { bypass: [{ startMs: 0, endMs: 10_010, uid: APP, ...DNS_QUERY, whose: 'group' }], blind: [] });
  });

  it('whose it is: the group’s, anyone’s, or another app’s; the shell’s is nobody’s doing', () => {
    const report = judge(beyond({}, { [APP]: DNS_QUERY, [SYSTEM]: NTP, [DNS]: DNS_QUERY, 0: DNS_QUERY, 2000: sent(99), 10_200: sent(1) }));

    assert.deepEqual(brief(report).map(([uid, whose]) => [uid, whose]).toSorted(([one], [other]) => Number(one) - Number(other)), [
      [0, 'anyone'], [SYSTEM, 'anyone'], [DNS, 'anyone'], [2000, 'other'], [APP, 'group'], [10_200, 'other'],
    ]);
    assert.deepEqual(brief(judge(beyond({}, { [SYSTEM]: NTP }), { uids: { group: [APP, SYSTEM] } })), [[SYSTEM, 'group', undefined]]);
  });

  for (const [what, loopback, expected] of [['counts loopback', 'counted', []], ['does not', 'not counted', [APP]]] as const) {
    it(`a sum over all interfaces that ${what} is ${expected.length === 0 ? 'explained by the wire' : 'bypass, whatever the wire saw'}`, () => {
      const record = { ...counted({}, { [APP]: sent(5_300) }), model: { ...COUNTED, loopback } };

      assert.deepEqual(judge(record, { wire: [wire(5_000, 5_000)] }).bypass.map(({ uid }) => uid), expected);
    });
  }

  it('what the wire saw of one app does not explain another’s', () => {
    const report = judge(counted({}, { [APP]: sent(9_000) }), { wire: [wire(5_000, 9_000, 10_200)] });

    assert.deepEqual(report.bypass.map(({ uid, sentBytes }) => [uid, sentBytes]), [[APP, 9_000]]);
  });

  it('bytes nobody owns explain anybody’s, but once', () => {
    const moved = { [APP]: sent(9_000), [PUSH]: sent(9_000) };

    assert.equal(judge(counted({}, moved), { wire: [wire(5_000, 9_000)] }).bypass.length, 1);
    assert.equal(judge(counted({}, moved), { wire: [wire(5_000, 18_000)] }).bypass.length, 0);
  });

  it('a leak beside proxied traffic is seen once it exceeds what the measurement may be off', () => {
    const withLeak = (bytes: number): BypassReport => judge(counted({}, { [APP]: sent(2_000 + bytes) }), { wire: [wire(5_000, 2_000)] });

    assert.equal(withLeak(400).bypass.length, 0);
    assert.equal(withLeak(2_000).bypass.length, 1);
  });

  it('adbd’s end of the tunnel is not held against anybody', () => {
    assert.deepEqual(judge(counted({}, { 2000: sent(50_000), 0: sent(50_000) })), { bypass: [], blind: [] });
  });

  for (const [what, record, because] of [
    ['a reading that failed at an end', { ...beyond({}, {}), readings: [...beyond({}, {}).readings, failure(20)] }, /found nobody/],
    ['one reading only', beyond({}), /no second reading/],
    ['counters that went backwards', beyond({ [APP]: sent(500) }, { [APP]: sent(400) }), /uid 10088 went backwards/],
    ['a UID that is gone', beyond({ [APP]: sent(500) }, {}), /uid 10088 went backwards/],
    ['an unknown convention', { ...counted({}, {}), model: { ...COUNTED, loopback: 'unknown' } as const }, /not known: measured/],
    ['no model', { readings: [failure(0), failure(1)] }, /found nobody/],
    ['another source than the one measured', { ...counted({}, {}), model: EXACT }, /different sources/],
    ['a source of TCP only', { model: { ...COUNTED, source: 'uid_stat' } as const, readings: [0, 1].map((atS) => reading(atS, { all: {} }, 'uid_stat')) }, /TCP only/],
  ] as readonly (readonly [string, CounterRecord, RegExp])[]) {
    it(`${what}: blind, with the reason, and no state of quiet`, () => {
      const report = judge(record);

      assert.deepEqual(report.bypass, []);
      assert.match(report.blind.map((stretch) => stretch.because).join(), because);
      assert.equal(kernelState(record, [APP], { startMs: 5, endMs: 25_000 }), 'blind');
    });
  }

  it('a reading that failed between two good ones hides nothing', () => {
    const record = { model: EXACT, readings: [reading(0, { beyondLoopback: {} }), failure(10), reading(20, { beyondLoopback: { [APP]: DNS_QUERY } })] };

    assert.deepEqual(brief(judge(record)), [[APP, 'group', undefined]]);
  });

  it('however many readings there are, no byte is lost between them', () => {
    const step = fc.nat({ max: 3000 });
    fc.assert(fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      let total = 0;
      const tables = [{}, ...steps.map((bytes) => ({ [APP]: { ...sent(0), sentPackets: 0, sentBytes: (total += bytes) } }))];

      const { bypass, blind } = judge(beyond(...tables));

      assert.equal(bypass.reduce((sum, { sentBytes }) => sum + sentBytes, 0), total);
      assert.deepEqual(blind, []);
    }), { numRuns: 60 });
  });
});

describe('the kernel witness', () => {
  const record = beyond({}, {}, { [APP]: DNS_QUERY }, { [APP]: DNS_QUERY });

  for (const [state, span, group] of [
    ['quiet', { startMs: 10, endMs: 10_000 }, [APP]],
    ['seen', { startMs: 10_010, endMs: 20_000 }, [APP]],
    ['quiet', { startMs: 20_010, endMs: 30_000 }, [APP]],
    ['quiet', { startMs: 10_010, endMs: 20_000 }, [PUSH]],
    ['seen', { startMs: 0, endMs: 30_010 }, [PUSH, APP]],
    ['blind', { startMs: 20_010, endMs: 31_000 }, [APP]],
  ] as const) {
    it(`says ${state} of ${span.startMs} to ${span.endMs} and ${group.join(' and ')}`, () => assert.equal(kernelState(record, group, span), state));
  }

  it('is absent where the kernel was not asked', () => {
    assert.equal(kernelState(undefined, [APP], { startMs: 0, endMs: 1 }), 'absent');
  });

  it('sees explained traffic too', () => {
    assert.equal(kernelState(counted({}, { [APP]: sent(99) }), [APP], { startMs: 10, endMs: 10_000 }), 'seen');
  });
});

describe('the register of traffic past the proxy', () => {
  const registered = (traffic: UidTraffic, uid: number): string | undefined =>
    judge(beyond({}, { [uid]: traffic }), { budgets: BUDGETS, uids: { group: [APP, PUSH] } }).bypass[0]?.registered;

  // As an idle ginkgo-silent moved them over four minutes.
  for (const [what, traffic, uid, entry] of [
    ['a question for the time', NTP, SYSTEM, 'system.network-time'],
    ['that, and the look-up of its server', { sentBytes: 134, sentPackets: 2, receivedBytes: 150, receivedPackets: 2 }, SYSTEM, 'system.network-time'],
    ['a keep-alive', PING, PUSH, 'push.keep-alive'],
    ['its last acknowledgement alone', { sentBytes: 52, sentPackets: 1, receivedBytes: 0, receivedPackets: 0 }, PUSH, 'push.keep-alive'],
    ['the reset of its connection, once Wi-Fi is gone', { sentBytes: 40, sentPackets: 1, receivedBytes: 0, receivedPackets: 0 }, PUSH, 'push.keep-alive'],
    ['a new connection: look-up, handshake, frame, acknowledgements', { sentBytes: 296, sentPackets: 5, receivedBytes: 234, receivedPackets: 3 }, PUSH, 'push.keep-alive'],
    ['the end of one and a new one', { sentBytes: 336, sentPackets: 6, receivedBytes: 234, receivedPackets: 3 }, PUSH, 'push.keep-alive'],
    ['three pings, each over a network of its own', { sentBytes: 1008, sentPackets: 18, receivedBytes: 702, receivedPackets: 9 }, PUSH, 'push.keep-alive'],
    ['its look-up, counted for netd', { sentBytes: 72, sentPackets: 1, receivedBytes: 114, receivedPackets: 1 }, DNS, BOTH],
    ['both look-ups in one stretch, counted for netd', { sentBytes: 130, sentPackets: 2, receivedBytes: 200, receivedPackets: 2 }, DNS, BOTH],
    ['a look-up that got no answer', { sentBytes: 58, sentPackets: 1, receivedBytes: 0, receivedPackets: 0 }, DNS, BOTH],
    ['a look-up of another name, counted for netd', { sentBytes: 73, sentPackets: 1, receivedBytes: 115, receivedPackets: 1 }, DNS, undefined],
    ['look-ups by the dozen', { sentBytes: 72 * 12, sentPackets: 12, receivedBytes: 114 * 12, receivedPackets: 12 }, DNS, undefined],
    ['a reset by an app', { sentBytes: 40, sentPackets: 1, receivedBytes: 0, receivedPackets: 0 }, APP, undefined],
    ['a question for the time by an app', NTP, APP, undefined],
    ['a datagram as long as a question for the time, and no answer', { ...NTP, receivedBytes: 0, receivedPackets: 0 }, SYSTEM, undefined],
    ['a datagram as long as a look-up of the push server, and no answer', { sentBytes: 72, sentPackets: 1, receivedBytes: 0, receivedPackets: 0 }, PUSH, undefined],
    ['a datagram one byte longer', { ...NTP, sentBytes: 77 }, SYSTEM, undefined],
    ['a look-up of a longer name', { ...NTP, sentBytes: 76 + 95, sentPackets: 2 }, SYSTEM, undefined],
    ['a keep-alive with a word in it', { ...PING, sentBytes: 128 }, PUSH, undefined],
    ['a datagram beside a keep-alive', { ...PING, sentBytes: 400, sentPackets: 3 }, PUSH, undefined],
    ['questions for the time by the dozen', times(NTP, 12), SYSTEM, undefined],
  ] as const) {
    it(`${entry === undefined ? 'does not know' : 'knows'} ${what}`, () => assert.equal(registered(traffic, uid), entry));
  }

  for (const [what, first, second, known] of [
    ['is answered in the next stretch', { sentPackets: 1, sentBytes: 76 }, { receivedPackets: 1, receivedBytes: 76 }, true],
    ['is never answered', { sentPackets: 1, sentBytes: 76 }, {}, false],
    ['is followed by a whole exchange of its own', { sentPackets: 1, sentBytes: 76 }, NTP, false],
    ['comes with another one and one answer', { sentPackets: 2, sentBytes: 152 }, { receivedPackets: 1, receivedBytes: 76 }, false],
  ] as const) {
    it(`${known ? 'knows' : 'does not know'} a question for the time that ${what}`, () => {
      const [asked, answered] = [{ ...times(NTP, 0), ...first }, { ...times(NTP, 0), ...second }];
      const sum = { sentBytes: asked.sentBytes + answered.sentBytes, sentPackets: asked.sentPackets + answered.sentPackets, receivedBytes: answered.receivedBytes, receivedPackets: answered.receivedPackets };

      const report = judge(beyond({}, { [SYSTEM]: asked }, { [SYSTEM]: sum }), { budgets: BUDGETS });

      assert.equal(report.bypass[0]?.registered !== undefined, known);
    });
  }

  it('a budget is for a minute, however finely it is divided', () => {
    const tables = Array.from({ length: 7 }, (_, index) => ({ [SYSTEM]: times(NTP, index) }));
    const record = { model: EXACT, readings: tables.map((beyondLoopback, index) => reading(index * 2, { beyondLoopback })) };

    const report = judge(record, { budgets: BUDGETS });

    assert.deepEqual(report.bypass.map(({ registered: entry }) => entry !== undefined), [true, true, true, true, false, false]);
  });

  it('grants nothing to packages a phone has not', () => {
    assert.deepEqual(budgetsOf(loadRegister(), {}, { onDay: '2026-11-21' }), []);
    assert.deepEqual(budgetsOf(loadRegister(), { android: SYSTEM }, { onDay: '2026-11-21' }).map(({ uid }) => uid), [SYSTEM, DNS]);
  });

  it('keeps what overdue entries granted apart and last, so that it can be told by their ids', () => {
    const mixed = parseRegister(JSON.stringify(loadRegister().map((entry) => (entry.id === 'system.network-time' ? { ...entry, expires: '2026-11-22' } : entry))), 'test.json');
    const uids = { android: SYSTEM, 'com.xiaomi.xmsf': PUSH };
    const entriesOn = (onDay: string): readonly string[] => budgetsOf(mixed, uids, { onDay }).map(({ entry }) => entry);

    assert.deepEqual(entriesOn('2026-11-21'), ['system.network-time', 'push.keep-alive', 'system.network-time, push.keep-alive']);
    assert.deepEqual(entriesOn('2026-11-22'), ['push.keep-alive', 'push.keep-alive', 'system.network-time', 'system.network-time']);
  });

  for (const [what, change, message] of [
    ['is as wide as anything', { sentPacketBytes: [[28, 1500]] }, /sentPacketBytes\.0": found \[28,1500\], expected sizes within 128 bytes/],
    ['is upside down', { sentPacketBytes: [[76, 58]] }, /smallest and the largest/],
    ['has no rate', { packetsPerMinute: undefined }, /packetsPerMinute": found nothing, expected number/],
    ['names a host the kernel cannot tell', { host: 'pool.ntp.org' }, /destination/],
  ] as const) {
    it(`refuses an entry that ${what}`, () => {
      const entry = loadRegister().find(({ id }) => id === 'system.network-time');

      assert.throws(() => parseRegister(JSON.stringify([{ ...entry, destination: { ...entry?.destination, ...change } }]), 'test.json'), message);
    });
  }
});
