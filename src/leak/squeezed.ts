import type { Span } from '../decode/spans.ts';

const CHUNK_BYTES = 64 * 1024;
const BLOCK_BYTES = 256;
const KEPT = keptBytes();

function keptBytes(): Uint8Array {
  const table = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte += 1) table[byte] = /[0-9a-z]/i.test(String.fromCharCode(byte)) && byte < 128 ? 1 : 0;
  return table;
}

/** For each pair of bytes, in the order of the memory, those that are kept, the first in the lowest bits, and above 16 bits how many. */
const KEPT_OF_PAIR = keptOfPairs();

function keptOfPairs(): Uint32Array {
  const pair = new Uint16Array(1);
  const [one, other] = [new Uint8Array(pair.buffer, 0, 1), new Uint8Array(pair.buffer, 1, 1)];
  return Uint32Array.from({ length: 0x10000 }, (_, value) => {
    pair[0] = value;
    const kept = [...one, ...other].filter((byte) => KEPT[byte] === 1);
    return (kept.length << 16) | ((kept[1] ?? 0) << 8) | (kept[0] ?? 0);
  });
}

/**
 * Some bytes without all that is neither a letter nor a digit, in chunks that begin with the last `overlap` bytes of the one
 * before; chunks from which nothing was taken are left out. One is kept for many searches: making its buffers anew for each
 * layer took four times as long as filling them.
 */
export class Squeezed {
  readonly #out: Uint8Array;
  readonly #outView: DataView;
  readonly #overlap: number;
  /** Where in the source the bytes stood that are carried over from the chunk before. */
  readonly #origins: Uint32Array;
  /** How many bytes were kept before each block of this chunk. */
  readonly #counts = new Uint32Array(CHUNK_BYTES / BLOCK_BYTES);
  #source = sourceOf(new Uint8Array(0));
  #from = 0;
  #next = 0;
  #carried = 0;
  #kept = 0;
  #isGapped = false;

  constructor(overlap: number) {
    this.#overlap = overlap;
    // A pair is written behind the last byte as well.
    this.#out = new Uint8Array(CHUNK_BYTES + overlap + 2);
    this.#outView = new DataView(this.#out.buffer);
    this.#origins = new Uint32Array(overlap);
  }

  /** Begins with other bytes; `next` leads to their first chunk. */
  begin(source: Uint8Array): void {
    this.#source = sourceOf(source);
    this.#next = 0;
    this.#carried = 0;
    this.#kept = 0;
    this.#isGapped = false;
  }

  /** Goes to the next chunk from which something was taken; false where there is none. */
  next(): boolean {
    while (this.#next < this.#source.bytes.length) {
      if (this.#next > 0) this.#carryOver();
      this.#from = this.#next;
      this.#next = Math.min(this.#from + CHUNK_BYTES, this.#source.bytes.length);
      this.#carried = this.#kept;
      for (let at = this.#from, block = 0; at < this.#next; at += BLOCK_BYTES, block += 1) {
        this.#counts[block] = this.#kept;
        this.#kept = squeeze(this.#source, { start: at, end: Math.min(at + BLOCK_BYTES, this.#next) }, this.#outView, this.#kept);
      }
      this.#isGapped ||= this.#kept - this.#carried < this.#next - this.#from;
      if (this.#isGapped) return true;
    }
    return false;
  }

  /** What was kept; good until the next chunk is asked for. */
  get bytes(): Uint8Array {
    return this.#out.subarray(0, this.#kept);
  }

  /** Where in the source a stretch of the chunk stood: the first byte, and the one behind the last. */
  locate(at: number, length: number): Span {
    return { start: this.#originOf(at), end: this.#originOf(at + length - 1) + 1 };
  }

  #carryOver(): void {
    const kept = this.#kept;
    const next = Math.min(this.#overlap, kept);
    const origins = Uint32Array.from({ length: next }, (_, index) => this.#originOf(kept - next + index));
    // Nothing was taken from here back to the beginning of what is carried: what follows is not gapped by it.
    this.#isGapped = next > 0 && (origins[next - 1] as number) - (origins[0] as number) >= next;
    this.#origins.set(origins);
    this.#out.copyWithin(0, kept - next, kept);
    this.#kept = next;
  }

  #originOf(at: number): number {
    if (at < this.#carried) return this.#origins[at] as number;
    let low = 0;
    let high = Math.ceil((this.#next - this.#from) / BLOCK_BYTES) - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#counts[middle] as number) <= at) low = middle;
      else high = middle - 1;
    }
    let count = this.#counts[low] as number;
    for (let origin = this.#from + low * BLOCK_BYTES; origin < this.#source.bytes.length; origin += 1) {
      if (KEPT[this.#source.bytes[origin] as number] === 0) continue;
      if (count === at) return origin;
      count += 1;
    }
    return this.#source.bytes.length;
  }
}

/** Some bytes, and the pairs of them that lie at even places in memory. */
interface Source {
  readonly bytes: Uint8Array;
  readonly pairs: Uint16Array;
  /** Where the first pair stands. */
  readonly first: number;
}

function sourceOf(bytes: Uint8Array): Source {
  const first = bytes.byteOffset & 1;
  return { bytes, first, pairs: new Uint16Array(bytes.buffer, bytes.byteOffset + first, Math.max(0, bytes.length - first) >>> 1) };
}

// Everything is written, and what follows over it where it is not kept: no branch to be foretold wrongly.
function squeeze({ bytes, pairs, first }: Source, { start, end }: Span, out: DataView, kept: number): number {
  const table = KEPT_OF_PAIR;
  let count = kept;
  let at = start;
  if (((at - first) & 1) === 1) {
    out.setUint8(count, bytes[at] as number);
    count += KEPT[bytes[at] as number] as number;
    at += 1;
  }
  const last = (end - first) >> 1;
  for (let pair = (at - first) >> 1; pair < last; pair += 1) {
    const squeezed = table[pairs[pair] as number] as number;
    out.setUint16(count, squeezed & 0xffff, true);
    count += squeezed >>> 16;
  }
  if (((end - first) & 1) === 1 && end > at) {
    out.setUint8(count, bytes[end - 1] as number);
    count += KEPT[bytes[end - 1] as number] as number;
  }
  return count;
}
