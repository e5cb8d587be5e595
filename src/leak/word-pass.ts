import { CASE_BITS, FIRST_FACTOR, SECOND_FACTOR } from './gram-table.ts';
import type { GramTable } from './gram-table.ts';

// The hashes below are those of `hashOfPair` and `hashOfWord`, which have a product in common.

// They call nobody: with a call in it, however seldom made, a loop took half as long again.

/** Words gone through in one go. */
export const WORDS_AT_ONCE = 512;
/** Candidates that there may be in so many words. */
export const MOST_CANDIDATES = WORDS_AT_ONCE * 2;

/** Which words are gone through. */
interface From {
  readonly from: number;
  readonly stride: number;
}

/** Gathers the words with which eight bytes begin that are in a table; gives how many. */
export function gatherPairs(words: Int32Array, { from, stride }: From, table: GramTable, candidates: Int32Array): number {
  const { words: grams, shift } = table;
  const end = Math.min(words.length - 1, from + WORDS_AT_ONCE);
  let count = 0;
  for (let index = from; index < end; index += stride) {
    let hash = Math.imul((words[index] as number) | CASE_BITS, FIRST_FACTOR) ^ Math.imul((words[index + 1] as number) | CASE_BITS, SECOND_FACTOR);
    hash ^= hash >>> 15;
    const bits = (1 << (hash & 31)) | (1 << ((hash >>> 5) & 31));
    if (((grams[hash >>> shift] as number) & bits) !== bits) continue;
    candidates[count] = index;
    count += 1;
  }
  return count;
}

/** Gathers the words that are in a table; gives how many. */
export function gatherWords(words: Int32Array, from: number, table: GramTable, candidates: Int32Array): number {
  const { words: grams, shift } = table;
  const end = Math.min(words.length, from + WORDS_AT_ONCE);
  let count = 0;
  for (let index = from; index < end; index += 1) {
    let hash = Math.imul((words[index] as number) | CASE_BITS, FIRST_FACTOR);
    hash ^= hash >>> 15;
    const bits = (1 << (hash & 31)) | (1 << ((hash >>> 5) & 31));
    if (((grams[hash >>> shift] as number) & bits) !== bits) continue;
    candidates[count] = index;
    count += 1;
  }
  return count;
}

/** As `gatherPairs` at every word and `gatherWords`: the index twice, and one more where it is that of a pair, -1 where none begins. */
export function gatherBoth(words: Int32Array, from: number, tables: { readonly pairs: GramTable; readonly single: GramTable }, candidates: Int32Array): number {
  const { words: pairGrams, shift: pairShift } = tables.pairs;
  const { words: grams, shift } = tables.single;
  const end = Math.min(words.length, from + WORDS_AT_ONCE);
  let count = 0;
  let product = from === 0 ? 0 : Math.imul((words[from - 1] as number) | CASE_BITS, FIRST_FACTOR);
  for (let index = from; index < end; index += 1) {
    const folded = (words[index] as number) | CASE_BITS;
    let pair = product ^ Math.imul(folded, SECOND_FACTOR);
    pair ^= pair >>> 15;
    const pairBits = (1 << (pair & 31)) | (1 << ((pair >>> 5) & 31));
    if (((pairGrams[pair >>> pairShift] as number) & pairBits) === pairBits) {
      candidates[count] = ((index - 1) << 1) | 1;
      count += 1;
    }
    product = Math.imul(folded, FIRST_FACTOR);
    const hash = product ^ (product >>> 15);
    const bits = (1 << (hash & 31)) | (1 << ((hash >>> 5) & 31));
    if (((grams[hash >>> shift] as number) & bits) === bits) {
      candidates[count] = index << 1;
      count += 1;
    }
  }
  return count;
}
