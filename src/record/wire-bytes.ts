import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { EarshotError } from '../flow/errors.ts';

/** File inside a ledger folder: what had crossed the phone's connections to the sidecar by when, one reading a line. */
export const WIRE_BYTES_FILE = 'wire-bytes.ndjson';

/** A sidecar that runs writes a reading at least this often, changed or not: a longer gap is a sidecar that stood still. */
export const HEARTBEAT_MS = 1_000;

/** A gap between two readings longer than this is no scheduling delay. */
const LONGEST_GAP_MS = 10_000;

/** How far the last reading may lie before the end of a covered stretch: a heartbeat, and what a busy machine adds. */
const TAIL_MS = 2 * HEARTBEAT_MS;

const readingSchema = z.object({
  /** Host clock, ms since the epoch. */
  atMs: z.number(),
  recorder: z.string(),
  /** TCP payload the phone had sent since this recorder began, TLS records and proxy handshakes included. */
  sentBytes: z.number(),
  /** TCP payload written towards the phone since this recorder began. */
  receivedBytes: z.number(),
  /** Connections the phone had opened since this recorder began. */
  connections: z.number(),
  /** On the last reading of a recorder that was ended, not killed. */
  ended: z.literal(true).exactOptional(),
});

/** What one recorder process had counted at one moment. */
export type WireReading = z.infer<typeof readingSchema>;

type Counted = 'sentBytes' | 'receivedBytes' | 'connections';

/**
 * Bytes and connections between the phone and the sidecar over time, as raw TCP payload. A reading is written at most
 * every 50 ms, so what crossed just before a moment may be credited up to that much later; and always before the
 * answer of a liveness probe goes back, so a stretch that ends after an answered probe lacks nothing.
 */
export class WireBytes {
  readonly readings: readonly WireReading[];

  constructor(readings: readonly WireReading[]) {
    this.readings = readings;
  }

  /**
   * Whether the series speaks of a whole stretch: it begins before, goes on to the end, has no gap a running sidecar
   * would not leave, and no recorder in it was killed (its last 50 ms are lost).
   */
  covers(startMs: number, endMs: number): boolean {
    const before = this.readings.findLastIndex(({ atMs }) => atMs <= startMs);
    if (before < 0 || endMs < startMs) return false;
    const within = this.readings.slice(before).filter(({ atMs }, index) => index === 0 || atMs <= endMs + LONGEST_GAP_MS);
    const last = within.at(-1);
    if (last === undefined || last.atMs < endMs - TAIL_MS) return false;
    return within.every((reading, index) => index === 0 || follows(within[index - 1] ?? reading, reading));
  }

  /** TCP payload the phone sent to the sidecar after `startMs` and up to `endMs`. */
  sentBytesBetween(startMs: number, endMs: number): number {
    return this.#between('sentBytes', startMs, endMs);
  }

  /** TCP payload the sidecar sent to the phone after `startMs` and up to `endMs`. */
  receivedBytesBetween(startMs: number, endMs: number): number {
    return this.#between('receivedBytes', startMs, endMs);
  }

  /** Connections the phone opened to the sidecar after `startMs` and up to `endMs`. */
  connectionsBetween(startMs: number, endMs: number): number {
    return this.#between('connections', startMs, endMs);
  }

  #between(counted: Counted, startMs: number, endMs: number): number {
    return this.#until(counted, endMs) - this.#until(counted, startMs);
  }

  /** Each recorder counts from zero, so the total is the sum of where each of them had come to. */
  #until(counted: Counted, atMs: number): number {
    const latest = new Map<string, number>();
    for (const reading of this.readings) {
      if (reading.atMs > atMs) break;
      latest.set(reading.recorder, reading[counted]);
    }
    return [...latest.values()].reduce((sum, value) => sum + value, 0);
  }
}

/** The series in a ledger folder; empty, and covering nothing, where no sidecar has written one. */
export function readWireBytes(ledgerDir: string): WireBytes {
  const path = join(ledgerDir, WIRE_BYTES_FILE);
  try {
    return parseWireBytes(readFileSync(path, 'utf8'));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return new WireBytes([]);
    throw new EarshotError('BAD_INPUT', `Reading the wire's byte series ${path} failed.`, { cause });
  }
}

/** The series in the text of its file. A line that is no reading is left out: `kill -9` tears the one being written. */
export function parseWireBytes(text: string): WireBytes {
  const readings = text.split('\n').flatMap((line) => {
    const reading = readingSchema.safeParse(parseJson(line));
    return reading.success ? [reading.data] : [];
  });
  return new WireBytes(readings.sort((one, other) => one.atMs - other.atMs));
}

/** Whether one reading can follow another without anything lost between them. */
function follows(one: WireReading, other: WireReading): boolean {
  if (one.recorder !== other.recorder) return one.ended === true;
  return other.atMs - one.atMs <= LONGEST_GAP_MS;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
