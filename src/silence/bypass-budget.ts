import type { UidTraffic } from '../flow/counters.ts';
import type { Span } from '../flow/window.ts';
import { overdueOn } from './register-review.ts';
import type { ExpectedTraffic, Register } from './register.ts';

/** Smallest and largest size of a packet, IP header included. */
export type PacketBytes = readonly [min: number, max: number];

/** Traffic past the proxy that is known by its UID and the sizes of its packets only. */
export interface BypassBudget {
  readonly uid: number;
  /** Id of the register's entry; of look-ups the ids of all entries that look a name up. */
  readonly entry: string;
  readonly sentPacketBytes: readonly PacketBytes[];
  readonly receivedPacketBytes: readonly PacketBytes[];
  /** Packets of either direction within any minute. */
  readonly packetsPerMinute: number;
  readonly because: string;
}

/** Packets a budget has already paid for. */
export interface SpentPackets extends Span {
  readonly entry: string;
  readonly sentPackets: number;
  readonly receivedPackets: number;
}

/** What a UID moved in a stretch. */
export interface UidInStretch extends Span, UidTraffic {
  readonly uid: number;
  /** What it moved in the stretch right behind: an answer may be counted there. */
  readonly next?: UidTraffic;
}

const MINUTE_MS = 60_000;

/** A SYN is as large, and a look-up of a name of 13 characters and fewer is smaller. */
const LARGEST_UNANSWERED_BYTES = 60;

/** AID_DNS of android_filesystem_config.h: some phones count look-ups for netd's own UID, whoever asked. */
const DNS_UID = 1051;
/** IPv4, UDP and DNS headers (RFC 1035, 4.1.1). */
const LOOK_UP_HEADER_BYTES = 20 + 8 + 12;
/** A name costs its length and two bytes more (RFC 1035, 3.1), then type and class. */
const QUESTION_EXTRA_BYTES = 2 + 4;
/** An address with its name compressed (RFC 1035, 4.1.4); answers hold one to four. */
const ANSWER_BYTES = 16;
const MOST_ANSWERS = 4;
/** A name is asked for again once its network is gone, by a sender that connects every 20 s at most; and once more where no answer came. */
const LOOK_UPS_PER_MINUTE = 4;

/**
 * The budget that explains all traffic of a UID in a stretch, which is then noted in `spent`; undefined when none does.
 *
 * Counters tell packets and bytes, so a budget holds when so many packets of its sizes can add up to those bytes, and no
 * minute has more of them than it allows. What has the same number of packets of the same sizes can hide in it: behind an
 * NTP query 48 bytes of payload, behind a keep-alive what fits into its small packets, behind a look-up one of a name as
 * long.
 */
export function budgetFor(budgets: readonly BypassBudget[], traffic: UidInStretch, spent: SpentPackets[]): string | undefined {
  const budget = budgets.find((candidate) =>
    candidate.uid === traffic.uid
    && isWithinRate(candidate, traffic, spent)
    && isAnswered(traffic)
    && addsUp(traffic.sentPackets, traffic.sentBytes, candidate.sentPacketBytes)
    && addsUp(traffic.receivedPackets, traffic.receivedBytes, candidate.receivedPacketBytes),
  );
  if (budget === undefined) return undefined;
  const { startMs, endMs, sentPackets, receivedPackets } = traffic;
  spent.push({ startMs, endMs, entry: budget.entry, sentPackets, receivedPackets });
  return budget.entry;
}

/**
 * The budgets a register grants the UIDs of a phone; entries of packages it does not have grant nothing. Those of entries that are
 * overdue come last: what they explain is told apart by their ids.
 */
export function budgetsOf(
  register: Register,
  uidOf: Readonly<Record<string, number>>,
  when: { readonly onDay: string },
): readonly BypassBudget[] {
  const isGood = (entry: ExpectedTraffic): boolean => overdueOn(entry, when.onDay) === undefined;
  return [...grantedBy(register.filter(isGood), uidOf), ...grantedBy(register.filter((entry) => !isGood(entry)), uidOf)];
}

