import { base64Name, decodeBase64, decodeBase64Into, mayBeMixed } from './base64-digits.ts';
import type { Digits } from './base64-run.ts';
import { isWholeValue } from './boundary.ts';
import type { Piece } from './decoder.ts';
import { rate } from './plausible.ts';
import type { Span } from './spans.ts';
import { isUnmarkedStream } from './stream-guess.ts';
import { isUsual, isUsualText, mayBeginText, textLength, usualStretch } from './text-bytes.ts';

const MIN_EMBEDDED_CHARACTERS = 12;
const MIN_STRETCH_BYTES = 10;
const MIN_TEXT_BYTES = 6;
const PADDING = 0x3d;
const SLASH = 0x2f;

const NONE: readonly Piece[] = [];
const scratch = Buffer.alloc(24);

/**
 * Whether a run of fewer than twelve characters is turned away by `readShortRun` for sure, and by whoever looks behind a path:
 * most runs are names and words, and this is a tenth of what reading them costs.
 */
export function isWordAtFirstSight(bytes: Buffer, { start, end }: Span): boolean {
  const length = end - start;
  if (length >= MIN_EMBEDDED_CHARACTERS || bytes[end - 1] === PADDING) return false;
  if (mayBeText(bytes, start) && length % 4 !== 1 && isWholeValue(bytes, start, end)) return false;
  for (let at = start; at < end; at += 1) if (bytes[at] === SLASH) return false;
  return true;
}

/** Whether four digits may be those of text: three bytes, of which none is a control and none a character torn off. */
export function mayBeText(bytes: Buffer, start: number): boolean {
  decodeBase64Into(scratch, bytes, start, start + 4);
  return mayBeginText(scratch[0] as number, scratch[1] as number, scratch[2] as number);
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
