import { FOLD } from './pattern-set.ts';
import type { PatternSet } from './pattern-set.ts';

/** Told of every place where a pattern stands. */
export type FoundPattern = (pattern: number, at: number) => void;

/**
 * How patterns of some lengths are looked for: every `step` bytes the `gram` bytes there are looked up among the grams with
 * which the patterns begin at offsets 0 to step - 1. A pattern of `step + gram - 1` bytes or more cannot be stepped over.
 */
interface Shape {
  readonly least: number;
  readonly most: number;
  readonly gram: 4 | 8;
  readonly step: 1 | 4 | 8;
}

const SHAPES: readonly Shape[] = [
  { least: 15, most: Infinity, gram: 8, step: 8 },
  { least: 11, most: 14, gram: 8, step: 4 },
  { least: 7, most: 10, gram: 4, step: 4 },
  { least: 4, most: 6, gram: 4, step: 1 },
];

// Sets this bit in each byte: letters of either case become one, and so do some other pairs, which the comparison tells apart.
const CASE_BITS = 0x20202020;
const FIRST_FACTOR = 0x9e3779b1;
const SECOND_FACTOR = 0x85ebca77;
// The largest table, 512 KiB, still lies in the second cache: one of twice that took half as long again. A gram sets two bits of
// one word of it (a Bloom filter within a word), sixteen bits of room each until then: of others one in seventy passes.
const MOST_GRAM_BITS = 22;
const GRAMS_SHARE_BITS = 4;
const MOST_OFFSET_BITS = 20;
const OFFSETS_SHARE_BITS = 1;
const HEADS_SHARE_BITS = 1;
const WORD_BITS = 5;

/**
 * Finds any number of patterns in one pass for each range of their lengths (from 15 bytes on, or from 11 where there are such; 7 to
 * 10, 4 to 6, and one by one those below 4): time is linear in the bytes and nearly the same for one pattern and for ten thousand.
 */
export class MultiPattern {
  readonly #tiers: readonly Tier[];
  readonly #short: readonly number[];
  readonly #patterns: PatternSet;
  /** Fewer bytes than the shortest pattern that is looked up hold none. */
  readonly #least: number;