function grantedBy(register: Register, uidOf: Readonly<Record<string, number>>): readonly BypassBudget[] {
  const granted = register.flatMap((entry) => {
    const { destination } = entry;
    if (destination.kind !== 'past-proxy') return [];
    const uids = [...new Set(entry.sender.flatMap((name) => uidOf[name] ?? []))];
    return uids.length === 0 ? [] : [{ entry, destination, uids }];
  });
  const own = granted.flatMap(({ entry, destination, uids }) => {
    const sentPacketBytes = [...destination.sentPacketBytes, ...destination.lookUps.map(questionBytes)];
    const receivedPacketBytes = [...destination.receivedPacketBytes, ...destination.lookUps.map(answerBytes)];
    return uids.map((uid) => ({ uid, entry: entry.id, sentPacketBytes, receivedPacketBytes, packetsPerMinute: destination.packetsPerMinute, because: entry.reason }));
  });
  const asking = granted.filter(({ destination }) => destination.lookUps.length > 0);
  const names = asking.flatMap(({ destination }) => destination.lookUps);
  // Look-ups of all of them may fall into one stretch, and netd's UID does not tell them apart.
  const lookUps: BypassBudget = {
    uid: DNS_UID,
    entry: asking.map(({ entry }) => entry.id).join(', '),
    sentPacketBytes: names.map(questionBytes),
    receivedPacketBytes: names.map(answerBytes),
    packetsPerMinute: asking.length * LOOK_UPS_PER_MINUTE,
    because: `They look up ${names.join(', ')}.`,
  };
  return names.length === 0 ? own : [...own, lookUps];
}

function questionBytes(name: string): PacketBytes {
  const bytes = LOOK_UP_HEADER_BYTES + name.length + QUESTION_EXTRA_BYTES;
  return [bytes, bytes];
}

function answerBytes(name: string): PacketBytes {
  const [asked] = questionBytes(name);
  return [asked + ANSWER_BYTES, asked + MOST_ANSWERS * ANSWER_BYTES];
}

/**
 * Whether what a stretch says is answered, in it or, where counters were read between a question and its answer, in the
 * next, which then asks nothing itself. Acknowledgements, resets and the questions of a look-up go without; a larger
 * packet that nothing answers asks nobody for the time and keeps no connection alive.
 */
function isAnswered({ sentPackets, sentBytes, receivedPackets, next }: UidInStretch): boolean {
  if (receivedPackets > 0 || isSmall(sentPackets, sentBytes)) return true;
  if (next === undefined || sentPackets > next.receivedPackets) return false;
  return isSmall(next.sentPackets, next.sentBytes) && !isSmall(next.receivedPackets, next.receivedBytes);
}

function isSmall(packets: number, bytes: number): boolean {
  return bytes <= packets * LARGEST_UNANSWERED_BYTES;
}

/** Whether so many packets of these sizes can make up so many bytes. */
function addsUp(packets: number, bytes: number, sizes: readonly PacketBytes[]): boolean {
  return addsUpWithin(packets, { least: bytes, most: bytes }, sizes);
}

/** As `addsUp`, for any number of bytes within bounds: packets of the sizes tried before took an unknown part. */
function addsUpWithin(packets: number, bytes: { readonly least: number; readonly most: number }, sizes: readonly PacketBytes[]): boolean {
  const [first, ...rest] = sizes;
  if (packets === 0) return bytes.least <= 0 && bytes.most >= 0;
  if (first === undefined) return false;
  const [min, max] = first;
  if (rest.length === 0) return bytes.most >= packets * min && bytes.least <= packets * max;
  for (let count = 0; count <= packets; count += 1) {
    if (addsUpWithin(packets - count, { least: bytes.least - count * max, most: bytes.most - count * min }, rest)) return true;
  }
  return false;
}

/** A stretch longer than a minute may hold as many minutes' worth as it has minutes, begun ones included. */
function isWithinRate({ entry, packetsPerMinute }: BypassBudget, traffic: Span & UidTraffic, spent: readonly SpentPackets[]): boolean {
  const recent = spent.filter((one) => one.entry === entry && one.endMs > traffic.startMs - MINUTE_MS);
  const allowed = packetsPerMinute * Math.max(1, Math.ceil((traffic.endMs - Math.min(traffic.startMs, ...recent.map(({ startMs }) => startMs))) / MINUTE_MS));
  const total = (field: 'sentPackets' | 'receivedPackets'): number => recent.reduce((sum, one) => sum + one[field], traffic[field]);
  return total('sentPackets') <= allowed && total('receivedPackets') <= allowed;
}
