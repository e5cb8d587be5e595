import { MultiPattern } from './multi-pattern.ts';
import type { Target, TakeMatch } from './match.ts';
import { PatternSet } from './pattern-set.ts';

// Shorter ones would be found in anything.
const LEAST_LENGTH = 10;
const CHUNK_BYTES = 64 * 1024;

/**
 * Finds planted values under an XOR with one byte, whichever it is: what two neighbouring bytes differ in is the same with
 * and without it.
 */
export class XorSearch {
  readonly #patterns = new PatternSet();
  readonly #planted: { readonly target: Target; readonly text: Buffer }[] = [];
  readonly #search: MultiPattern;
  readonly #longest: number;

  constructor(planted: readonly Target[]) {
    let longest = 0;
    for (const target of planted) {
      for (const text of new Set([target.indicator.value, target.indicator.value.toUpperCase()])) {
        const bytes = Buffer.from(text);
        if (bytes.length < LEAST_LENGTH) continue;
        this.#patterns.add(differences(bytes), true);
        this.#planted.push({ target, text: bytes });
        longest = Math.max(longest, bytes.length);
      }
    }
    this.#longest = longest;
    this.#search = new MultiPattern(this.#patterns);
  }

  find(bytes: Uint8Array, take: TakeMatch): void {
    if (this.#search.isEmpty) return;
    for (let from = 0; from < bytes.length; from += CHUNK_BYTES) {
      const chunk = bytes.subarray(from, from + CHUNK_BYTES + this.#longest);
      this.#search.scan(differences(chunk), (pattern, at) => {
        const planted = this.#planted[pattern];
        const key = (planted?.text[0] ?? 0) ^ (chunk[at] ?? 0);
        // Under a key of 0 it stands as it is, and is found without us.
        if (planted === undefined || key === 0) return;
        take({ target: planted.target, at: from + at, length: planted.text.length, form: `xor 0x${key.toString(16).padStart(2, '0')}` }, 'any');
      });
    }
  }
}

function differences(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.max(0, bytes.length - 1));
  for (let at = 0; at < out.length; at += 1) out[at] = (bytes[at] as number) ^ (bytes[at + 1] as number);
  return out;
}
