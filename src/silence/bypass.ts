import type { CounterFailure, CounterModel, CounterReading, CounterRecord, TrafficByUid, UidTraffic } from '../flow/counters.ts';
import type { SocketWatch } from '../flow/socket.ts';
import type { WitnessState } from '../flow/verdict.ts';
import type { Span } from '../flow/window.ts';
import { bypassConnections } from '../attribute/socket-owner.ts';
import { ConnectionEnds } from './connection-ends.ts';
import { budgetFor, type BypassBudget, type SpentPackets } from './bypass-budget.ts';

/**
 * UIDs under which the system acts for anybody: netd (0, and 1051, 1052 for look-ups), system_server and the apps that
 * share its UID (1000), nobody (9999). Not the shell's (2000): no app's doing leaves under it, but all of adb's own does.
 */
export const SHARED_UIDS: readonly number[] = [0, 1000, 1051, 1052, 9999];

/** The UID the shell and adbd have; adbd is the other end of everything behind `adb reverse`, and of adb over a network. */
const SHELL_UID = 2000;
const ROOT_UID = 0;

/** The sidecar writes its byte series down at most so much later than the bytes crossed. */
const SERIES_LAG_MS = 100;

/** Raw TCP payload that crossed the sidecar; `WireBytes` of the ledger is one, with no owner. */
export interface ExplainedBytes {
  /** Whose it was; absent where nobody knows: it can explain anybody's bytes, once. */
  readonly uid?: number;
  sentBytesBetween(startMs: number, endMs: number): number;
  receivedBytesBetween(startMs: number, endMs: number): number;
  connectionsBetween(startMs: number, endMs: number): number;
}

/** Who is who on the phone. */
export interface BypassUids {
  /** The UID group of the package under test. */
  readonly group: readonly number[];
  /** Default `SHARED_UIDS`. One that is in the group too is the group's. */
  readonly shared?: readonly number[];
}

/** What a UID moved between two readings and no recorded flow explains. Host clock. */
export interface Bypass extends Span, UidTraffic {
  readonly uid: number;
  /** `anyone`: the UID acts for others too. */
  readonly whose: 'group' | 'anyone' | 'other';
  /** Id of the entry of the register that explains all of it. */
  readonly registered?: string;
  /** Remote addresses of connections known before whose end is all of it; see `ConnectionEnds`. */
  readonly ends?: readonly string[];
  /** Where the UID was seen to have connections past the recorder then: `tcp 1.2.3.4:443`. Not all are seen. */
  readonly sighted?: readonly string[];
}

/** A stretch of which the counters say nothing. */
export interface BlindStretch extends Span {
  readonly because: string;
}

/** What went past the recorder, and where nobody can tell. An empty list of bypass means nothing where it is blind. */
export interface BypassReport {
  readonly bypass: readonly Bypass[];
  readonly blind: readonly BlindStretch[];
}

/** What `findBypass` needs beside the counters. */
export interface BypassEvidence {
  readonly uids: BypassUids;
  readonly wire: readonly ExplainedBytes[];
  readonly budgets: readonly BypassBudget[];
  /** What was seen of the phone's socket tables; without it no end of a connection is told from a message. */
  readonly sockets?: SocketWatch;
}

/**
 * Bytes of each UID that the wire does not explain, for each stretch between two readings.
 *
 * Where the phone tells loopback apart, or never counts it, everything counted has passed the recorder by, down to a single
 * packet. Where it counts loopback in one sum, what the sidecar saw is taken off first, inflated by the measured overhead and
 * at its most generous at both edges; what is left must exceed the tolerance of the model, so little can hide in it. There the
 * shell's and root's UID are left out, because adbd's end of the tunnel is counted for one of them.
 */
export function findBypass(record: CounterRecord | undefined, evidence: BypassEvidence): BypassReport {
  const { stretches, blind } = stretchesOf(record);
  const { budgets, sockets, uids } = evidence;
  const spent: SpentPackets[] = [];
  const connectionEnds = new ConnectionEnds(sockets);
  const bypass = stretches.flatMap((stretch, index) =>
    unexplained(stretch, evidence.wire).map(({ uid, traffic }): Bypass => {
      const span = { startMs: stretch.from.startMs, endMs: stretch.to.endMs };
      const next = movedIn(stretches[index + 1], uid);
      const registered = budgetFor(budgets, { ...span, uid, ...traffic, ...(next === undefined ? {} : { next }) }, spent);
      const hadReceived = (movedIn(stretches[index - 1], uid)?.receivedPackets ?? 0) > 0;
      const ends = registered === undefined ? connectionEnds.explain({ ...span, uid, ...traffic, hadReceived }) : undefined;
      const sighted = bypassConnections(sockets?.sightings ?? [], span).filter((one) => one.uid === uid).map(({ protocol, remote }) => `${protocol} ${remote}`);
      return { ...span, uid, ...traffic, whose: whoseIs(uid, uids), ...(registered === undefined ? {} : { registered }), ...(ends === undefined ? {} : { ends }), ...(sighted.length === 0 ? {} : { sighted }) };
    }),
  );
  return { bypass, blind };
}

