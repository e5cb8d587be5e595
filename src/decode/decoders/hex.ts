import type { Decoder, Piece } from '../decoder.ts';
import { decodeHexBackwardsInto, decodeHexEvery, decodeHexInto, hexPair, readHexEscapes, readHexNumbers, readHexPairs } from '../hex-notations.ts';
import { mayBeginReadable, holdsText, type Direction } from '../hex-probe.ts';
import { KeptBytes } from '../kept-bytes.ts';
import { isStructureOrMasked, isTextOrMagic, rate } from '../plausible.ts';
import { reversedBytes } from '../reversed-bytes.ts';
import { BASE64_DIGIT, HEX_DIGIT, isDigit, RunWalk } from '../runs.ts';
import type { Span } from '../spans.ts';
import { isUnmarkedStream } from '../stream-guess.ts';
import { histogramOf, telemetryScore } from '../telemetry-score.ts';
import { isUsual, isUsualText, textLength } from '../text-bytes.ts';
import { masksOfText } from '../text-masks.ts';
import { firstTextStretch } from '../text-stretch.ts';
import { sampledOrder } from '../utf-16-units.ts';

const NONE: readonly Piece[] = [];
const RUNS = { alphabet: HEX_DIGIT, minCharacters: 12 };
const MIN_TEXT_BYTES = 6;
const SAMPLE_BYTES = 512;
/** Digits that need not decode to clean text. */
const MIN_LONG_DIGITS = 24;
const MIN_OPAQUE_DIGITS = 32;
/** Nobody writes a number of so many digits. */
const MOST_DECIMAL_DIGITS = 128;
const MAX_REVERSED_SAMPLE = 256;
/** As many digits as this are looked at before anything is made of them. */
const MAX_PROBED_DIGITS = 1024;
/** So many times as long are digits of base64 of which some are hexadecimal by chance. */
const LEAST_BASE64_SHARE = 2;
/** Base64 and hexadecimal digits read as well garbled as they do plain. */
const SCORE_DOUBT = 0.3;
// Kept between calls: most runs are digests and identifiers, of which nothing is made.
const probed = new KeptBytes(MAX_PROBED_DIGITS / 2);

/** MD5, SHA-1, SHA-256, SHA-384 and SHA-512; identifiers have the first of these lengths too. */
const DIGEST_DIGITS: ReadonlySet<number> = new Set([32, 40, 64, 96, 128]);
const MAX_DIGEST_DIGITS = 128;

/**
 * Hexadecimal digits in either case, as runs, as `\x41`, as `0x41` and as pairs. Identifiers, digests and numbers look the same:
 * what decodes to noise is taken only where it is a long value of its own, and a guess where it is as long as a digest.
 */
export const hex: Decoder = {
  name: 'hex',
  // Before base64, whose alphabet holds these digits as well.
  priority: 49,
  needsIsland: true,
  decode({ bytes, look, path, opened, stretches }, budget) {
    const isReversed = path.at(-1) === 'reversed';
    const pieces: Piece[] = [];
    const run = new RunWalk(RUNS, bytes, { stretches });
    while (run.next()) {
      if (!opened.isEmpty && opened.touches(run)) continue;
      const clear = readRun(bytes, run);
      if (clear.length > 0) {
        addRead(clear, { bytes, run, pieces });
        continue;
      }
      const mayTry = run.end - run.start < MIN_LONG_DIGITS || budget.takeTry('digest');
      // That it was turned around is a guess: as it stands it is read as well.
      if (mayTry && !isReversed) addRead(reversedRun(bytes, run), { bytes, run, pieces });
      addRead(readOpaque(bytes, run, mayTry), { bytes, run, pieces });
    }
    if (look.hasBackslash) pieces.push(...readHexEscapes(bytes));
    for (const piece of readHexNumbers(bytes)) pieces.push(piece);
    for (const piece of readHexPairs(bytes)) pieces.push(piece);
    const free = opened.isEmpty ? pieces : pieces.filter((piece) => !opened.touches(piece));
    if (free.length > budget.layersLeft) {
      return { pieces: free.slice(0, budget.layersLeft), note: `cut off at ${budget.layersLeft} hexadecimal runs`, cutOff: true };
    }
    return free.length === 0 ? undefined : { pieces: free };
  },
};

/** What is read of a run. */
interface Run extends Span {
  readonly isWrapped: boolean;
}

