import { bitsOf, FIRST_FACTOR, GramTable, hashOfPair, hashOfWord, SECOND_FACTOR, tableBits } from './gram-table.ts';
import { FOLD } from './pattern-set.ts';
import type { PatternSet } from './pattern-set.ts';

/** Told of every place where a pattern stands. */
export type FoundPattern = (pattern: number, at: number) => void;

/**
 * How patterns of some lengths are looked for: every `step` bytes the `gram` bytes there are looked up among the grams with
 * which the patterns begin at offsets 0 to step - 1. A pattern of `step + gram - 1` bytes or more cannot be stepped over.
 */
export interface Shape {
  readonly least: number;
  readonly most: number;
  readonly gram: 4 | 8;
  readonly step: 1 | 4 | 8;
}

// The largest table, 512 KiB, still lies in the second cache: one of twice that took half as long again. Each gram has thirty-two
// bits of room until then: of others one in two hundred passes.
const MOST_GRAM_BITS = 22;
const GRAMS_SHARE_BITS = 5;
// Asked for few, and to tell most of those that are none: a look into 4 MiB costs less than a comparison for nothing.
const MOST_OFFSET_BITS = 22;
const OFFSETS_SHARE_BITS = 3;
const HEADS_SHARE_BITS = 1;
const MOST_HEAD_BITS = 22;

/** The patterns of one range of lengths: which grams they have, and whether one of them stands where a gram was seen. */
export class Tier {
  /** Whether any pattern has a gram. */
  readonly grams: GramTable;
  readonly #patterns: PatternSet;
  readonly #shape: Shape;
  /** For each hash of a gram the offsets at which patterns have it, one bit each. */
  readonly #offsets: Uint8Array;
  readonly #offsetShift: number;
  /** For each hash of a pattern's first `least` bytes the first of a chain of patterns, plus one. */
  readonly #heads: Int32Array;
  readonly #headShift: number;
  readonly #members: Int32Array;
  readonly #next: Int32Array;
  /** Hash of each member's first `least` bytes, to be compared before the bytes are. */
  readonly #tags: Int32Array;

  constructor(patterns: PatternSet, members: readonly number[], shape: Shape) {
    this.#patterns = patterns;
    this.#shape = shape;
    this.grams = new GramTable(tableBits(members.length * shape.step, GRAMS_SHARE_BITS, MOST_GRAM_BITS));
    const offsetBits = tableBits(members.length * shape.step, OFFSETS_SHARE_BITS, MOST_OFFSET_BITS);
    this.#offsets = new Uint8Array(2 ** offsetBits);
    this.#offsetShift = 32 - offsetBits;
    const headBits = tableBits(members.length, HEADS_SHARE_BITS, MOST_HEAD_BITS);
    this.#heads = new Int32Array(2 ** headBits);
    this.#headShift = 32 - headBits;
    // Each is put in front of its chain: of those that stand at one place the longest is told first.
    this.#members = Int32Array.from(members).sort((one, other) => patterns.lengthOf(one) - patterns.lengthOf(other) || one - other);
    this.#next = new Int32Array(members.length);
    this.#tags = new Int32Array(members.length);
    this.#fill();
  }

  get step(): Shape['step'] {
    return this.#shape.step;
  }

  /** Looks up the four bytes at every place: what is this short cannot be stepped over. */
  scanBytes(bytes: Uint8Array, found: FoundPattern): void {
    if (bytes.length < this.#shape.least) return;
    const { words, shift } = this.grams;
    let gram = littleEndian(bytes);
    for (let at = 0; ; at += 1) {
      const hash = hashOfWord(gram);
      const bits = bitsOf(hash);
      if (((words[hash >>> shift] as number) & bits) === bits) this.compare(bytes, at, hash, found);
      if (at + 4 >= bytes.length) return;
      gram = (gram >>> 8) | ((bytes[at + 4] as number) << 24);
    }
  }

  /** Tells of the patterns that stand where a gram that may be one of theirs was seen. */
  compare(bytes: Uint8Array, gramAt: number, hash: number, found: FoundPattern): void {
    for (let offset = 0, left = this.#offsets[hash >>> this.#offsetShift] as number; left !== 0; offset += 1, left >>>= 1) {
      const at = gramAt - offset;
      if ((left & 1) === 0 || at < 0 || at + this.#shape.least > bytes.length) continue;
      const tag = this.#hashOfPrefix(bytes, at);
      for (let link = this.#heads[tag >>> this.#headShift] as number; link !== 0; link = this.#next[link - 1] as number) {
        if (this.#tags[link - 1] !== tag) continue;
        const pattern = this.#members[link - 1] as number;
        if (this.#patterns.standsAt(pattern, bytes, at)) found(pattern, at);
      }
    }
  }

  #fill(): void {
    const { gram, step, least } = this.#shape;
    const bytes = new Uint8Array(8);
    const words = new Int32Array(bytes.buffer);
    const prefix = new Uint8Array(least);
    for (const [index, pattern] of this.#members.entries()) {
      for (let offset = 0; offset < step; offset += 1) {
        for (let at = 0; at < gram; at += 1) bytes[at] = this.#patterns.byteOf(pattern, offset + at);
        // Bytes are put together in the order of the memory, but in the pass that goes byte by byte.
        const first = step === 1 ? littleEndian(bytes) : (words[0] as number);
        const hash = gram === 8 ? hashOfPair(first, words[1] as number) : hashOfWord(first);
        this.grams.add(hash);
        const slot = hash >>> this.#offsetShift;
        this.#offsets[slot] = (this.#offsets[slot] as number) | (1 << offset);
      }
      for (let at = 0; at < least; at += 1) prefix[at] = this.#patterns.byteOf(pattern, at);
      const tag = this.#hashOfPrefix(prefix, 0);
      const head = tag >>> this.#headShift;
      this.#tags[index] = tag;
      this.#next[index] = this.#heads[head] as number;
      this.#heads[head] = index + 1;
    }
  }

  #hashOfPrefix(bytes: Uint8Array, at: number): number {
    let hash = 0;
    for (let step = 0; step < this.#shape.least; step += 1) hash = Math.imul(hash ^ (FOLD[bytes[at + step] as number] as number), FIRST_FACTOR);
    hash ^= hash >>> 15;
    return Math.imul(hash, SECOND_FACTOR);
  }
}

function littleEndian(bytes: Uint8Array): number {
  return (bytes[0] as number) | ((bytes[1] as number) << 8) | ((bytes[2] as number) << 16) | ((bytes[3] as number) << 24);
}