/**
 * What the kernel witness says of a span and a UID group: `seen` when a counter of the group moved, explained or not;
 * `quiet` when none did and the readings cover the whole span; `absent` when the kernel was not asked.
 */
export function kernelState(record: CounterRecord | undefined, group: readonly number[], span: Span): WitnessState {
  if (record === undefined || record.readings.length === 0) return 'absent';
  const { stretches, blind } = stretchesOf(record);
  const inSpan = stretches.filter((stretch) => stretch.from.endMs < span.endMs && stretch.to.startMs > span.startMs);
  const moved = inSpan.some(({ from, to }) =>
    group.some((uid) => hasMoved(difference(from.all, to.all, String(uid))) || hasMoved(difference(from.beyondLoopback, to.beyondLoopback, String(uid)))),
  );
  if (moved) return 'seen';
  const first = stretches[0];
  const last = stretches.at(-1);
  const covers = first !== undefined && last !== undefined && first.from.startMs <= span.startMs && last.to.endMs >= span.endMs;
  const isBlind = !covers || blind.some(({ startMs, endMs }) => startMs < span.endMs && endMs > span.startMs);
  return isBlind ? 'blind' : 'quiet';
}

interface Stretch {
  readonly from: CounterReading;
  readonly to: CounterReading;
  readonly model: CounterModel;
}

/** Pairs of good readings that can be compared; a failure between two good ones costs only the finer division. */
function stretchesOf(record: CounterRecord | undefined): { readonly stretches: readonly Stretch[]; readonly blind: readonly BlindStretch[] } {
  const readings = record?.readings ?? [];
  const [first] = readings;
  const last = readings.at(-1);
  if (first === undefined || last === undefined) return { stretches: [], blind: [] };
  const whole = { startMs: first.startMs, endMs: last.endMs };
  const model = record?.model;
  const doubt = modelDoubt(model, readings);
  if (model === undefined || doubt !== undefined) return { stretches: [], blind: [{ ...whole, because: doubt ?? '' }] };
  const good = readings.filter((reading): reading is CounterReading => !('failed' in reading));
  const blind: BlindStretch[] = [];
  const stretches: Stretch[] = [];
  good.forEach((to, index) => {
    const from = good[index - 1];
    if (from === undefined) return;
    const because = pairDoubt(from, to, model);
    if (because === undefined) stretches.push({ from, to, model });
    else blind.push({ startMs: from.startMs, endMs: to.endMs, because });
  });
  return { stretches, blind: [...edgesOf(readings, good), ...blind] };
}

function modelDoubt(model: CounterModel | undefined, readings: CounterRecord['readings']): string | undefined {
  const failure = readings.find((reading): reading is CounterFailure => 'failed' in reading);
  if (model === undefined) return failure?.failed ?? 'how the phone counts was not measured';
  if (model.loopback === 'unknown') return `how the phone counts loopback is not known: ${model.detail}`;
  return undefined;
}

/** What lies before the first good reading and after the last. */
function edgesOf(readings: CounterRecord['readings'], good: readonly CounterReading[]): readonly BlindStretch[] {
  const failures = readings.filter((reading): reading is CounterFailure => 'failed' in reading);
  const [first] = good;
  const last = good.at(-1);
  const start = readings[0]?.startMs ?? 0;
  const end = readings.at(-1)?.endMs ?? 0;
  const because = (of: CounterFailure | undefined): string => of?.failed ?? 'there is no second reading to compare with';
  if (first === undefined || last === undefined || good.length < 2) return [{ startMs: start, endMs: end, because: because(failures[0]) }];
  return [
    ...(readings[0] === first ? [] : [{ startMs: start, endMs: first.startMs, because: because(failures[0]) }]),
    ...(readings.at(-1) === last ? [] : [{ startMs: last.endMs, endMs: end, because: because(failures.at(-1)) }]),
  ];
}

function pairDoubt(from: CounterReading, to: CounterReading, model: CounterModel): string | undefined {
  const sources = [from.source, to.source, model.source];
  if (new Set(sources).size > 1) return `counters of different sources cannot be compared: ${sources.join(', ')}`;
  if (to.source === 'uid_stat') return '/proc/uid_stat counts TCP only: what went by UDP is not in it';
  for (const table of ['beyondLoopback', 'all'] as const) {
    const [before, after] = [from[table], to[table]];
    if ((before === undefined) !== (after === undefined)) return `the table "${table}" is in one of two readings only`;
    const backwards = Object.keys(before ?? {}).find((uid) => wentBackwards(difference(before, after, uid)));
    if (backwards !== undefined) return `the counters of uid ${backwards} went backwards: the phone was restarted, or its counters were`;
  }
  return tableOf(from, model) === undefined ? `the readings lack the table their model (${model.loopback}) speaks of` : undefined;
}

