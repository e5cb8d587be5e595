import type { DigestSet } from './digest-set.ts';
import { bitsOf, GramTable, hashOfPair, tableBits } from './gram-table.ts';

/** Told of every piece of a digest: its index, where the piece begins, its digits, and which digit of the digest is its first. */
export type FoundDigest = (digest: number, at: number, length: number, firstDigit: number) => void;

/** Pieces of a digest shorter than this are not told: 64 bits are not chance, in any amount of traffic. */
export const LEAST_DIGITS = 16;

const BLOCK = 8;
const STEP = 4;
// Whole words in 16 digits, wherever they begin.
const LEAST_WORDS = 3;
const NOT_HEX = 255;
const NIBBLES = nibbles();
const FACTOR = 0x9e3779b1;
const GRAMS_SHARE_BITS = 4;
// 2 MiB: only eight hexadecimal digits in a row are looked up.
const MOST_GRAM_BITS = 24;

// Bits of an ASCII digit or of a to f, in each byte of a word: of 0x40 and 0x10 one is set, 0x08 not with 0x40, and never 0x80. Some
// that are not hexadecimal have them too; the comparison tells them apart.
const ONE_OF_TWO = 0x10101010;
const BEYOND_G = 0x08080808;
const NOT_ASCII = 0x80808080;

function notHexadecimal(word: number): number {
  return (((word >>> 2) ^ word ^ ONE_OF_TWO) & ONE_OF_TWO) | ((word >>> 3) & word & BEYOND_G) | (word & NOT_ASCII);
}

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
 * middle, its end. Runs of digits are found by looking at every sixteenth byte; in one the eight digits at every fourth byte are looked up
 * among the grams, those that begin at 0 to 3 behind a multiple of eight in a digest: 16 digits hold two such places in a row, and
 * one of the two has a gram.
 */
export class HexDigests {
  readonly #grams: GramTable;
  /** The same by another hash: of ten thousand values so many that one in twenty others passes for one, and then is looked at all around. */
  readonly #surely: GramTable;
  readonly #digests: DigestSet;
  /** The eight digits at each multiple of eight, by their hash. */
  readonly #words: Int32Array;
  /** Digest and block that a word is of, plus one; 0 where a slot is free. */
  readonly #blocks: Int32Array;
  readonly #shift: number;

  constructor(digests: DigestSet) {
    this.#digests = digests;
    let count = 0;
    for (let digest = 0; digest < digests.size; digest += 1) count += digests.lengthOf(digest) >>> 2;
    const bits = Math.max(8, Math.ceil(Math.log2(count * 2 + 1)));
    this.#shift = 32 - bits;
    this.#words = new Int32Array(2 ** bits);
    this.#blocks = new Int32Array(2 ** bits);
    this.#grams = new GramTable(tableBits(count * STEP, GRAMS_SHARE_BITS, MOST_GRAM_BITS));
    this.#surely = new GramTable(tableBits(count * STEP, GRAMS_SHARE_BITS, MOST_GRAM_BITS));
    for (let digest = 0; digest < digests.size; digest += 1) this.#add(digest);
  }

  get isEmpty(): boolean {
    return this.#digests.size === 0;
  }

