import { decodeBase64Into } from '../base64-digits.ts';
import { maskedPiece, opaquePiece, readRun, withoutPath, type Digits } from '../base64-run.ts';
import { isWholeValue } from '../boundary.ts';
import type { Decoder, Input, Piece } from '../decoder.ts';
import { isTextOrMagic } from '../plausible.ts';
import { reversedBytes } from '../reversed-bytes.ts';
import { BASE64_DIGIT, RunWalk } from '../runs.ts';
import type { Span } from '../spans.ts';
import { SeenRuns } from '../seen-runs.ts';
import { isWordAtFirstSight, mayBeTurned, readShortRun } from '../short-base64.ts';
import { readSpaced } from '../spaced-base64.ts';
import { tableOf } from '../structure/characters.ts';
import { isUsualText } from '../text-bytes.ts';

const MIN_CHARACTERS = 8;
const MIN_LONG_CHARACTERS = 24;
const MIN_DIGEST_CHARACTERS = 16;
const RUNS = { alphabet: BASE64_DIGIT, minCharacters: MIN_CHARACTERS };
const PADDING = 0x3d;
const LINE_FEED = 10;
const BLANK = 0x20;
const IN_DIGEST = tableOf('0123456789abcdefABCDEF-');
const MAX_REVERSED_SAMPLE = 128;
const MIN_SHORT_BYTES = 9;

const NONE: readonly Piece[] = [];

// Names, mostly.
const EMPTY = new SeenRuns(MIN_LONG_CHARACTERS);

// Kept between calls: most runs are no longer than what an allocation costs.
const turned = Buffer.alloc(MAX_REVERSED_SAMPLE);
const decodedSample = Buffer.alloc(MAX_REVERSED_SAMPLE);

/**
 * Base64 in either alphabet, padded or not, wrapped or not, as a whole value or inside of other text or binary data.
 * What decodes to noise is taken where it is a value of its own of mixed characters: it stays opaque, and is said.
 */
export const base64: Decoder = {
  name: 'base64',
  priority: 50,
  decode(input, budget) {
    // A host name keeps no case.
    if (input.path.at(-1)?.startsWith('label') === true) return undefined;
    const whole = readSpaced(input);
    if (whole !== undefined && whole.guess !== true) return { pieces: [whole] };
    const isReversed = input.path.at(-1) === 'reversed';
    const pieces: Piece[] = whole === undefined ? [] : [whole];
    const { bytes, opened } = input;
    const run = new RunWalk(RUNS, bytes, { stretches: input.stretches });
    while (run.next()) {
      if (isWordAtFirstSight(bytes, run) || isDigest(bytes, run) || (!opened.isEmpty && opened.touches(run))) continue;
      for (const piece of piecesOf(run, input)) {
        if (!(isReversed && piece.step === 'reversed')) pieces.push(piece);
      }
      if (pieces.length > budget.layersLeft) {
        return { pieces: pieces.slice(0, budget.layersLeft), note: `cut off at ${budget.layersLeft} base64 runs`, cutOff: true };
      }
    }
    return pieces.length === 0 ? undefined : { pieces };
  },
};

// Digests, identifiers and UUIDs are of base64's alphabet too. That so many of its letters are hexadecimal by chance happens once in
// twenty million times.
function isDigest(bytes: Buffer, { start, end }: Span): boolean {
  if (end - start < MIN_DIGEST_CHARACTERS) return false;
  let at = start;
  // A run that is something else shows it soon: so the rest is gone through without asking of each character alone.
  for (; at + 4 <= end; at += 4) {
    const all = (IN_DIGEST[bytes[at] as number] as number) & (IN_DIGEST[bytes[at + 1] as number] as number) & (IN_DIGEST[bytes[at + 2] as number] as number) & (IN_DIGEST[bytes[at + 3] as number] as number);
    if (all === 0) return false;
  }
  for (; at < end; at += 1) if (IN_DIGEST[bytes[at] as number] === 0) return false;
  return true;
}

function piecesOf(run: RunWalk, { bytes }: Input): readonly Piece[] {
  if (!run.isWrapped) return run.end - run.start < MIN_LONG_CHARACTERS ? readOnce(bytes, run) : readDigits(digitsOf(bytes, run));
  const { start, end } = run;
  const joined = joinLines(bytes, run);
  const found = readDigits({ ...digitsOf(joined, { start: 0, end: joined.length }), isWhole: isWholeValue(bytes, start, end) });
  const placed = found.map((piece) => ({ ...piece, start, end }));
  const isJoined = (bytes.indexOf(LINE_FEED, start) - start) % 4 <= 1 && found.some((piece) => piece.guess !== true);
  // Lines of one length may be values of their own; where each is a multiple of four digits, joined they give the same.
  return isJoined ? placed : [...placed, ...piecesOfLines(bytes, run)];
}

