import { base64Name, decodeBase64, decodeBase64Into, mayBeMixed, tripletAt } from './base64-digits.ts';
import type { Digits } from './base64-run.ts';
import { isWholeValue } from './boundary.ts';
import type { Piece } from './decoder.ts';
import { mayHaveMagic } from './magic.ts';
import { rate } from './plausible.ts';
import type { Span } from './spans.ts';
import { isUnmarkedStream } from './stream-guess.ts';
import { isUsual, isUsualText, mayBeginText, textLength, usualStretch } from './text-bytes.ts';

const MIN_CHARACTERS = 8;
const MIN_EMBEDDED_CHARACTERS = 12;
const MIN_STRETCH_BYTES = 10;
const MIN_TEXT_BYTES = 6;
/** Of milliseconds since 1970. No base64 has so many digits, nor do ten bytes of text stand in them behind others. */
const TIME_DIGITS = 13;
const PADDING = 0x3d;
const SLASH = 0x2f;

const NONE: readonly Piece[] = [];
const scratch = Buffer.alloc(24);

/**
 * Whether nothing is read for sure of a run that is short: most are names, words and times, and this is a tenth of what reading
 * them costs.
 */
export function isWordAtFirstSight(bytes: Buffer, { start, end }: Span): boolean {
  const length = end - start;
  const isShort = length < MIN_EMBEDDED_CHARACTERS;
  if ((!isShort && length !== TIME_DIGITS) || bytes[end - 1] === PADDING) return false;
  // What is so short is read only where it is a value of its own; a digit more than there can be is read backwards alone.
  const mayBeRead = isShort ? length % 4 !== 1 && mayBeText(bytes, start) : mayBeTurned(bytes, end);
  if (mayBeRead && isWholeValue(bytes, start, end)) return false;
  // Behind a slash further on there is less than what anybody reads.
  for (let at = start; at < end - MIN_CHARACTERS; at += 1) if (bytes[at] === SLASH) return false;
  return true;
}

/** Whether four digits may be those of text: three bytes, of which none is a control and none a character torn off. */
export function mayBeText(bytes: Buffer, start: number, direction: 1 | -1 = 1): boolean {
  const triplet = tripletAt(bytes, start, direction);
  return mayBeginText(triplet >> 16, (triplet >> 8) & 0xff, triplet & 0xff);
}

/** Whether digits that end there may be those of text, or of something with a magic number, that was turned around. */
export function mayBeTurned(bytes: Buffer, end: number): boolean {
  const triplet = tripletAt(bytes, end - 1, -1);
  return mayBeText(bytes, end - 1, -1) || mayHaveMagic(triplet >> 16, (triplet >> 8) & 0xff);
}

/**
 * What a run of fewer than 24 digits decodes to. Words are as long, so only clean text counts, and in a value of its
 * own what `rate` knows.
 */
export function readShortRun(run: Digits): readonly Piece[] {
  const { bytes, start, end, isWhole } = run;
  const length = end - start;
  if (length < MIN_EMBEDDED_CHARACTERS && !isWhole) return NONE;
  if (length % 4 !== 1) {
    if (mayBeText(bytes, start) && isCleanText(decodeBase64Into(scratch, bytes, start, end))) return [piece(run, start, end)];
    if (length < MIN_EMBEDDED_CHARACTERS) return NONE;
    const decodedLength = decodeBase64Into(scratch, bytes, start, end);
    if (isWhole && mayBeMixed(bytes, start, end) && isPlausible(scratch.subarray(0, decodedLength))) return [{ ...piece(run, start, end), guess: true }, ...embedded(run)];
  }
  return length < MIN_EMBEDDED_CHARACTERS ? NONE : embedded(run);
}

function isPlausible(decoded: Buffer): boolean {
  return rate(decoded) !== 'noise' || isUnmarkedStream(decoded);
}

function isCleanText(length: number): boolean {
  // The first character alone turns most words away.
  if (length < MIN_TEXT_BYTES || !(isUsual(scratch[0] as number) || (scratch[0] as number) >= 0xc2)) return false;
  return textLength(scratch, 0, length) === length && isUsualText(scratch, length);
}

// Foreign digits in front or behind: a stretch of usual text must stand out of the noise.
function embedded(run: Digits): readonly Piece[] {
  for (let phase = 0; phase < 4; phase += 1) {
    const first = run.start + phase;
    // At most 17 bytes: every stretch of ten covers the eighth and the ninth.
    decodeBase64Into(scratch, run.bytes, first + 8, Math.min(run.end, first + 12));
    if (!isUsual(scratch[1] as number) || !isUsual(scratch[2] as number)) continue;
    const length = decodeBase64Into(scratch, run.bytes, first, run.end);
    const stretch = usualStretch(scratch, length);
    if (stretch.end - stretch.start < MIN_STRETCH_BYTES) continue;
    return [piece(run, first + Math.floor(stretch.start / 3) * 4, Math.min(run.end, first + Math.ceil((stretch.end * 4) / 3)))];
  }
  return NONE;
}

function piece({ bytes, end, paddedEnd }: Digits, first: number, last: number): Piece {
  return { step: base64Name(bytes, first, last), bytes: decodeBase64(bytes, first, last), start: first, end: last === end ? paddedEnd : last };
}
