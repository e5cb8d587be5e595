import { createHash } from 'node:crypto';
import type { Indicator } from '../flow/indicator.ts';

/** A text by which an action may be spoken of: a canary, or something made of one (a path, the address of a page). */
export interface SpokenName {
  readonly indicator: Indicator;
  readonly text: string;
}

/** Where in some bytes the digest of a spoken name stands. */
export interface DigestMatch {
  readonly indicator: Indicator;
  readonly at: number;
  readonly length: number;
  /** `sha256`, `md5 of upper case, in base64`. */
  readonly form: string;
}

interface Digested {
  readonly indicator: Indicator;
  readonly form: string;
}

const ALGORITHMS = ['md5', 'sha1', 'sha256'] as const;
// All three are known by their first 128 bits, so a digest cut to the length of an MD5 is found as well.
const KEY_BYTES = 16;
const HEX_KEY = KEY_BYTES * 2;
// 21 digits of base64 are 126 bits; the 22nd depends on what follows.
const BASE64_KEY = 21;
const HEX_RUN = /[0-9a-f]{32,}/g;
const BASE64_RUN = /[A-Za-z0-9+/_-]{22,}/g;
/** Digests stand near the beginning of what is sent, and long runs are something else. */
const MAX_SCANNED_BYTES = 256 * 1024;
const MAX_RUN = 4096;
const MAX_RAW_BYTES = 4096;

/** The digests of spoken names, made once for many searches. */
export class Digests {
  readonly #byHex = new Map<string, Digested>();
  readonly #byBase64 = new Map<string, Digested>();
  readonly #byBytes = new Map<string, Digested>();

  constructor(names: readonly SpokenName[]) {
    for (const { indicator, text } of names) {
      for (const algorithm of ALGORITHMS) {
        this.#add(algorithm, text, { indicator, form: algorithm });
        if (text.toUpperCase() !== text) this.#add(algorithm, text.toUpperCase(), { indicator, form: `${algorithm} of upper case` });
      }
    }
  }

  /** Digests in some bytes: in hexadecimal of either case, in base64 of either alphabet, and as they are. */
  *find(bytes: Buffer): Generator<DigestMatch> {
    if (this.#byHex.size === 0 || bytes.length < KEY_BYTES) return;
    const text = bytes.toString('latin1', 0, MAX_SCANNED_BYTES);
    yield* scan(text.toLowerCase(), { run: HEX_RUN, width: HEX_KEY, known: this.#byHex, as: '' });
    yield* scan(text, { run: BASE64_RUN, width: BASE64_KEY, known: this.#byBase64, as: ', in base64' });
    if (bytes.length <= MAX_RAW_BYTES) yield* scan(text, { run: /^[\s\S]{16,}$/g, width: KEY_BYTES, known: this.#byBytes, as: ', as bytes' });
  }

  #add(algorithm: string, text: string, digested: Digested): void {
    const digest = createHash(algorithm).update(text).digest();
    for (const [map, key] of [
      [this.#byHex, digest.toString('hex').slice(0, HEX_KEY)],
      [this.#byBase64, digest.toString('base64').slice(0, BASE64_KEY)],
      [this.#byBytes, digest.toString('latin1', 0, KEY_BYTES)],
    ] as const) {
      if (!map.has(key)) map.set(key, digested);
    }
  }
}

interface Scan {
  readonly run: RegExp;
  readonly width: number;
  readonly known: ReadonlyMap<string, Digested>;
  readonly as: string;
}

function* scan(text: string, { run, width, known, as }: Scan): Generator<DigestMatch> {
  for (const match of text.matchAll(run)) {
    const [found] = match;
    const standard = found.slice(0, MAX_RUN).replaceAll('-', '+').replaceAll('_', '/');
    const plain = as === ', in base64' ? standard : found.slice(0, MAX_RUN);
    for (let at = 0; at + width <= plain.length; at += 1) {
      const digested = known.get(plain.slice(at, at + width));
      if (digested !== undefined) yield { indicator: digested.indicator, at: match.index + at, length: width, form: `${digested.form}${as}` };
    }
  }
}
