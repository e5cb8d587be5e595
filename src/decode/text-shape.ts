import { isUsualText } from './text-bytes.ts';
import { masked } from './text-masks.ts';

const STRUCTURE_BONUS = 1;
const FORM_BONUS = 0.5;
const ENCODED_TEXT_BONUS = 1.5;
const ALPHABET_BONUS = 0.3;
const LOOSE_PERCENT = -0.3;
const MIN_ESCAPES = 3;
/** How gzip, JSON, zlib, zstd and LZ4 begin in base64. */
const ENCODED_MAGIC = /^(?:H4sI|eyJ|W3si|eJ[wyz]|eNp|KLUv|BCJNG)/;
const MIN_HEX_CHARACTERS = 12;
const MIN_BASE64_CHARACTERS = 16;

/** The most that a shape can add. */
export const BEST_SHAPE = ENCODED_TEXT_BONUS;

/** So much of the start tells the shape. */
export const SHAPE_BYTES = 48;

const LOWER_HEX = 1;
const UPPER_HEX = 2;
const BASE64 = 4;
/** What a percent-escape, a form, padding, an address, and an identifier with separators cannot be without. */
const SIGN = 8;
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  const hex = (/[\da-f]/.test(character) ? LOWER_HEX : 0) | (/[\dA-F]/.test(character) ? UPPER_HEX : 0);
  return hex | (/[\w+/-]/.test(character) ? BASE64 : 0) | (/[%=:-]/.test(character) ? SIGN : 0);
});
/** What structures, quoted text, and the beginnings above begin with. */
const OPENS = Uint8Array.from({ length: 256 }, (_, byte) => (/[{[<"HeWKB]/.test(String.fromCharCode(byte)) ? 1 : 0));

/**
 * How much more a sample looks like telemetry by its shape than by its letters, each byte XORed with `mask`. `last` is the last
 * byte of what it is a sample of.
 */
export function shapeBonus(sample: Buffer, last: number, mask: number): number {
  const end = Math.min(sample.length, SHAPE_BYTES);
  let common = LOWER_HEX | UPPER_HEX | BASE64;
  let seen = 0;
  let digits = 0;
  let mostDigits = 0;
  for (let at = 0; at < end; at += 1) {
    const kinds = KINDS[(sample[at] as number) ^ mask] as number;
    common &= kinds;
    seen |= kinds;
    digits = (kinds & BASE64) === 0 ? 0 : digits + 1;
    if (digits > mostDigits) mostDigits = digits;
  }
  const isHex = (common & (LOWER_HEX | UPPER_HEX)) !== 0;
  const mayOpen = OPENS[(sample[0] as number) ^ mask] === 1;
  // Nearly all masks are turned away here: their text is words, or garbled.
  if (!mayOpen && (seen & SIGN) === 0 && mostDigits < (isHex ? MIN_HEX_CHARACTERS : MIN_BASE64_CHARACTERS)) {
    if (isHex) return STRUCTURE_BONUS;
    return common === 0 ? 0 : ALPHABET_BONUS;
  }
  return bonusOf(masked(sample.subarray(0, end), mask).toString('latin1'), String.fromCharCode(last ^ mask), mask !== 0);
}

// A structure opens with its first character and closes with its last; a form begins with a name; base64 has its alphabet;
// behind a percent sign stand two digits.
function bonusOf(start: string, last: string, isMasked: boolean): number {
  if (/^(?:\{["}\s]|\[["[{\]\d\s])/.test(start) || (/^[[{]/.test(start) && /[\]}]/.test(last)) || /^<[?!/]?[A-Za-z_][\w.:-]*[\s>/[]/.test(start)) return STRUCTURE_BONUS;
  if (isHexOfText(start) || (isMasked && holdsBase64OfText(start))) return ENCODED_TEXT_BONUS;
  if ((start.startsWith('"') && last === '"') || /^(?:[\da-f]+|[\dA-F]+)$/.test(start)) return STRUCTURE_BONUS;
  if (/^(?:[\dA-Fa-f]{2}(?::[\dA-Fa-f]{2}){5}|[\dA-Fa-f]{8}(?:-[\dA-Fa-f]{4}){3}-[\dA-Fa-f]{12})/.test(start)) return STRUCTURE_BONUS;
  if (ENCODED_MAGIC.test(start)) return STRUCTURE_BONUS;
  // Of text that was turned around as well, the digits stand in front.
  const escapes = Math.max(start.match(/%[\dA-Fa-f]{2}/g)?.length ?? 0, start.match(/[\dA-Fa-f]{2}%/g)?.length ?? 0);
  const isLoose = /%(?![\dA-Fa-f]{2}|[\dA-Fa-f]?$)/.test(start) && /(?<![\dA-Fa-f]{2}|^[\dA-Fa-f]?)%/.test(start);
  if (isLoose) return LOOSE_PERCENT;
  if (escapes >= MIN_ESCAPES) return STRUCTURE_BONUS;
  if (/^[A-Za-z_$][\w.$[\]-]*=/.test(start) || /^https?:\/\//.test(start)) return FORM_BONUS;
  return /^[\w+/-]+=*$/.test(start) ? ALPHABET_BONUS : 0;
}

// Digits stay digits under many masks; what they stand for does not stay text.
function isHexOfText(start: string): boolean {
  if (!/^(?:(?:[\da-f]{2}){6,}|(?:[\dA-F]{2}){6,})$/.test(start)) return false;
  return isPlain(Buffer.from(start, 'hex'));
}

// Under any other mask base64 is base64 of noise, if at all; words as they stand may pass for it.
function holdsBase64OfText(start: string): boolean {
  const digits = /[\w+/-]{16,}/.exec(start)?.[0];
  return digits !== undefined && isPlain(Buffer.from(digits, 'base64'));
}

function isPlain(decoded: Buffer): boolean {
  return isUsualText(decoded) && /^[ -~]+$/.test(decoded.toString('latin1'));
}