function addRead(read: readonly Piece[], { bytes, run, pieces }: { readonly bytes: Buffer; readonly run: Run; readonly pieces: Piece[] }): void {
  if (read.length === 0) return;
  const isLeft = isAmongBase64(bytes, run);
  for (const piece of read) pieces.push(isLeft ? { ...piece, end: piece.start } : piece);
}

// Digits of base64 are hexadecimal ones for a while now and then: these are read, and stay for it to read.
function isAmongBase64(bytes: Buffer, { start, end }: Run): boolean {
  let from = start;
  while (from > 0 && isDigit(bytes[from - 1], BASE64_DIGIT)) from -= 1;
  let to = end;
  while (to < bytes.length && isDigit(bytes[to], BASE64_DIGIT)) to += 1;
  return to - from >= (end - start) * LEAST_BASE64_SHARE;
}

function readRun(bytes: Buffer, run: Run): readonly Piece[] {
  const { start, end, isWrapped } = run;
  if (!isWrapped && end - start < MIN_LONG_DIGITS) return readShort(bytes, start, end);
  if (!isWrapped && end - start <= MAX_PROBED_DIGITS && isUnreadable(bytes, start, end)) return NONE;
  const digits = isWrapped ? bytes.toString('latin1', start, end).replace(/\s+/g, '') : bytes.toString('latin1', start, end);
  const isWhole = isWholeRun(bytes, run, digits.length);
  const whole = Buffer.from(digits.length % 2 === 0 ? digits : '', 'hex');
  const found: Piece[] = [];
  for (let phase = 0; phase < 2; phase += 1) {
    const decoded = phase === 0 && digits.length % 2 === 0 ? whole : Buffer.from(digits.slice(phase, digits.length - ((digits.length - phase) % 2)), 'hex');
    const at = plausibleFrom(decoded);
    if (at !== undefined) found.push({ step: 'hex', bytes: decoded.subarray(at), start: isWrapped ? start : start + phase + at * 2, end });
  }
  const [first] = found;
  // Digits of digits are text at both phases: both are told, unless nothing stands in front.
  if (first === undefined || !isWhole) return found;
  return [...otherReadings(whole, first.bytes, run), ...found];
}

// What nearly every run is: nothing at either phase, found out without an allocation.
function isUnreadable(bytes: Buffer, start: number, end: number): boolean {
  for (let first = start; first <= start + 1; first += 1) {
    if (mayBeginReadable(bytes, first, 1) && isTextOrMagic(probed.bytes, decodeHexInto(probed.bytes, bytes, first, end))) return false;
    if (holdsText(bytes, first, end)) return false;
  }
  return true;
}

// Digits stand alone where no other letter touches them, and every byte has two of them.
function isWholeRun(bytes: Buffer, { start, end }: Run, digitCount: number): boolean {
  return digitCount % 2 === 0 && (isPrefixed(bytes, start) || !isLetter(bytes[start - 1])) && !isLetter(bytes[end]);
}

// A structure with text in it begins before the text does; digits that were turned around give garbled text as they stand.
function otherReadings(whole: Buffer, found: Buffer, { start, end }: Run): readonly Piece[] {
  const pieces: Piece[] = [];
  const turned = reversedBytes(Buffer.from(whole.toString('hex')));
  const backwards = decodeHexEvery(turned, { start: 0, end: Math.min(turned.length, SAMPLE_BYTES * 2), step: 2 });
  const asItStands = telemetryScore(histogramOf(found.subarray(0, SAMPLE_BYTES)));
  if (telemetryScore(histogramOf(backwards)) > asItStands - SCORE_DOUBT) {
    pieces.push({ step: 'reversed', bytes: turned, start, end, guess: true });
  }
  if (found.length < whole.length) pieces.push({ step: 'hex', bytes: whole, start, end, guess: true });
  return pieces;
}

function readOpaque(bytes: Buffer, run: Run, mayTry: boolean): readonly Piece[] {
  const { start, end, isWrapped } = run;
  if (end - start < MIN_LONG_DIGITS) return NONE;
  if (isDigestLength(end - start) && (!mayTry || (!isWrapped && !isHiding(probed.first(decodeHexInto(probed.bytes, bytes, start, end)))))) return NONE;
  const digits = bytes.toString('latin1', start, end).replace(/\s+/g, '');
  if (!isWholeRun(bytes, run, digits.length) || mayBeNumber(digits)) return NONE;
  const decoded = Buffer.from(digits, 'hex');
  const piece = { step: 'hex', bytes: decoded, start, end };
  if (digits.length >= MIN_OPAQUE_DIGITS && !isDigestLength(digits.length)) return [piece];
  if (mayTry && isPlausible(decoded)) return [{ ...piece, guess: true }];
  // Nearly all of them are digests, and there are thousands in one upload.
  return isDigestLength(digits.length) && isUnmarkedStream(decoded) ? [{ ...piece, guess: true }] : [];
}

