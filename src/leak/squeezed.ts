import type { Span } from '../decode/spans.ts';

const CHUNK_BYTES = 64 * 1024;
const BLOCK_BYTES = 256;
const KEPT = keptBytes();

function keptBytes(): Uint8Array {
  const table = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte += 1) table[byte] = /[0-9a-z]/i.test(String.fromCharCode(byte)) && byte < 128 ? 1 : 0;
  return table;
}

/**
 * Some bytes without all that is neither a letter nor a digit, in chunks that begin with the last `overlap` bytes of the one
 * before; chunks from which nothing was taken are left out. One is kept for many searches: making its buffers anew for each
 * layer took four times as long as filling them.
 */
export class Squeezed {
  readonly #out: Uint8Array;
  readonly #overlap: number;
  /** Where in the source the bytes stood that are carried over from the chunk before. */
  readonly #origins: Uint32Array;
  /** How many bytes were kept before each block of this chunk. */
  readonly #counts = new Uint32Array(CHUNK_BYTES / BLOCK_BYTES);
  #source: Uint8Array = new Uint8Array(0);
  #from = 0;
  #next = 0;
  #carried = 0;
  #kept = 0;
  #isGapped = false;

  constructor(overlap: number) {
    this.#overlap = overlap;
    this.#out = new Uint8Array(CHUNK_BYTES + overlap);
    this.#origins = new Uint32Array(overlap);
  }

  /** Begins with other bytes; `next` leads to their first chunk. */
  begin(source: Uint8Array): void {
    this.#source = source;
    this.#next = 0;
    this.#carried = 0;
    this.#kept = 0;
    this.#isGapped = false;
  }

  /** Goes to the next chunk from which something was taken; false where there is none. */
  next(): boolean {
    while (this.#next < this.#source.length) {
      if (this.#next > 0) this.#carryOver();
      this.#from = this.#next;
      this.#next = Math.min(this.#from + CHUNK_BYTES, this.#source.length);
      this.#carried = this.#kept;
      for (let at = this.#from, block = 0; at < this.#next; at += BLOCK_BYTES, block += 1) {
        this.#counts[block] = this.#kept;
        this.#kept = squeeze(this.#source, { from: at, to: Math.min(at + BLOCK_BYTES, this.#next) }, this.#out, this.#kept);
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
    for (let origin = this.#from + low * BLOCK_BYTES; origin < this.#source.length; origin += 1) {
      if (KEPT[this.#source[origin] as number] === 0) continue;
      if (count === at) return origin;
      count += 1;
    }
    return this.#source.length;
  }
}

// Every byte is written, and the next one over it where it is not kept: no branch to be foretold wrongly.
function squeeze(source: Uint8Array, { from, to }: { readonly from: number; readonly to: number }, out: Uint8Array, kept: number): number {
  const isKept = KEPT;
  let count = kept;
  for (let at = from; at < to; at += 1) {
    const byte = source[at] as number;
    out[count] = byte;
    count += isKept[byte] as number;
  }
  return count;
}
