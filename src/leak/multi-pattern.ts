import { hashOfPair, hashOfWord } from './gram-table.ts';
import type { PatternSet } from './pattern-set.ts';
import { Tier } from './tier.ts';
import type { FoundPattern, Shape } from './tier.ts';
import { gatherBoth, gatherPairs, gatherWords, MOST_CANDIDATES, WORDS_AT_ONCE } from './word-pass.ts';

const LONGEST: Shape = { least: 15, most: Infinity, gram: 8, step: 8 };
const LONG: Shape = { least: 11, most: Infinity, gram: 8, step: 4 };
const MIDDLING: Shape = { least: 7, most: 10, gram: 4, step: 4 };
const SHORT: Shape = { least: 4, most: 6, gram: 4, step: 1 };

/**
 * Finds any number of patterns: those of 7 bytes or more in one pass over the words, those of 4 to 6 in one over the bytes, and those
 * below one by one. Time is linear in the bytes and nearly the same for one pattern and for ten thousand.
 */
export class MultiPattern {
  readonly #long: Tier | undefined;
  readonly #middling: Tier | undefined;
  readonly #short: Tier | undefined;
  readonly #shortest: readonly number[];
  readonly #patterns: PatternSet;
  readonly #candidates = new Int32Array(MOST_CANDIDATES);

  constructor(patterns: PatternSet) {
    this.#patterns = patterns;
    const all = Array.from({ length: patterns.size }, (_, index) => index);
    const tierOf = (shape: Shape): Tier | undefined => {
      const members = all.filter((index) => patterns.lengthOf(index) >= shape.least && patterns.lengthOf(index) <= shape.most);
      return members.length === 0 ? undefined : new Tier(patterns, members, shape);
    };
    const hasLong = all.some((index) => patterns.lengthOf(index) >= LONG.least && patterns.lengthOf(index) < LONGEST.least);
    this.#long = tierOf(hasLong ? LONG : LONGEST);
    this.#middling = tierOf(MIDDLING);
    this.#short = tierOf(SHORT);
    this.#shortest = all.filter((index) => patterns.lengthOf(index) < SHORT.least);
  }

  get isEmpty(): boolean {
    return this.#patterns.size === 0;
  }

  /** Tells of every place where a pattern stands, those of one range of lengths in the order of the bytes. */
  scan(bytes: Uint8Array, found: FoundPattern): void {
    if (bytes.length >= MIDDLING.least) this.#scanWords(bytes, found);
    this.#short?.scanBytes(bytes, found);
    for (const pattern of this.#shortest) {
      for (let at = 0; at < bytes.length; at += 1) if (this.#patterns.standsAt(pattern, bytes, at)) found(pattern, at);
    }
  }

  #scanWords(bytes: Uint8Array, found: FoundPattern): void {
    // Whole words are read at places that are multiples of 4 in memory; the first pattern may begin before the first of them.
    const first = (4 - (bytes.byteOffset & 3)) & 3;
    const text: Text = { bytes, first, words: new Int32Array(bytes.buffer, bytes.byteOffset + first, (bytes.length - first) >>> 2) };
    const long = this.#long;
    const middling = this.#middling;
    if (long !== undefined && middling !== undefined && long.step === 4) {
      this.#scanBoth(text, { long, middling }, found);
      return;
    }
    for (let from = 0; from < text.words.length; from += WORDS_AT_ONCE) {
      if (long !== undefined) {
        const count = gatherPairs(text.words, { from, stride: long.step >>> 2 }, long.grams, this.#candidates);
        for (let next = 0; next < count; next += 1) compareLong(text, this.#candidates[next] as number, long, found);
      }
      if (middling !== undefined) {
        const count = gatherWords(text.words, from, middling.grams, this.#candidates);
        for (let next = 0; next < count; next += 1) compareMiddling(text, this.#candidates[next] as number, middling, found);
      }
    }
  }

  #scanBoth(text: Text, { long, middling }: { readonly long: Tier; readonly middling: Tier }, found: FoundPattern): void {
    for (let from = 0; from < text.words.length; from += WORDS_AT_ONCE) {
      const count = gatherBoth(text.words, from, { pairs: long.grams, single: middling.grams }, this.#candidates);
      for (let next = 0; next < count; next += 1) {
        const candidate = this.#candidates[next] as number;
        if ((candidate & 1) === 0) compareMiddling(text, candidate >> 1, middling, found);
        else if (candidate > 0) compareLong(text, candidate >> 1, long, found);
      }
    }
  }
}

interface Text {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  /** Where the first word stands in the bytes. */
  readonly first: number;
}

function compareLong({ bytes, words, first }: Text, index: number, tier: Tier, found: FoundPattern): void {
  tier.compare(bytes, first + index * 4, hashOfPair(words[index] as number, words[index + 1] as number), found);
}

function compareMiddling({ bytes, words, first }: Text, index: number, tier: Tier, found: FoundPattern): void {
  tier.compare(bytes, first + index * 4, hashOfWord(words[index] as number), found);
}
