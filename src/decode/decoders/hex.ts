import type { Decoder, Piece } from '../decoder.ts';
import { backwardsByte, decodeHexBackwardsInto, decodeHexEvery, decodeHexInto, hexByte, readHexEscapes, readHexNumbers, readHexPairs } from '../hex-notations.ts';
import { isTextOrMagic, rate } from '../plausible.ts';
import { reversedBytes } from '../reversed-bytes.ts';
import { BASE64_DIGIT, HEX_DIGIT, isDigit, RunWalk } from '../runs.ts';
import type { Span } from '../spans.ts';
import { isUnmarkedStream } from '../stream-guess.ts';
import { histogramOf, telemetryScore } from '../telemetry-score.ts';
import { isUsual, isUsualText, textLength } from '../text-bytes.ts';
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
const probed = Buffer.alloc(MAX_PROBED_DIGITS / 2);
const backwards = Buffer.alloc(MAX_REVERSED_SAMPLE / 2);
const turnedShort = Buffer.alloc(MIN_LONG_DIGITS);

/** MD5, SHA-1, SHA-256, SHA-384 and SHA-512; identifiers have the first of these lengths too. */
const DIGEST_DIGITS: ReadonlySet<number> = new Set([32, 40, 64, 96, 128]);

/**
 * Hexadecimal digits in either case, as runs, as `\x41`, as `0x41` and as pairs. Identifiers, digests and numbers look the same:
 * what decodes to noise is taken only where it is a long value of its own, and a guess where it is as long as a digest.
 */
export const hex: Decoder = {
  name: 'hex',
  // Before base64, whose alphabet holds these digits as well.
  priority: 49,
  decode({ bytes, look, path, opened, stretches }, budget) {
    const isReversed = path.at(-1) === 'reversed';
    const pieces: Piece[] = [];
    const run = new RunWalk(RUNS, bytes, { stretches });
    while (run.next()) {
      if (!opened.isEmpty && opened.touches(run)) continue;
      const clear = readRun(bytes, run);
      const mayTry = clear.length === 0 && (run.end - run.start < MIN_LONG_DIGITS || budget.takeTry('digest'));
      const turned = clear.length > 0 || isReversed || !mayTry ? [] : reversedRun(bytes, run);
      // That it was turned around is a guess: as it stands it is read as well.
      const read = clear.length > 0 ? clear : [...turned, ...readOpaque(bytes, run, mayTry)];
      const isLeft = read.length > 0 && isAmongBase64(bytes, run);
      for (const piece of read) pieces.push(isLeft ? { ...piece, end: piece.start } : piece);
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
  for (let phase = 0; phase < 2; phase += 1) {
    if (plausibleFrom(probed, decodeHexInto(probed, bytes, start + phase, end)) !== undefined) return false;
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
  if (end - start < MIN_LONG_DIGITS || (!mayTry && DIGEST_DIGITS.has(end - start))) return NONE;
  if (!isWrapped && end - start <= MAX_PROBED_DIGITS && DIGEST_DIGITS.has(end - start) && !isHiding(bytes, run)) return NONE;
  const digits = bytes.toString('latin1', start, end).replace(/\s+/g, '');
  if (!isWholeRun(bytes, run, digits.length) || mayBeNumber(digits)) return NONE;
  const decoded = Buffer.from(digits, 'hex');
  const piece = { step: 'hex', bytes: decoded, start, end };
  if (digits.length >= MIN_OPAQUE_DIGITS && !DIGEST_DIGITS.has(digits.length)) return [piece];
  if (mayTry && isPlausible(decoded)) return [{ ...piece, guess: true }];
  // Nearly all of them are digests, and there are thousands in one upload.
  return DIGEST_DIGITS.has(digits.length) && isUnmarkedStream(decoded) ? [{ ...piece, guess: true }] : [];
}

function mayBeNumber(digits: string): boolean {
  return digits.length < MOST_DECIMAL_DIGITS && !/[a-f]/i.test(digits);
}

// UTF-16 need not begin with a Latin letter.
function isPlausible(decoded: Buffer): boolean {
  return rate(decoded) !== 'noise' || sampledOrder(decoded) !== undefined;
}

// Whether what may be a digest is something else: what `rate` knows, or a stream.
function isHiding(bytes: Buffer, { start, end }: Run): boolean {
  const decoded = probed.subarray(0, decodeHexInto(probed, bytes, start, end));
  return isPlausible(decoded) || isUnmarkedStream(decoded);
}

// Numbers and identifiers are as long: only clean text counts, and the first bytes turn nearly all of them away.
function readShort(bytes: Buffer, start: number, end: number): readonly Piece[] {
  for (let phase = 0; phase < 2; phase += 1) {
    const first = start + phase;
    const last = end - ((end - first) % 2);
    if (last - first < MIN_TEXT_BYTES * 2 || !isUsual(hexByte(bytes, first)) || !isUsual(hexByte(bytes, first + 2))) continue;
    const decoded = decodeHexEvery(bytes, { start: first, end: last, step: 2 });
    if (textLength(decoded) === decoded.length && isUsualText(decoded)) return [{ step: 'hex', bytes: decoded, start: first, end: last }];
  }
  return NONE;
}

// Digits that were turned around: as a whole, since the pairs begin at their end.
function reversedRun(bytes: Buffer, { start, end }: Run): readonly Piece[] {
  const length = end - start;
  if (length < MIN_LONG_DIGITS) {
    if (!mayBeginBackwards(bytes, end) && !mayBeginBackwards(bytes, end - 1)) return NONE;
    for (let at = 0; at < length; at += 1) turnedShort[at] = bytes[end - 1 - at] as number;
    if (readShort(turnedShort, 0, length).length === 0) return NONE;
  } else {
    const turned = backwards.subarray(0, decodeHexBackwardsInto(backwards, bytes, start, end));
    // Of other lengths what cannot be read is told of, and looked at again.
    if (!isTextOrMagic(turned) && !(DIGEST_DIGITS.has(length) && isUnmarkedStream(turned))) return NONE;
  }
  return [{ step: 'reversed', bytes: reversedBytes(bytes.subarray(start, end)), start, end, guess: true }];
}

// The first and the second byte that `readShort` asks for, of digits that end here.
function mayBeginBackwards(bytes: Buffer, end: number): boolean {
  return isUsual(backwardsByte(bytes, end)) && isUsual(backwardsByte(bytes, end - 2));
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
