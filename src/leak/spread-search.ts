import type { Span } from '../decode/spans.ts';
import { LEAST_DIGITS } from './hex-digests.ts';
import type { HexDigests } from './hex-digests.ts';
import { MultiPattern } from './multi-pattern.ts';
import type { TakeMatch } from './match.ts';
import type { SpelledPatterns } from './needles.ts';
import { Squeezed } from './squeezed.ts';

/** Digits of the longest digest in hexadecimal. */
export const LONGEST_DIGEST = 64;
// Of what is searched here nothing is shorter.
const SHORTEST = 9;
// `, "` between two letters, and not a table of numbers; a canary is known by itself, whatever stands between.
const WIDEST_GAP = 3;
const WIDEST_GAP_IN_CANARY = 64;

/** Finds what stands with other bytes between its letters and digits: `86-321405-883013-7`, a UUID made of an MD5. */
export class SpreadSearch {
  readonly #spelled: SpelledPatterns;
  readonly #texts: MultiPattern;
  readonly #hex: HexDigests;
  readonly #squeezed: Squeezed;

  constructor(spelled: SpelledPatterns, hex: HexDigests) {
    this.#spelled = spelled;
    this.#texts = new MultiPattern(spelled.patterns);
    this.#hex = hex;
    this.#squeezed = new Squeezed(Math.max(LONGEST_DIGEST, spelled.longestBytes) - 1);
  }

  /** @param takeDigest Takes a piece of a digest: its index, where it stands, its digits. */
  find(bytes: Uint8Array, take: TakeMatch, takeDigest: (digest: number, stretch: Span, digits: number) => void): void {
    if (bytes.length <= SHORTEST || (this.#texts.isEmpty && this.#hex.isEmpty)) return;
    const squeezed = this.#squeezed;
    squeezed.begin(bytes);
    while (squeezed.next()) {
      const chunk = squeezed.bytes;
      this.#texts.scan(chunk, (pattern, at) => this.#takeText(bytes, pattern, at, take));
      this.#hex.scan(chunk, (digest, at, length) => {
        const stretch = squeezed.locate(at, length);
        // Enough digits in a row are told as they stand; what chance adds to them behind a comma is none of it.
        if (isGapped(stretch, length) && widestGap(bytes, stretch) <= WIDEST_GAP && longestRun(bytes, stretch) < LEAST_DIGITS) takeDigest(digest, stretch, length);
      });
    }
  }

  #takeText(bytes: Uint8Array, pattern: number, at: number, take: TakeMatch): void {
    const spelled = this.#spelled.of(pattern);
    const length = this.#spelled.patterns.lengthOf(pattern);
    if (spelled === undefined) return;
    const stretch = this.#squeezed.locate(at, length);
    const widest = spelled.target.indicator.class === 'planted' ? WIDEST_GAP_IN_CANARY : WIDEST_GAP;
    if (!isGapped(stretch, length) || widestGap(bytes, stretch) > widest) return;
    const { target, kind } = spelled;
    take({ target, at: stretch.start, length: stretch.end - stretch.start, ...(kind.form !== undefined && { form: kind.form }) }, kind.border);
  }
}

function isGapped({ start, end }: Span, length: number): boolean {
  return end - start > length;
}

function longestRun(bytes: Uint8Array, { start, end }: Span): number {
  let longest = 0;
  let run = 0;
  for (let at = start; at < end; at += 1) {
    run = isLetterOrDigit(bytes[at] as number) ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}

function widestGap(bytes: Uint8Array, { start, end }: Span): number {
  let widest = 0;
  let gap = 0;
  for (let at = start; at < end; at += 1) {
    gap = isLetterOrDigit(bytes[at] as number) ? 0 : gap + 1;
    if (gap > widest) widest = gap;
  }
  return widest;
}

/** Whether a byte is a letter or a digit of ASCII. */
export function isLetterOrDigit(byte: number): boolean {
  const letter = byte | 0x20;
  return (byte >= 0x30 && byte <= 0x39) || (letter >= 0x61 && letter <= 0x7a);
}
