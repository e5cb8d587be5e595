import { base64Name, decodeBase64, isMixed } from './base64-digits.ts';
import type { Input, Piece } from './decoder.ts';
import { rate } from './plausible.ts';
import { BASE64_DIGIT, isDigit, MIN_LINE_CHARACTERS } from './runs.ts';
import { textLength } from './text-bytes.ts';

const MIN_CHARACTERS = 8;
const MIN_OPAQUE_CHARACTERS = 24;
/** One digit in 64 is a plus: between blanks stand more digits than a word has. */
const MIN_CHARACTERS_A_BLANK = 16;
const PADDING = 0x3d;
const PLUS = 0x2b;
const BLANK = 0x20;
const FIRST_CHARACTERS = 64;
const IS_SPACED = Uint8Array.from({ length: 256 }, (_, byte) => ([9, 10, 13, BLANK, PADDING].includes(byte) || isDigit(byte, BASE64_DIGIT) ? 1 : 0));

/** A layer that is base64 as a whole but for white space: lines of any width, or a form has made a blank of each plus. */
export function readSpaced({ bytes, look, opened }: Input): Piece | undefined {
  if (!look.hasBlank || look.hasAmpersand || look.hasLess || look.hasPercent || look.hasBackslash || !opened.isEmpty) return undefined;
  const spaced = digitsOf(bytes);
  if (spaced === undefined) return undefined;
  const { digits, padding, blanks, firstLine } = spaced;
  const length = digits.length - padding;
  if (length < MIN_CHARACTERS || length % 4 === 1 || (padding > 0 && digits.length % 4 !== 0)) return undefined;
  // Longer lines are joined with the runs, where each may also be a value of its own.
  if (blanks === 0 && firstLine >= MIN_LINE_CHARACTERS) return undefined;
  const decoded = decodeBase64(digits);
  const rating = rate(decoded);
  const piece = { step: base64Name(digits), bytes: decoded, start: 0, end: bytes.length };
  if (rating === 'magic' || (rating === 'text' && textLength(decoded) === decoded.length)) return piece;
  if (rating === 'structure' || rating === 'masked') return { ...piece, guess: true };
  const isDense = length >= MIN_OPAQUE_CHARACTERS && blanks > 0 && blanks * MIN_CHARACTERS_A_BLANK <= length;
  // Words with base64 among them are as dense: the runs between the blanks are read as well.
  return isDense && isMixed(digits, 0, length) ? { ...piece, guess: true } : undefined;
}

interface SpacedDigits {
  readonly digits: Buffer;
  readonly padding: number;
  /** Blanks that were read as a plus. */
  readonly blanks: number;
  /** Characters of the first line; all of them where there is one line. */
  readonly firstLine: number;
}

function digitsOf(bytes: Buffer): SpacedDigits | undefined {
  // Nearly every text that is something else says so with its first characters, before room for all of them is made.
  for (let at = 0; at < Math.min(bytes.length, FIRST_CHARACTERS); at += 1) if (IS_SPACED[bytes[at] as number] === 0) return undefined;
  const digits = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  let padding = 0;
  let blanks = 0;
  let firstLine = -1;
  let isLineStart = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    if (byte === 9 || byte === 10 || byte === 13 || (byte === BLANK && (isLineStart || padding > 0))) {
      if (byte === 10 && firstLine < 0) firstLine = length;
      isLineStart = byte === 10 || isLineStart;
      continue;
    }
    isLineStart = false;
    if (byte === PADDING) padding += 1;
    else if (padding > 0) return undefined;
    else if (byte === BLANK) blanks += 1;
    else if (!isDigit(byte, BASE64_DIGIT)) return undefined;
    if (padding > 2) return undefined;
    digits[length] = byte === BLANK ? PLUS : byte;
    length += 1;
  }
  return { digits: digits.subarray(0, length), padding, blanks, firstLine: firstLine < 0 ? length : firstLine };
}
