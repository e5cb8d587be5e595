// Sets this bit in each byte: letters of either case become one, and so do some other pairs, which the comparison tells apart.
export const CASE_BITS = 0x20202020;
export const FIRST_FACTOR = 0x9e3779b1;
export const SECOND_FACTOR = 0x85ebca77;
const WORD_BITS = 5;
const LEAST_BITS = 10;

/** Hash of eight bytes, two words of them in the order of the memory. */
export function hashOfPair(one: number, other: number): number {
  return mixed(Math.imul(one | CASE_BITS, FIRST_FACTOR) ^ Math.imul(other | CASE_BITS, SECOND_FACTOR));
}

/** Hash of four bytes. */
export function hashOfWord(word: number): number {
  return mixed(Math.imul(word | CASE_BITS, FIRST_FACTOR));
}

// The lower bits of a product know nothing of the higher bits of the word.
function mixed(product: number): number {
  return product ^ (product >>> 15);
}

/** The two bits of a word of a table by which a hash is known. */
export function bitsOf(hash: number): number {
  return (1 << (hash & 31)) | (1 << ((hash >>> WORD_BITS) & 31));
}

/** Bits of a table with so many entries, each with 2 ** shareBits bits of room as long as that is not more than the most. */
export function tableBits(entries: number, shareBits: number, most: number): number {
  return Math.min(most, Math.max(LEAST_BITS, Math.ceil(Math.log2(Math.max(1, entries))) + shareBits));
}

/**
 * Tells of nearly every hash that was not put in that it was not: a hash sets two bits of one word (a Bloom filter within a
 * word), which costs one look into the memory. Whoever goes through many bytes reads `words` and `shift` himself.
 */
export class GramTable {
  readonly words: Int32Array;
  /** A hash without its lowest so many bits is the index of its word. */
  readonly shift: number;

  constructor(bits: number) {
    this.words = new Int32Array(2 ** (bits - WORD_BITS));
    this.shift = 32 - bits + WORD_BITS;
  }

  /** Whether a hash may have been put in. */
  has(hash: number): boolean {
    const bits = bitsOf(hash);
    return ((this.words[hash >>> this.shift] as number) & bits) === bits;
  }

  add(hash: number): void {
    const word = hash >>> this.shift;
    this.words[word] = (this.words[word] as number) | bitsOf(hash);
  }
}
