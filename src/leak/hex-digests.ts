import type { DigestSet } from './digest-set.ts';

/** Told of every piece of a digest: its index, where the piece begins, its digits, and which digit of the digest is its first. */
export type FoundDigest = (digest: number, at: number, length: number, firstDigit: number) => void;

/** Pieces of a digest shorter than this are not told: 64 bits are not chance, in any amount of traffic. */
export const LEAST_DIGITS = 16;

const BLOCK = 8;
const NOT_HEX = 255;
const NIBBLES = nibbles();
const FACTOR = 0x9e3779b1;
// 2 MiB.
const MOST_KNOWN_BITS = 24;

function nibbles(): Uint8Array {
  const table = new Uint8Array(256).fill(NOT_HEX);
  for (let value = 0; value < 16; value += 1) {
    const digit = value.toString(16);
    table[digit.charCodeAt(0)] = value;
    table[digit.toUpperCase().charCodeAt(0)] = value;
  }
  return table;
}

/**
 * Finds digests in hexadecimal of either case, whole or any 16 digits of them: the first half that some call a short MD5, its
 * middle, its end. Every such piece holds eight digits that begin at a multiple of eight; those are looked up, at every
 * place of every run of hexadecimal digits, and what stands around them decides.
 */
export class HexDigests {
  readonly #digests: DigestSet;
  readonly #words: Int32Array;
  /** Digest and block that a word is of, plus one; 0 where a slot is free. */
  readonly #blocks: Int32Array;
  readonly #shift: number;
  /** One bit for each hash of a word, many times as many as there are words: most places of a run end here. */
  readonly #known: Int32Array;
  readonly #knownShift: number;

  constructor(digests: DigestSet) {
    this.#digests = digests;
    let count = 0;
    for (let digest = 0; digest < digests.size; digest += 1) count += blocksOf(digests, digest);
    const bits = Math.max(8, Math.ceil(Math.log2(count * 2 + 1)));
    this.#shift = 32 - bits;
    this.#words = new Int32Array(2 ** bits);
    const knownBits = Math.min(MOST_KNOWN_BITS, bits + 4);
    this.#known = new Int32Array(2 ** (knownBits - 5));
    this.#knownShift = 32 - knownBits;
    this.#blocks = new Int32Array(2 ** bits);
    for (let digest = 0; digest < digests.size; digest += 1) this.#index(digest);
  }

  get isEmpty(): boolean {
    return this.#digests.size === 0;
  }

  /** Tells of every digest in some bytes, in the order of the bytes, each place once for each digest. */
  scan(bytes: Uint8Array, found: FoundDigest): void {
    if (this.isEmpty) return;
    let done = 0;
    // A run of 16 digits covers one of these places.
    for (let at = LEAST_DIGITS - 1; at < bytes.length; at += LEAST_DIGITS) {
      if (at < done || NIBBLES[bytes[at] as number] === NOT_HEX) continue;
      let start = at;
      while (start > done && NIBBLES[bytes[start - 1] as number] !== NOT_HEX) start -= 1;
      let end = at + 1;
      while (end < bytes.length && NIBBLES[bytes[end] as number] !== NOT_HEX) end += 1;
      if (end - start >= LEAST_DIGITS) this.#scanRun(bytes, { start, end }, found);
      done = end;
    }
  }

  #scanRun(bytes: Uint8Array, { start, end }: Run, found: FoundDigest): void {
    const known = this.#known;
    const shift = this.#knownShift;
    const behind: Ends = new Map();
    let word = 0;
    for (let at = start; at < end; at += 1) {
      word = (word << 4) | (NIBBLES[bytes[at] as number] as number);
      if (at - start < BLOCK - 1) continue;
      const bit = Math.imul(word, FACTOR) >>> shift;
      if (((known[bit >>> 5] as number) & (1 << (bit & 31))) !== 0) this.#lookUp({ bytes, start, end }, { word, at: at - BLOCK + 1, behind }, found);
    }
  }

  #lookUp(run: RunOfBytes, { word, at, behind }: { readonly word: number; readonly at: number; readonly behind: Ends }, found: FoundDigest): void {
    const free = this.#words.length - 1;
    for (let slot = Math.imul(word, FACTOR) >>> this.#shift; this.#blocks[slot] !== 0; slot = (slot + 1) & free) {
      if (this.#words[slot] === word) this.#widen(run, { block: (this.#blocks[slot] as number) - 1, at, behind }, found);
    }
  }

  // `behind` keeps where the last piece of a digest ended: the blocks of one piece are many, and it is told once.
  #widen({ bytes, start, end }: RunOfBytes, { block, at, behind }: Candidate, found: FoundDigest): void {
    const digest = block >>> 3;
    const total = this.#digests.lengthOf(digest) * 2;
    const digit = (block & 7) * BLOCK;
    if ((behind.get(digest) ?? 0) > at) return;
    let before = 0;
    while (before < digit && at - before > start && NIBBLES[bytes[at - before - 1] as number] === this.#digests.digitOf(digest, digit - before - 1)) before += 1;
    let length = before + BLOCK;
    const first = at - before;
    const firstDigit = digit - before;
    while (firstDigit + length < total && first + length < end && NIBBLES[bytes[first + length] as number] === this.#digests.digitOf(digest, firstDigit + length)) length += 1;
    if (length < LEAST_DIGITS) return;
    behind.set(digest, first + length);
    found(digest, first, length, firstDigit);
  }

  #index(digest: number): void {
    const bytes = this.#digests.bytesOf(digest);
    const free = this.#words.length - 1;
    for (let block = 0; block < blocksOf(this.#digests, digest); block += 1) {
      const word = bytes.readInt32BE(block * 4);
      const bit = Math.imul(word, FACTOR) >>> this.#knownShift;
      this.#known[bit >>> 5] = (this.#known[bit >>> 5] as number) | (1 << (bit & 31));
      let slot = Math.imul(word, FACTOR) >>> this.#shift;
      while (this.#blocks[slot] !== 0) slot = (slot + 1) & free;
      this.#words[slot] = word;
      this.#blocks[slot] = ((digest << 3) | block) + 1;
    }
  }
}

interface Run {
  readonly start: number;
  readonly end: number;
}

interface RunOfBytes extends Run {
  readonly bytes: Uint8Array;
}

type Ends = Map<number, number>;

interface Candidate {
  /** Index of the digest times eight, plus that of the block. */
  readonly block: number;
  readonly at: number;
  readonly behind: Ends;
}

function blocksOf(digests: DigestSet, digest: number): number {
  return digests.lengthOf(digest) >>> 2;
}
