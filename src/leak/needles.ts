import { isAscii } from 'node:buffer';
import { ALGORITHMS, digestOf, DigestSet, nameUuidOf } from './digest-set.ts';
import type { SpellingKind, Spelling } from './forms/spellings.ts';
import type { WrittenText } from './forms/written-texts.ts';
import type { Target } from './match.ts';
import { PatternSet } from './pattern-set.ts';

/** Patterns that each spell a target. */
export class SpelledPatterns {
  readonly patterns = new PatternSet();
  readonly #targets: Target[] = [];
  readonly #kinds: SpellingKind[] = [];
  #longest = 0;

  add(target: Target, { text, kind }: Spelling): void {
    this.addBytes(target, Buffer.from(text), kind);
  }

  /** Adds what need not be text. */
  addBytes(target: Target, bytes: Uint8Array, kind: SpellingKind): void {
    const pattern = this.patterns.add(bytes, kind.isExact === true);
    this.#longest = Math.max(this.#longest, this.patterns.lengthOf(pattern));
    this.#targets.push(target);
    this.#kinds.push(kind);
  }

  /** Bytes of the longest pattern. */
  get longestBytes(): number {
    return this.#longest;
  }

  /** Target and kind of a pattern; undefined for a pattern of somebody else. */
  of(pattern: number): { readonly target: Target; readonly kind: SpellingKind } | undefined {
    const target = this.#targets[pattern];
    const kind = this.#kinds[pattern];
    return target === undefined || kind === undefined ? undefined : { target, kind };
  }
}

// 66 bits; a digest cut to 64 is known in base64 by as many characters as it fills.
const BASE64_KEY = 11;
const RAW_KEY = 8;

/** Digests that each tell of a target, and the patterns by which they are found other than in hexadecimal. */
export class HashedPatterns {
  readonly digests = new DigestSet();
  /** The beginnings of the digests as bytes: those with a byte above 0x7f, which no ASCII text holds. */
  readonly bytes: KeySet;
  /** Their beginnings in base64 of either alphabet, and the few that are ASCII as bytes. */
  readonly texts: KeySet;
  readonly #targets: Target[] = [];
  readonly #names: string[] = [];
  // The same few names for hundreds of thousands of digests: each is kept once.
  readonly #interned = new Map<string, string>();

  /**
   * @param texts Gets the patterns that may stand in a text, behind those of somebody else: one pass finds them all.
   * @param bytes As `texts`, for those that no ASCII text holds.
   */
  constructor(texts: PatternSet, bytes: PatternSet) {
    this.texts = new KeySet(texts);
    this.bytes = new KeySet(bytes);
  }

  /** Adds every digest of a text. */
  add(target: Target, { text, of }: WrittenText): void {
    for (const algorithm of ALGORITHMS) {
      const digest = digestOf(algorithm, text);
      this.#addOne(digest, target, `${algorithm}${of}`);
      if (algorithm === 'md5') this.#addOne(nameUuidOf(digest), target, `name UUID (md5)${of}`);
    }
  }

  /** Target of a digest, and its name for the form: `sha256 of upper case`. */
  of(digest: number): { readonly target: Target; readonly name: string } | undefined {
    const target = this.#targets[digest];
    const name = this.#names[digest];
    return target === undefined || name === undefined ? undefined : { target, name };
  }

  /** How much of a digest stands at a place where its beginning was found: as bytes where the key has 8 of them, else in base64. */
  read({ digest, keyLength }: FoundKey, bytes: Uint8Array, at: number): { readonly length: number; readonly as: string } {
    const whole = this.digests.bytesOf(digest);
    if (keyLength === RAW_KEY) {
      const length = sharedLength(whole, bytes, at);
      return { length, as: length === whole.length ? 'as bytes' : `first ${length} of ${whole.length} bytes` };
    }
    const length = Math.max(...(['base64', 'base64url'] as const).map((alphabet) => sharedLength(Buffer.from(whole.toString(alphabet).replace(/=+$/, '')), bytes, at)));
    const total = Math.ceil((whole.length * 4) / 3);
    // The last digit is another one where something follows in the same base64.
    return { length, as: length >= total - 1 ? 'in base64' : `first ${length} of ${total} digits of base64` };
  }

  #addOne(digest: Buffer, target: Target, name: string): void {
    const index = this.digests.add(digest);
    this.#targets.push(target);
    const interned = this.#interned.get(name) ?? name;
    this.#interned.set(name, interned);
    this.#names.push(interned);
    const standard = digest.toString('base64').slice(0, BASE64_KEY);
    const urlSafe = digest.toString('base64url').slice(0, BASE64_KEY);
    const raw = digest.subarray(0, RAW_KEY);
    (isAscii(raw) ? this.texts : this.bytes).add(raw, index);
    for (const key of new Set([standard, urlSafe])) this.texts.add(Buffer.from(key), index);
  }
}

/** A beginning of a digest that was found. */
export interface FoundKey {
  readonly digest: number;
  readonly keyLength: number;
}

/** Beginnings of digests, in a set behind the patterns that stand in it already. */
export class KeySet {
  readonly patterns: PatternSet;
  readonly #first: number;
  readonly #digests: number[] = [];

  constructor(patterns: PatternSet) {
    this.patterns = patterns;
    this.#first = patterns.size;
  }

  add(key: Uint8Array, digest: number): void {
    this.patterns.add(key, true);
    this.#digests.push(digest);
  }

  /** The digest that a pattern is the beginning of; undefined for a pattern of somebody else. */
  of(pattern: number): FoundKey | undefined {
    const digest = this.#digests[pattern - this.#first];
    return digest === undefined ? undefined : { digest, keyLength: this.patterns.lengthOf(pattern) };
  }
}

function sharedLength(one: Uint8Array, bytes: Uint8Array, at: number): number {
  let length = 0;
  while (length < one.length && one[length] === bytes[at + length]) length += 1;
  return length;
}
