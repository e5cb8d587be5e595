import { isAscii } from 'node:buffer';
import type { Indicator } from '../flow/indicator.ts';
import { ownPackages, isPackageList } from './forms/package-list.ts';
import { IN_PART, isSearchable, pieces, spellings, spread } from './forms/spellings.ts';
import { hashedTexts, inEitherCase } from './forms/written-texts.ts';
import { HexDigests } from './hex-digests.ts';
import type { SpokenName } from './indicators.ts';
import type { TakeMatch } from './match.ts';
import { MultiPattern } from './multi-pattern.ts';
import { HashedPatterns, SpelledPatterns } from './needles.ts';
import { SpreadSearch } from './spread-search.ts';
import { XorSearch, type Maskable } from './xor-search.ts';

/** Every form of every indicator, made ready to be found in one go. */
export class Matcher {
  readonly #spelled = new SpelledPatterns();
  readonly #hashed = new HashedPatterns();
  readonly #texts: MultiPattern;
  readonly #rawKeys: MultiPattern;
  readonly #textKeys: MultiPattern;
  readonly #hex: HexDigests;
  readonly #spread: SpreadSearch;
  readonly #xor: XorSearch;

  /** @param names What a digest that tells of a planted value may have been made of; each value itself unless told otherwise. */
  constructor(indicators: readonly Indicator[], names?: readonly SpokenName[]) {
    const spreadOnes = new SpelledPatterns();
    const maskable: Maskable[] = [];
    for (const indicator of indicators) {
      const target = { indicator, isMember: false };
      if (isPackageList(indicator)) {
        this.#addPackages(indicator);
        continue;
      }
      const spelled = spellings(indicator);
      for (const spelling of [...spelled, ...pieces(indicator)]) this.#spelled.add(target, spelling);
      const wide = spread(indicator);
      if (wide !== undefined) spreadOnes.add(target, wide);
      if (indicator.class !== 'subject') maskable.push(...spelled.map((spelling) => ({ target, spelling })));
      if (indicator.class === 'subject' || !isSearchable(indicator) || (indicator.class === 'planted' && names !== undefined)) continue;
      for (const text of hashedTexts(indicator)) this.#hashed.add(target, text);
    }
    for (const { indicator, text } of names ?? []) this.#addName(indicator, text);
    this.#texts = new MultiPattern(this.#spelled.patterns);
    this.#rawKeys = new MultiPattern(this.#hashed.bytes.patterns);
    this.#textKeys = new MultiPattern(this.#hashed.texts.patterns);
    this.#hex = new HexDigests(this.#hashed.digests);
    this.#spread = new SpreadSearch(spreadOnes, this.#hex);
    this.#xor = new XorSearch(maskable);
  }

  /** Every match in some bytes, in no order; one place may be told in several ways. */
  find(bytes: Uint8Array, take: TakeMatch): void {
    this.findSpelled(bytes, take);
    for (const [search, keys] of [[this.#textKeys, this.#hashed.texts], [this.#rawKeys, this.#hashed.bytes]] as const) {
      if (search.isEmpty || (search === this.#rawKeys && isAscii(bytes))) continue;
      search.scan(bytes, (pattern, at) => {
        const key = keys.of(pattern);
        const { length, as } = this.#hashed.read(key, bytes, at);
        this.#takeDigest(key.digest, { at, length, as: [as] }, take);
      });
    }
    this.#hex.scan(bytes, (index, at, length) => this.#takeDigest(index, { at, length, as: this.#share(index, length) }, take));
    this.#spread.find(bytes, take, (index, { start, end }, digits) =>
      this.#takeDigest(index, { at: start, length: end - start, as: ['with separators', ...this.#share(index, digits)] }, take));
  }

  /** Matches that stand as they are written, no digests. */
  findSpelled(bytes: Uint8Array, take: TakeMatch): void {
    this.#texts.scan(bytes, (pattern, at) => {
      const spelled = this.#spelled.of(pattern);
      if (spelled === undefined) return;
      const { target, kind } = spelled;
      const length = this.#spelled.patterns.lengthOf(pattern);
      if (kind.isOneCase === true && !isOneCase(bytes, { at, length, value: target.indicator.value })) return;
      take({ target, at, length, ...(kind.form !== undefined && { form: kind.form }) }, kind.border);
    });
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

  #addPackages(indicator: Indicator): void {
    for (const name of ownPackages(indicator)) {
      const target = { indicator: { ...indicator, value: name }, isMember: true };
      this.#spelled.add(target, { text: name, kind: { border: 'package' } });
      this.#hashed.add(target, { text: name, of: '' });
    }
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