// What is read of a short run follows from its characters and from whether it is a value of its own.
function readOnce(bytes: Buffer, run: RunWalk): readonly Piece[] {
  const isWhole = isWholeValue(bytes, run.start, run.end);
  if (EMPTY.has(bytes, run, isWhole)) return NONE;
  const pieces = readDigits(digitsOf(bytes, run));
  if (pieces.length === 0) EMPTY.keep(bytes, run, isWhole);
  return pieces;
}

function piecesOfLines(bytes: Buffer, { start, end }: Span): readonly Piece[] {
  const pieces: Piece[] = [];
  const line = new RunWalk({ ...RUNS, isJoining: false }, bytes, { from: start, end });
  while (line.next()) pieces.push(...readDigits(digitsOf(bytes, line)));
  return pieces;
}

function readDigits(digits: Digits): readonly Piece[] {
  const found = readAsItStands(digits);
  const rest = found.isClear ? undefined : withoutPath(digits);
  if (rest === undefined || rest.end - rest.start < MIN_CHARACTERS) return found.pieces;
  const behind = readAsItStands(rest);
  return behind.isClear ? behind.pieces : [...found.pieces, ...behind.pieces.map((piece) => ({ ...piece, guess: true as const }))];
}

interface Found {
  readonly pieces: readonly Piece[];
  /** Text or magic was found: nobody looks for more. */
  readonly isClear: boolean;
}

function readAsItStands(digits: Digits): Found {
  if (digits.end - digits.start < MIN_LONG_CHARACTERS) return readShort(digits);
  const { pieces, isClear } = readRun(digits);
  if (isClear) return { pieces, isClear };
  const others: Piece[] = [];
  const reversed = reversedRun(digits);
  const opaque = pieces.some(({ guess }) => guess !== true) ? undefined : opaquePiece(digits);
  if (reversed !== undefined) others.push(reversed);
  // Guesses may be dropped: what is opaque is said all the same, unless it may be that it was turned around.
  if (opaque !== undefined) others.push(reversed === undefined ? opaque : { ...opaque, guess: true });
  const masked = maskedPiece(digits);
  if (masked !== undefined && !(masked.start === digits.start && opaque !== undefined)) others.push(masked);
  return { pieces: [...pieces, ...others], isClear: false };
}

function readShort(digits: Digits): Found {
  const pieces = readShortRun(digits);
  if (pieces.some(({ guess }) => guess !== true)) return { pieces, isClear: true };
  const reversed = digits.isWhole ? reversedRun(digits) : undefined;
  return { pieces: reversed === undefined ? pieces : [...pieces, reversed], isClear: false };
}

// Base64 that was turned around begins where the run ends.
function reversedRun({ bytes, start, end }: Digits): Piece | undefined {
  // Most short runs are words: only clean text counts there.
  if (end - start < MIN_LONG_CHARACTERS && !mayBeTurned(bytes, end)) return undefined;
  const length = Math.min(end - start, MAX_REVERSED_SAMPLE);
  for (let at = 0; at < length; at += 1) turned[at] = bytes[end - 1 - at] as number;
  if (!isReadable(length)) return undefined;
  return { step: 'reversed', bytes: reversedBytes(bytes.subarray(start, end)), start, end, guess: true };
}

// Foreign digits behind the run stand in front of it now, as long as it is no word.
function isReadable(length: number): boolean {
  for (let phase = 0; phase < (length < MIN_LONG_CHARACTERS ? 1 : 4); phase += 1) {
    const decodedLength = decodeBase64Into(decodedSample, turned, phase, length);
    if (length < MIN_LONG_CHARACTERS && !(decodedLength >= MIN_SHORT_BYTES && isUsualText(decodedSample, decodedLength))) return false;
    if (isTextOrMagic(decodedSample, decodedLength)) return true;
  }
  return false;
}

function digitsOf(bytes: Buffer, { start, end }: Span): Digits {
  let last = end;
  while (last > start && bytes[last - 1] === PADDING) last -= 1;
  return { bytes, start, end: last, paddedEnd: end, isWhole: isWholeValue(bytes, start, end) };
}

function joinLines(bytes: Buffer, { start, end }: Span): Buffer {
  const digits = Buffer.allocUnsafe(end - start);
  let length = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte <= BLANK) continue;
    digits[length] = byte;
    length += 1;
  }
  return digits.subarray(0, length);
}