function mayBeNumber(digits: string): boolean {
  return digits.length < MOST_DECIMAL_DIGITS && !/[a-f]/i.test(digits);
}

// UTF-16 need not begin with a Latin letter.
function isPlausible(decoded: Buffer): boolean {
  return rate(decoded) !== 'noise' || sampledOrder(decoded) !== undefined;
}

// Whether what may be a digest is something else than text or magic, of which it was asked before.
function isHiding(decoded: Buffer): boolean {
  return isStructureOrMasked(decoded) || sampledOrder(decoded) !== undefined || isUnmarkedStream(decoded);
}

// Numbers and identifiers are as long: only clean text counts.
function readShort(bytes: Buffer, start: number, end: number): readonly Piece[] {
  for (let phase = 0; phase < 2; phase += 1) {
    const first = start + phase;
    const last = end - ((end - first) % 2);
    if (isShortText(bytes, first, { digitCount: last - first, direction: 1 })) {
      return [{ step: 'hex', bytes: decodeHexEvery(bytes, { start: first, end: last, step: 2 }), start: first, end: last }];
    }
  }
  return NONE;
}

interface FewDigits {
  readonly digitCount: number;
  readonly direction: Direction;
}

// The first two bytes turn nearly all of them away.
function isShortText(bytes: Buffer, first: number, { digitCount, direction }: FewDigits): boolean {
  const length = digitCount >> 1;
  if (length < MIN_TEXT_BYTES || !isUsual(hexPair(bytes, first, direction)) || !isUsual(hexPair(bytes, first + 2 * direction, direction))) return false;
  const decoded = probed.bytes;
  for (let index = 0, at = first; index < length; index += 1, at += 2 * direction) decoded[index] = hexPair(bytes, at, direction);
  return textLength(decoded, 0, length) === length && isUsualText(decoded, length);
}

// Digits that were turned around: as a whole, since the pairs begin at their end.
function reversedRun(bytes: Buffer, { start, end }: Run): readonly Piece[] {
  const isReadable = end - start < MIN_LONG_DIGITS ? isShortBackwards(bytes, start, end) : isLongBackwards(bytes, start, end);
  return isReadable ? [{ step: 'reversed', bytes: reversedBytes(bytes.subarray(start, end)), start, end, guess: true }] : NONE;
}

function isShortBackwards(bytes: Buffer, start: number, end: number): boolean {
  for (let last = end - 1; last >= end - 2; last -= 1) {
    if (isShortText(bytes, last, { digitCount: last + 1 - start, direction: -1 })) return true;
  }
  return false;
}

function isLongBackwards(bytes: Buffer, start: number, end: number): boolean {
  const from = Math.max(start, end - MAX_REVERSED_SAMPLE);
  if (mayBeginReadable(bytes, end - 1, -1) && isTextOrMagic(probed.bytes, decodeHexBackwardsInto(probed.bytes, bytes, from, end))) return true;
  const decoded = probed.first(decodeHexBackwardsInto(probed.bytes, bytes, from, end));
  // Of other lengths what cannot be read is told of, and looked at again, but for text under a mask.
  return isDigestLength(end - start) ? isHiding(decoded) : masksOfText(decoded).length > 0;
}

function isDigestLength(digitCount: number): boolean {
  return digitCount <= MAX_DIGEST_DIGITS && DIGEST_DIGITS.has(digitCount);
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a && byte < 0x80;
}

function isPrefixed(bytes: Buffer, start: number): boolean {
  return start >= 2 && bytes[start - 2] === 0x30 && ((bytes[start - 1] ?? 0) | 0x20) === 0x78;
}

// Digits of something else may stand in front: the first byte that something can be read from.
function plausibleFrom(decoded: Buffer, length = decoded.length): number | undefined {
  return isTextOrMagic(decoded, length) ? 0 : firstTextStretch(decoded, length)?.from;
}