  /** Tells of every digest in some bytes, each place once for each digest. */
  scan(bytes: Uint8Array, found: FoundDigest): void {
    if (this.isEmpty || bytes.length < LEAST_DIGITS) return;
    const first = (4 - (bytes.byteOffset & 3)) & 3;
    const words = new Int32Array(bytes.buffer, bytes.byteOffset + first, (bytes.length - first) >>> 2);
    let pieces: DigestPieces | undefined;
    let done = 0;
    // A run of 16 digits covers one of these places.
    for (let at = LEAST_DIGITS - 1; at < bytes.length; at += LEAST_DIGITS) {
      if (NIBBLES[bytes[at] as number] === NOT_HEX) continue;
      const middle = (at - first) >>> 2;
      if (middle < done) continue;
      let start = Math.min(middle, words.length);
      while (start > done && notHexadecimal(words[start - 1] as number) === 0) start -= 1;
      let end = middle + 1;
      while (end < words.length && notHexadecimal(words[end] as number) === 0) end += 1;
      end = Math.min(end, words.length);
      done = end;
      if (end - start < LEAST_WORDS) continue;
      for (let index = start; index + 1 < end; index += 1) {
        const hash = hashOfPair(words[index] as number, words[index + 1] as number);
        const bits = bitsOf(hash);
        if (((this.#grams.words[hash >>> this.#grams.shift] as number) & bits) !== bits || !this.#surely.has(otherHash(hash))) continue;
        pieces ??= new DigestPieces(this, this.#digests, { bytes, found });
        pieces.around(first + index * 4);
      }
    }
  }

  /** Tells of every digest that has a block of eight digits, and which block of it that is. */
  blocksOf(word: number, take: (digest: number, block: number) => void): void {
    const free = this.#words.length - 1;
    for (let slot = Math.imul(word, FACTOR) >>> this.#shift; this.#blocks[slot] !== 0; slot = (slot + 1) & free) {
      const block = (this.#blocks[slot] as number) - 1;
      if (this.#words[slot] === word) take(block >>> 3, block & 7);
    }
  }

  #add(digest: number): void {
    const bytes = this.#digests.bytesOf(digest);
    const digits = Buffer.from(bytes.toString('hex'));
    const free = this.#words.length - 1;
    const gram = new Uint8Array(BLOCK);
    const halves = new Int32Array(gram.buffer);
    for (let first = 0; first + BLOCK <= digits.length; first += BLOCK) {
      const word = bytes.readInt32BE(first >>> 1);
      let slot = Math.imul(word, FACTOR) >>> this.#shift;
      while (this.#blocks[slot] !== 0) slot = (slot + 1) & free;
      this.#words[slot] = word;
      this.#blocks[slot] = ((digest << 3) | (first / BLOCK)) + 1;
      for (let at = first; at < first + STEP && at + BLOCK <= digits.length; at += 1) {
        gram.set(digits.subarray(at, at + BLOCK));
        const hash = hashOfPair(halves[0] as number, halves[1] as number);
        this.#grams.add(hash);
        this.#surely.add(otherHash(hash));
      }
    }
  }
}

function otherHash(hash: number): number {
  const other = Math.imul(hash, FACTOR);
  return other ^ (other >>> 15);
}

/** The pieces of digests around the places of some bytes where one of their grams was seen. */
class DigestPieces {
  readonly #index: HexDigests;
  readonly #digests: DigestSet;
  readonly #bytes: Uint8Array;
  readonly #found: FoundDigest;
  /** Where the last piece of a digest ended: the blocks of one piece are many. */
  readonly #behind = new Map<number, number>();

  constructor(index: HexDigests, digests: DigestSet, { bytes, found }: { readonly bytes: Uint8Array; readonly found: FoundDigest }) {
    this.#index = index;
    this.#digests = digests;
    this.#bytes = bytes;
    this.#found = found;
  }

  /** Looks at the blocks that begin at a place or less than a step before it, and at those behind them: where the former is cut, the latter is whole. */
  around(place: number): void {
    let word = 0;
    let digits = 0;
    const end = Math.min(this.#bytes.length, place + 2 * BLOCK - 1);
    for (let at = Math.max(0, place - STEP + 1); at < end; at += 1) {
      const value = NIBBLES[this.#bytes[at] as number] as number;
      word = (word << 4) | value;
      digits = value === NOT_HEX ? 0 : digits + 1;
      const first = at - BLOCK + 1;
      if (digits >= BLOCK && (first <= place || first > place + STEP)) this.#index.blocksOf(word, (digest, block) => this.#widen(digest, block, first));
    }
  }

  #widen(digest: number, block: number, at: number): void {
    if ((this.#behind.get(digest) ?? 0) > at) return;
    const total = this.#digests.lengthOf(digest) * 2;
    const digit = block * BLOCK;
    let before = 0;
    while (before < digit && at > before && this.#isDigit(at - before - 1, digest, digit - before - 1)) before += 1;
    let length = before + BLOCK;
    const first = at - before;
    const firstDigit = digit - before;
    while (firstDigit + length < total && first + length < this.#bytes.length && this.#isDigit(first + length, digest, firstDigit + length)) length += 1;
    if (length < LEAST_DIGITS) return;
    this.#behind.set(digest, first + length);
    this.#found(digest, first, length, firstDigit);
  }

  #isDigit(at: number, digest: number, digit: number): boolean {
    return NIBBLES[this.#bytes[at] as number] === this.#digests.digitOf(digest, digit);
  }
}
