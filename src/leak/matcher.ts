import { isAscii } from 'node:buffer';
import type { Indicator } from '../flow/indicator.ts';
import { ownPackages, isPackageList } from './forms/package-list.ts';
import { numbers, packed } from './forms/packed.ts';
import { IN_PART, isSearchable, pieces, spellings, spread } from './forms/spellings.ts';
import { hashedTexts, inEitherCase } from './forms/written-texts.ts';
import type { WrittenText } from './forms/written-texts.ts';
import { HexDigests } from './hex-digests.ts';
import type { SpokenName } from './indicators.ts';
import type { TakeMatch, Target } from './match.ts';
import { MultiPattern } from './multi-pattern.ts';
import { HashedPatterns, SpelledPatterns } from './needles.ts';
import type { FoundKey } from './needles.ts';
import { LONGEST_DIGEST, SpreadSearch } from './spread-search.ts';
import { XorSearch, type Maskable } from './xor-search.ts';

/** Every form of every indicator, made ready to be found in one go. */
export class Matcher {
  readonly #spelled = new SpelledPatterns();
  /** What is spelled in bytes that no ASCII text holds. */
  readonly #packed = new SpelledPatterns();
  readonly #hashed: HashedPatterns;
  readonly #texts: MultiPattern;
  readonly #bytes: MultiPattern;
  readonly #hex: HexDigests;
  readonly #spread: SpreadSearch;
  readonly #xor: XorSearch;

