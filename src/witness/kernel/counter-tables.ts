import type { TrafficByUid, UidTraffic } from '../../flow/counters.ts';

/** What one text of the phone says of its counters; at least one of the two is there. Meanings as in `CounterReading`. */
export interface CounterTables {
  readonly beyondLoopback?: TrafficByUid;
  readonly all?: TrafficByUid;
}

/** Text that is torn, foreign or empty; it says nothing, and above all not zero. */
export interface Unreadable {
  /** What was looked for, what was found. */
  readonly failed: string;
}

/** Whether a text could not be read. */
export function isUnreadable(parsed: object): parsed is Unreadable {
  return 'failed' in parsed;
}

/** One UID's traffic, as a row of four numbers. */
export interface TrafficRow extends UidTraffic {
  readonly uid: string;
}

/** Sums rows of one UID. */
export function sumByUid(rows: Iterable<TrafficRow>): TrafficByUid {
  const sums = new Map<string, UidTraffic>();
  for (const { uid, receivedBytes, receivedPackets, sentBytes, sentPackets } of rows) {
    const sum = sums.get(uid);
    sums.set(uid, {
      receivedBytes: (sum?.receivedBytes ?? 0) + receivedBytes,
      receivedPackets: (sum?.receivedPackets ?? 0) + receivedPackets,
      sentBytes: (sum?.sentBytes ?? 0) + sentBytes,
      sentPackets: (sum?.sentPackets ?? 0) + sentPackets,
    });
  }
  return Object.fromEntries(sums);
}

/** A decimal counter or UID; undefined for anything else, also for what no double can hold exactly. */
export function asCount(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,16}$/.test(text)) return undefined;
  const count = Number(text);
  return Number.isSafeInteger(count) ? count : undefined;
}

/** `rxBytes rxPackets txBytes txPackets` of a UID; undefined when one of them is no counter. */
export function asRow(uid: string | undefined, counters: readonly (string | undefined)[]): TrafficRow | undefined {
  const id = asCount(uid);
  const [receivedBytes, receivedPackets, sentBytes, sentPackets] = counters.map(asCount);
  if (id === undefined || receivedBytes === undefined || receivedPackets === undefined) return undefined;
  if (sentBytes === undefined || sentPackets === undefined) return undefined;
  return { uid: String(id), receivedBytes, receivedPackets, sentBytes, sentPackets };
}

/** A line for an error message: short, and without what may name a network or a person. */
export function quoted(line: string | undefined): string {
  if (line === undefined) return 'the end of the text';
  const plain = line.trim().replace(/"[^"]*"/g, '"…"').slice(0, 80);
  return `"${plain}"`;
}
