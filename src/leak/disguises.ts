import type { Indicator } from '../flow/indicator.ts';
import { CANARY_PREFIX } from '../flow/canary.ts';

/** A canary that does not stand there as it is. */
export interface DisguisedMatch {
  readonly indicator: Indicator;
  readonly at: number;
  readonly length: number;
  /** `in part`, `with separators`, `reversed`. */
  readonly form: string;
}

/**
 * So many of a canary's random characters in a row are not chance: 36^8 is 2.8 × 10¹². Fewer would be, in a megabyte
 * of base64.
 */
export const PIECE_LENGTH = 8;

// Longer texts are searched for pieces in their beginning only; nobody hides a name by writing much around it.
const MAX_SCANNED_BYTES = 256 * 1024;
const SEPARATORS = /[^a-z0-9]+/g;

/** Canaries made ready to be found in disguise. */
export class Disguises {
  readonly #pieces = new Map<string, Indicator>();
  readonly #whole: readonly { readonly indicator: Indicator; readonly value: string; readonly reversed: string }[];

  constructor(planted: readonly Indicator[]) {
    this.#whole = planted.map((indicator) => {
      const value = indicator.value.toLowerCase();
      return { indicator, value, reversed: Array.from(value).reverse().join('') };
    });
    for (const { indicator, value } of this.#whole) {
      const random = value.startsWith(CANARY_PREFIX) ? value.slice(CANARY_PREFIX.length) : value;
      for (let at = 0; at + PIECE_LENGTH <= random.length; at += 1) this.#pieces.set(random.slice(at, at + PIECE_LENGTH), indicator);
    }
  }

  /** Canaries in pieces, spread by separators or written backwards, in a text already in lower case. */
  *find(folded: string): Generator<DisguisedMatch> {
    const text = folded.slice(0, MAX_SCANNED_BYTES);
    for (let at = 0; at + PIECE_LENGTH <= text.length; at += 1) {
      const indicator = this.#pieces.get(text.slice(at, at + PIECE_LENGTH));
      if (indicator !== undefined) yield { indicator, at, length: PIECE_LENGTH, form: 'in part' };
    }
    for (const { indicator, reversed } of this.#whole) {
      const at = text.indexOf(reversed);
      if (at >= 0) yield { indicator, at, length: reversed.length, form: 'reversed' };
    }
    if (text.length < CANARY_PREFIX.length + PIECE_LENGTH) return;
    const squeezed = text.replace(SEPARATORS, '');
    if (squeezed.length === text.length) return;
    for (const { indicator, value } of this.#whole) {
      if (value.length > PIECE_LENGTH && squeezed.includes(value)) yield { indicator, at: 0, length: text.length, form: 'with separators' };
    }
  }
}