  /** @param names What a digest that tells of a planted value may have been made of; each value itself unless told otherwise. */
  constructor(indicators: readonly Indicator[], names?: readonly SpokenName[]) {
    const spreadOnes = new SpelledPatterns();
    const maskable: Maskable[] = [];
    const hashed: (readonly [Target, WrittenText])[] = [];
    for (const indicator of indicators) {
      if (isPackageList(indicator)) {
        hashed.push(...this.#addPackages(indicator));
        continue;
      }
      const target = { indicator, isMember: false };
      const spelled = spellings(indicator);
      for (const spelling of [...spelled, ...pieces(indicator), ...numbers(indicator)]) this.#spelled.add(target, spelling);
      for (const { bytes, form } of packed(indicator)) (isAscii(bytes) ? this.#spelled : this.#packed).addBytes(target, bytes, { form, border: 'any', isExact: true });
      const wide = spread(indicator);
      if (wide !== undefined) spreadOnes.add(target, wide);
      if (indicator.class !== 'subject') maskable.push(...spelled.map((spelling) => ({ target, spelling })));
      if (indicator.class === 'subject' || !isSearchable(indicator) || (indicator.class === 'planted' && names !== undefined)) continue;
      for (const text of hashedTexts(indicator)) hashed.push([target, text]);
    }
    // Behind everything that is spelled: one pass over the bytes finds both.
    this.#hashed = new HashedPatterns(this.#spelled.patterns, this.#packed.patterns);
    for (const [target, text] of hashed) this.#hashed.add(target, text);
    for (const { indicator, text } of names ?? []) this.#addName(indicator, text);
    this.#texts = new MultiPattern(this.#spelled.patterns);
    this.#bytes = new MultiPattern(this.#packed.patterns);
    this.#hex = new HexDigests(this.#hashed.digests);
    this.#spread = new SpreadSearch(spreadOnes, this.#hex);
    this.#xor = new XorSearch(maskable);
  }

  /** No match that stands as it is written, or as a digest, is longer. */
  get longestBytes(): number {
    return Math.max(LONGEST_DIGEST, this.#spelled.longestBytes, this.#packed.longestBytes);
  }

  /** Whether nothing is searched for. */
  get isEmpty(): boolean {
    return this.#texts.isEmpty && this.#hashed.digests.size === 0;
  }

  /** Every match in some bytes, in no order; one place may be told in several ways. */
  find(bytes: Uint8Array, take: TakeMatch): void {
    this.#texts.scan(bytes, (pattern, at) => {
      const key = this.#hashed.texts.of(pattern);
      if (key === undefined) this.#takeSpelled(this.#spelled, bytes, { pattern, at }, take);
      else this.#takeKey(bytes, key, at, take);
    });
    if (!this.#bytes.isEmpty && !isAscii(bytes)) {
      this.#bytes.scan(bytes, (pattern, at) => {
        const key = this.#hashed.bytes.of(pattern);
        if (key === undefined) this.#takeSpelled(this.#packed, bytes, { pattern, at }, take);
        else this.#takeKey(bytes, key, at, take);
      });
    }
    this.#hex.scan(bytes, (index, at, length) => this.#takeDigest(index, { at, length, as: this.#share(index, length) }, take));
    this.#spread.find(bytes, take, (index, { start, end }, digits) =>
      this.#takeDigest(index, { at: start, length: end - start, as: ['with separators', ...this.#share(index, digits)] }, take));
  }

  /** Matches that stand as they are written, no digests. */
  findSpelled(bytes: Uint8Array, take: TakeMatch): void {
    this.#texts.scan(bytes, (pattern, at) => this.#takeSpelled(this.#spelled, bytes, { pattern, at }, take));
  }

  #takeSpelled(patterns: SpelledPatterns, bytes: Uint8Array, { pattern, at }: { readonly pattern: number; readonly at: number }, take: TakeMatch): void {
    const spelled = patterns.of(pattern);
    if (spelled === undefined) return;
    const { target, kind } = spelled;
    const length = patterns.patterns.lengthOf(pattern);
    if (kind.isOneCase === true && !isOneCase(bytes, { at, length, value: target.indicator.value })) return;
    take({ target, at, length, ...(kind.form !== undefined && { form: kind.form }) }, kind.border);
  }

  #takeKey(bytes: Uint8Array, key: FoundKey, at: number, take: TakeMatch): void {
    const { length, as } = this.#hashed.read(key, bytes, at);
    this.#takeDigest(key.digest, { at, length, as: [as] }, take);
  }

  /** Matches for values put together: what stands as it is written, and digests in hexadecimal, whole or in part. */
  findJoined(bytes: Uint8Array, take: TakeMatch): void {
    this.findSpelled(bytes, (match, border) => {
      if (match.form !== IN_PART.form) take(match, border);
    });
    this.#hex.scan(bytes, (index, at, length) => this.#takeDigest(index, { at, length, as: this.#share(index, length) }, take));
  }

  /** Values under a one-byte XOR that nobody has undone: of few bytes nothing tells the key. */
  findXored(bytes: Uint8Array, take: TakeMatch): void {
    this.#xor.find(bytes, take);
  }

  #takeDigest(index: number, { at, length, as }: { readonly at: number; readonly length: number; readonly as: readonly string[] }, take: TakeMatch): void {
    const hashed = this.#hashed.of(index);
    if (hashed !== undefined) take({ target: hashed.target, at, length, form: [hashed.name, ...as].join(', ') }, 'any');
  }

  /** How much of a digest some of its hexadecimal digits are; nothing to be said where they are all. */
  #share(index: number, digits: number): readonly string[] {
    const total = this.#hashed.digests.lengthOf(index) * 2;
    return digits === total ? [] : [`${digits} of ${total} digits`];
  }

  /** Adds the names of a list as they are written; gives what may have been hashed of them. */
  #addPackages(indicator: Indicator): readonly (readonly [Target, WrittenText])[] {
    return ownPackages(indicator).map((name) => {
      const target = { indicator: { ...indicator, value: name }, isMember: true };
      this.#spelled.add(target, { text: name, kind: { border: 'package' } });
      return [target, { text: name, of: '' }];
    });
  }

  // Addresses and paths have no separators to be left out; what is not in both cases was made of it by somebody.
  #addName(indicator: Indicator, text: string): void {
    for (const written of inEitherCase({ text, of: '' })) {
      if (written.of === '' || written.text !== text) this.#hashed.add({ indicator, isMember: false }, written);
    }
  }
}

// All small, all capital, a capital at the beginning, or as the value itself is written.
function isOneCase(bytes: Uint8Array, { at, length, value }: { readonly at: number; readonly length: number; readonly value: string }): boolean {
  let small = 0;
  let capital = 0;
  for (let step = at; step < at + length; step += 1) {
    const byte = bytes[step] as number;
    if (byte >= 0x61 && byte <= 0x7a) small += 1;
    if (byte >= 0x41 && byte <= 0x5a) capital += 1;
  }
  if (small === 0 || capital === 0) return true;
  const first = bytes[at] as number;
  return (capital === 1 && first >= 0x41 && first <= 0x5a) || Buffer.from(value).includes(Buffer.from(bytes.buffer, bytes.byteOffset + at, length));
}