/** The table in which everything is bypass, or from which the wire is to be taken off. */
function tableOf(reading: CounterReading, model: CounterModel): TrafficByUid | undefined {
  return reading.beyondLoopback ?? (model.loopback === 'counted' || model.loopback === 'not counted' ? reading.all : undefined);
}

function unexplained(stretch: Stretch, wire: readonly ExplainedBytes[]): readonly { readonly uid: number; readonly traffic: UidTraffic }[] {
  const { from, to, model } = stretch;
  const [before, after] = [tableOf(from, model), tableOf(to, model)];
  const moved = Object.keys(after ?? {})
    .map((uid) => ({ uid: Number(uid), traffic: difference(before, after, uid) }))
    .filter(({ traffic }) => hasMoved(traffic));
  return to.beyondLoopback !== undefined || model.loopback !== 'counted' ? moved : takeOffTheWire(moved, stretch, wire);
}

interface Explained {
  sent: number;
  received: number;
}

function movedIn(stretch: Stretch | undefined, uid: number): UidTraffic | undefined {
  return stretch && difference(tableOf(stretch.from, stretch.model), tableOf(stretch.to, stretch.model), String(uid));
}

function takeOffTheWire(
  moved: readonly { readonly uid: number; readonly traffic: UidTraffic }[],
  stretch: Stretch,
  wire: readonly ExplainedBytes[],
): readonly { readonly uid: number; readonly traffic: UidTraffic }[] {
  const { tolerance } = stretch.model;
  const anybodys = sum(wire.filter(({ uid }) => uid === undefined).map((one) => counted(one, stretch)));
  return moved.flatMap(({ uid, traffic }) => {
    if (uid === SHELL_UID || uid === ROOT_UID) return [];
    const own = sum(wire.filter((one) => one.uid === uid).map((one) => counted(one, stretch)));
    const left = {
      ...traffic,
      sentBytes: over(traffic.sentBytes, own.sent, anybodys, 'sent'),
      receivedBytes: over(traffic.receivedBytes, own.received, anybodys, 'received'),
    };
    const explained = traffic.sentBytes + traffic.receivedBytes - left.sentBytes - left.receivedBytes;
    return left.sentBytes + left.receivedBytes > tolerance.bytes + tolerance.share * explained ? [{ uid, traffic: left }] : [];
  });
}

/** What is left of a count after the owner's own bytes and then anybody's, which are used up by it. */
function over(count: number, own: number, anybodys: Explained, direction: keyof Explained): number {
  const left = Math.max(0, count - own);
  const used = Math.min(left, anybodys[direction]);
  anybodys[direction] -= used;
  return left - used;
}

function sum(parts: readonly Explained[]): Explained {
  return parts.reduce((total, part) => ({ sent: total.sent + part.sent, received: total.received + part.received }), { sent: 0, received: 0 });
}

/** What the phone will have counted for bytes of the wire, edges included. */
function counted(wire: ExplainedBytes, { from, to, model }: Stretch): Explained {
  const [startMs, endMs] = [from.startMs, to.endMs + SERIES_LAG_MS];
  const { perByte, perConnectionBytes } = model.overhead ?? { perByte: 1, perConnectionBytes: 0 };
  const connections = wire.connectionsBetween(startMs, endMs) * perConnectionBytes;
  return {
    sent: Math.ceil(wire.sentBytesBetween(startMs, endMs) * perByte + connections),
    received: Math.ceil(wire.receivedBytesBetween(startMs, endMs) * perByte + connections),
  };
}

const NOTHING: UidTraffic = { receivedBytes: 0, receivedPackets: 0, sentBytes: 0, sentPackets: 0 };

function difference(before: TrafficByUid | undefined, after: TrafficByUid | undefined, uid: string): UidTraffic {
  const one = before?.[uid] ?? NOTHING;
  const other = after?.[uid] ?? NOTHING;
  return {
    receivedBytes: other.receivedBytes - one.receivedBytes,
    receivedPackets: other.receivedPackets - one.receivedPackets,
    sentBytes: other.sentBytes - one.sentBytes,
    sentPackets: other.sentPackets - one.sentPackets,
  };
}

const hasMoved = (traffic: UidTraffic): boolean => Object.values(traffic).some((count: number) => count > 0);
const wentBackwards = (traffic: UidTraffic): boolean => Object.values(traffic).some((count: number) => count < 0);

function whoseIs(uid: number, { group, shared = SHARED_UIDS }: BypassUids): Bypass['whose'] {
  if (group.includes(uid)) return 'group';
  return shared.includes(uid) ? 'anyone' : 'other';
}
