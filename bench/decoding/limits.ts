import { gunzipSync } from 'node:zlib';
import type { Corpus } from './corpora.ts';

/** What a corpus costs at the very least, stage by stage, ms of processor time. */
export interface StageTimes {
  readonly inflateMs: number;
  readonly base64Ms: number;
  readonly scanMs: number;
  /** One Buffer.indexOf of one value over the raw payloads. */
  readonly indexOfMs: number;
  readonly inflatedBytes: number;
  readonly base64Bytes: number;
  readonly scannedBytes: number;
}

/** Runs each stage alone, on exactly the members, runs and layers the corpus was made of. */
export function measureStages({ payloads }: Corpus, values: readonly string[]): StageTimes {
  let inflatedBytes = 0;
  let base64Bytes = 0;
  let scannedBytes = 0;
  const inflateMs = msOf(() => {
    for (const { members } of payloads) for (const member of members) inflatedBytes += gunzipSync(member).length;
  });
  const base64Ms = msOf(() => {
    for (const { base64 } of payloads) for (const text of base64) base64Bytes += Buffer.from(text, 'base64').length;
  });
  const scan = new BlockScan(values);
  const scanMs = msOf(() => {
    for (const { searched } of payloads) {
      for (const bytes of searched) {
        scan.count(bytes);
        scannedBytes += bytes.length;
      }
    }
  });
  const needle = Buffer.from(values[0] ?? 'zq7x');
  const indexOfMs = msOf(() => {
    for (const { bytes } of payloads) bytes.indexOf(needle);
  });
  return { inflateMs, base64Ms, scanMs, indexOfMs, inflatedBytes, base64Bytes, scannedBytes };
}

/** Processor time that something takes, of all threads of this process: what else the machine does counts less than by the clock. */
export function msOf(work: () => void): number {
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

const BLOCK = 4;
const TABLE_BITS = 21;

/**
 * The yardstick for searching: exact values only, each as it stands, by the blocks of four bytes at the end of a window
 * as long as the shortest value (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994).
 */
export class BlockScan {
  readonly #shift: Uint8Array;
  readonly #values = new Map<number, Buffer[]>();
  readonly #window: number;

  constructor(values: readonly string[]) {
    this.#window = Math.min(255, ...values.map(({ length }) => length));
    this.#shift = new Uint8Array(2 ** TABLE_BITS).fill(this.#window - BLOCK + 1);
    for (const value of values) {
      const bytes = Buffer.from(value, 'latin1');
      for (let end = BLOCK; end <= this.#window; end += 1) {
        const hash = hashAt(bytes, end);
        this.#shift[hash] = Math.min(this.#shift[hash] as number, this.#window - end);
        if (end === this.#window) this.#values.set(hash, [...(this.#values.get(hash) ?? []), bytes]);
      }
    }
  }

  /** How often any of the values stands in the bytes. */
  count(bytes: Buffer): number {
    let found = 0;
    for (let end = this.#window; end <= bytes.length; ) {
      const hash = hashAt(bytes, end);
      const shift = this.#shift[hash] as number;
      if (shift > 0) {
        end += shift;
        continue;
      }
      const start = end - this.#window;
      for (const value of this.#values.get(hash) ?? []) if (start + value.length <= bytes.length && value.compare(bytes, start, start + value.length) === 0) found += 1;
      end += 1;
    }
    return found;
  }
}

function hashAt(bytes: Buffer, end: number): number {
  const block = (bytes[end - 4] as number) | ((bytes[end - 3] as number) << 8) | ((bytes[end - 2] as number) << 16) | ((bytes[end - 1] as number) << 24);
  return Math.imul(block, 0x9e3779b1) >>> (32 - TABLE_BITS);
}