  constructor(patterns: PatternSet) {
    this.#patterns = patterns;
    const members: number[][] = SHAPES.map(() => []);
    const short: number[] = [];
    for (let index = 0; index < patterns.size; index += 1) {
      const length = patterns.lengthOf(index);
      const tier = SHAPES.findIndex(({ least }) => length >= least);
      (members[tier] ?? short).push(index);
    }
    joinLongest(members);
    this.#tiers = SHAPES.flatMap((shape, tier) => {
      const own = members[tier] ?? [];
      return own.length === 0 ? [] : [new Tier(patterns, own, shape)];
    });
    this.#short = short;
    this.#least = Math.min(Infinity, ...SHAPES.filter((_, tier) => members[tier]?.length !== 0).map(({ least }) => least));
  }

  get isEmpty(): boolean {
    return this.#patterns.size === 0;
  }

  /** Tells of every place where a pattern stands, those of one range of lengths in the order of the bytes. */
  scan(bytes: Uint8Array, found: FoundPattern): void {
    if (bytes.length >= this.#least) {
      // Whole words are read at places that are multiples of 4 in memory; the first pattern may begin before the first of them.
      const first = (4 - (bytes.byteOffset & 3)) & 3;
      const words = new Int32Array(bytes.buffer, bytes.byteOffset + first, (bytes.length - first) >>> 2);
      for (const tier of this.#tiers) tier.scan({ bytes, words, first }, found);
    }
    for (const pattern of this.#short) {
      for (let at = 0; at < bytes.length; at += 1) if (this.#patterns.standsAt(pattern, bytes, at)) found(pattern, at);
    }
  }
}

// One pass in steps of four is shorter than one in steps of eight and another one in steps of four.
function joinLongest([longest, longer]: readonly number[][]): void {
  if (longest === undefined || longer === undefined || longer.length === 0) return;
  for (const index of longest.splice(0)) longer.push(index);
}

interface Text {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  /** Where the first word stands in the bytes. */
  readonly first: number;
}

class Tier {
  readonly #patterns: PatternSet;
  readonly #shape: Shape;
  /** Whether any pattern has a gram: the hash of the gram tells the word, and which two bits of it. */
  readonly #grams: Int32Array;
  readonly #gramShift: number;
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
    const gramBits = tableBits(members.length * shape.step, GRAMS_SHARE_BITS, MOST_GRAM_BITS);
    this.#grams = new Int32Array(2 ** (gramBits - WORD_BITS));
    this.#gramShift = 32 - gramBits + WORD_BITS;
    const offsetBits = tableBits(members.length * shape.step, OFFSETS_SHARE_BITS, MOST_OFFSET_BITS);
    this.#offsets = new Uint8Array(2 ** offsetBits);
    this.#offsetShift = 32 - offsetBits;
    const headBits = tableBits(members.length, HEADS_SHARE_BITS, 22);
    this.#heads = new Int32Array(2 ** headBits);
    this.#headShift = 32 - headBits;
    this.#members = Int32Array.from(members);
    this.#next = new Int32Array(members.length);
    this.#tags = new Int32Array(members.length);
    this.#fill();
  }

  scan(text: Text, found: FoundPattern): void {
    if (text.bytes.length < this.#shape.least) return;
    if (this.#shape.step === 1) this.#scanBytes(text.bytes, found);
    else if (this.#shape.gram === 8) this.#scanPairs(text, found);
    else this.#scanWords(text, found);
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
        const word = hash >>> this.#gramShift;
        this.#grams[word] = (this.#grams[word] as number) | bitsOf(hash);
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

  #scanPairs({ bytes, words, first }: Text, found: FoundPattern): void {
    const stride = this.#shape.step >>> 2;
    const grams = this.#grams;
    const shift = this.#gramShift;
    for (let word = 0; word + 1 < words.length; word += stride) {
      const hash = hashOfPair(words[word] as number, words[word + 1] as number);
      const bits = (1 << (hash & 31)) | (1 << ((hash >>> WORD_BITS) & 31));
      if (((grams[hash >>> shift] as number) & bits) === bits) this.#compare(bytes, first + word * 4, hash, found);
    }
  }

  #scanWords({ bytes, words, first }: Text, found: FoundPattern): void {
    const grams = this.#grams;
    const shift = this.#gramShift;
    for (let word = 0; word < words.length; word += 1) {
      const hash = hashOfWord(words[word] as number);
      const bits = (1 << (hash & 31)) | (1 << ((hash >>> WORD_BITS) & 31));
      if (((grams[hash >>> shift] as number) & bits) === bits) this.#compare(bytes, first + word * 4, hash, found);
    }
  }

  #scanBytes(bytes: Uint8Array, found: FoundPattern): void {
    const grams = this.#grams;
    const shift = this.#gramShift;
    let gram = littleEndian(bytes);
    for (let at = 0; ; at += 1) {
      const hash = hashOfWord(gram);
      const bits = (1 << (hash & 31)) | (1 << ((hash >>> WORD_BITS) & 31));
      if (((grams[hash >>> shift] as number) & bits) === bits) this.#compare(bytes, at, hash, found);
      if (at + 4 >= bytes.length) return;
      gram = (gram >>> 8) | ((bytes[at + 4] as number) << 24);
    }
  }

  #compare(bytes: Uint8Array, gramAt: number, hash: number, found: FoundPattern): void {
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

  #hashOfPrefix(bytes: Uint8Array, at: number): number {
    let hash = 0;
    for (let step = 0; step < this.#shape.least; step += 1) hash = Math.imul(hash ^ (FOLD[bytes[at + step] as number] as number), FIRST_FACTOR);
    hash ^= hash >>> 15;
    return Math.imul(hash, SECOND_FACTOR);
  }
}

function hashOfPair(one: number, other: number): number {
  const hash = Math.imul(one | CASE_BITS, FIRST_FACTOR) ^ Math.imul(other | CASE_BITS, SECOND_FACTOR);
  return hash ^ (hash >>> 15);
}

// The lower bits of a product know nothing of the higher bits of the word.
function hashOfWord(word: number): number {
  const hash = Math.imul(word | CASE_BITS, FIRST_FACTOR);
  return hash ^ (hash >>> 15);
}

function bitsOf(hash: number): number {
  return (1 << (hash & 31)) | (1 << ((hash >>> WORD_BITS) & 31));
}

function littleEndian(bytes: Uint8Array): number {
  return (bytes[0] as number) | ((bytes[1] as number) << 8) | ((bytes[2] as number) << 16) | ((bytes[3] as number) << 24);
}

function tableBits(entries: number, shareBits: number, most: number): number {
  return Math.min(most, Math.max(10, Math.ceil(Math.log2(Math.max(1, entries))) + shareBits));
}
