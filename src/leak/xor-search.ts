import type { Spelling } from './forms/spellings.ts';
import { MultiPattern } from './multi-pattern.ts';
import type { Target, TakeMatch } from './match.ts';
import { PatternSet } from './pattern-set.ts';

/** A way in which a target may stand under a mask. */
export interface Maskable {
  readonly target: Target;
  readonly spelling: Spelling;
}

// Shorter ones would be found in anything.
const LEAST_LENGTH = 10;
// Padding differs in nothing, and neither does what is one character over and over.
const LEAST_DISTINCT = 4;
const CHUNK_BYTES = 64 * 1024;

/**
 * Finds values under an XOR with one byte, whichever it is: what two neighbouring bytes differ in is the same with
 * and without it.
 */
export class XorSearch {
  readonly #patterns = new PatternSet();
  readonly #masked: { readonly target: Target; readonly text: Buffer; readonly of: string }[] = [];
  readonly #search: MultiPattern;
  readonly #longest: number;

  constructor(maskable: readonly Maskable[]) {
    let longest = 0;
    for (const { target, spelling: { text: spelled, kind } } of maskable) {
      for (const text of new Set([spelled, spelled.toLowerCase(), spelled.toUpperCase()])) {
        const bytes = Buffer.from(text);
        if (bytes.length < LEAST_LENGTH || new Set(bytes).size < LEAST_DISTINCT) continue;
        this.#patterns.add(differences(bytes), true);
        this.#masked.push({ target, text: bytes, of: kind.form === undefined ? '' : `, ${kind.form}` });
        longest = Math.max(longest, bytes.length);
      }
    }
    this.#longest = longest;
    this.#search = new MultiPattern(this.#patterns);
  }

  find(bytes: Uint8Array, take: TakeMatch): void {
    if (this.#search.isEmpty || bytes.length < LEAST_LENGTH) return;
    for (let from = 0; from < bytes.length; from += CHUNK_BYTES) {
      const chunk = bytes.subarray(from, from + CHUNK_BYTES + this.#longest);
      this.#search.scan(differences(chunk), (pattern, at) => {
        const found = this.#masked[pattern];
        const key = (found?.text[0] ?? 0) ^ (chunk[at] ?? 0);
        // Under a key of 0 it stands as it is, and is found without us.
        if (found === undefined || key === 0) return;
        take({ target: found.target, at: from + at, length: found.text.length, form: `xor 0x${key.toString(16).padStart(2, '0')}${found.of}` }, 'any');
      });
    }
  }
}

function differences(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.max(0, bytes.length - 1));
  for (let at = 0; at < out.length; at += 1) out[at] = (bytes[at] as number) ^ (bytes[at + 1] as number);
  return out;
}
