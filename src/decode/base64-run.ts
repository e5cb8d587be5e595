import { base64Name, decodeBase64, decodeBase64Into, isMixed } from './base64-digits.ts';
import type { Piece } from './decoder.ts';
import { hasMagicAt, magicOf, masksOfMagic, mayHaveMagic } from './magic.ts';
import { rate, rateUnmasked, type Plausibility } from './plausible.ts';
import { ASCII_TEXT, runsOf } from './runs.ts';
import { textLength } from './text-bytes.ts';
import { masksOfText } from './text-masks.ts';
import { firstTextStretch, type Stretch } from './text-stretch.ts';

/** Digits of one run without a line end: the first, the one behind the last, and the one behind the padding. */
export interface Digits {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly paddedEnd: number;
  /** A delimiter stands on both sides. */
  readonly isWhole: boolean;
}

const MIN_OPAQUE_CHARACTERS = 24;
/** Foreign digits in front of compressed data; a path or a name. */
const MAX_PREFIX_BYTES = 36;
const MIN_CLEAR_BYTES = 16;
/** So much text further inside; digits that were turned around give less, and garbled. */
const MIN_SURE_BYTES = 32;
const NEAR_DIGITS = 1024;
const SEPARATED_DIGITS = 88;
const MAX_PHASED_DIGITS = 256 * 1024;
const MAX_SEPARATORS = 32;
/** Digits of something else behind text: so many bytes of noise are cut off at its end. */
const MAX_NOISE_TAIL_BYTES = 24;
/** Values put together with a separator that is a digit as well. */
const MAX_SEGMENTS = 4;

/** A path of words: what stands in front of the last value of a URL. */
const MAX_PATH_CHARACTERS = 64;

const RANKS: Readonly<Record<Plausibility, number>> = { magic: 4, text: 3, structure: 2, masked: 1, noise: 0 };

const scratch = Buffer.alloc(NEAR_DIGITS);

interface Candidate {
  /** First digit, from the start of the run. */
  readonly from: number;
  readonly rating: Plausibility;
  /** Bytes of text: more is better. */
  readonly text: number;
  /** Bytes from the first digit to where that text ends. */
  readonly textEnd: number;
  /** All that was looked at is text. */
  readonly isAllText?: true;
}

/**
 * What a run of 24 digits or more decodes to. The digits in front of the real ones and behind them may be of something
 * else, so each of the four phases is tried, and text or compressed data is looked for further inside.
 */
export function readRun(run: Digits): { readonly pieces: readonly Piece[]; readonly isClear: boolean } {
  const pieces: Piece[] = [];
  let isClear = false;
  let rest = run;
  for (let segments = 0; segments < MAX_SEGMENTS && rest.end - rest.start >= MIN_OPAQUE_CHARACTERS; segments += 1) {
    const found = candidatesOf(rest);
    const best = found[0];
    if (best === undefined) break;
    for (const candidate of found.slice(0, 2)) pieces.push(pieceOf(rest, candidate));
    isClear ||= best.rating === 'magic' || (best.rating === 'text' && (best.from === 0 || best.text >= MIN_SURE_BYTES));
    if (best.rating !== 'text') break;
    const behind = rest.start + best.from + Math.ceil((best.textEnd * 4) / 3);
    if (rest.end - behind < MIN_OPAQUE_CHARACTERS) break;
    rest = { ...rest, start: behind };
  }
  const whole = wholePiece(run, pieces);
  return { pieces: whole === undefined ? pieces : [whole, ...pieces], isClear };
}

// A structure with text in it begins before the text does.
function wholePiece({ bytes, start, end, paddedEnd, isWhole }: Digits, found: readonly Piece[]): Piece | undefined {
  if (!isWhole || (end - start) % 4 === 1 || found.length === 0 || found.some((piece) => piece.start === start)) return undefined;
  return { step: base64Name(bytes, start, end), bytes: decodeBase64(bytes, start, end), start, end: paddedEnd, guess: true };
}

/** A run that decodes to magic or text under a single-byte XOR at one of its phases, for which the first `phase` digits are foreign. */
export function maskedPiece(run: Digits): Piece | undefined {
  for (let phase = 0; phase < 4; phase += 1) {
    const first = run.start + phase;
    const length = decodeBase64Into(scratch, run.bytes, first, Math.min(run.end, first + SEPARATED_DIGITS));
    const sample = scratch.subarray(0, length);
    // The two bytes of zlib are found under some mask in every sixtieth noise: at the start of the run alone they count.
    const isMasked = rate(sample) === 'masked' && (phase === 0 || masksOfText(sample).length > 0 || masksOfMagic(sample).some((mask) => magicOf(sample, mask) !== 'zlib'));
    if (isMasked) return { ...pieceOf(run, { from: phase, rating: 'masked', text: 0, textEnd: 0 }), guess: true };
  }
  return undefined;
}

/** A run that decodes to noise, where it is a value of its own that can hardly be anything but base64. */
export function opaquePiece({ bytes, start, end, paddedEnd, isWhole }: Digits): Piece | undefined {
  if (!isWhole || end - start < MIN_OPAQUE_CHARACTERS || (end - start) % 4 === 1 || !isMixed(bytes, start, end)) return undefined;
  return { step: base64Name(bytes, start, end), bytes: decodeBase64(bytes, start, end), start, end: paddedEnd };
}

/** The run without a path of words in front of it, as URLs have one; undefined where there is none. */
export function withoutPath(run: Digits): Digits | undefined {
  const { bytes, start, end } = run;
  let separator = -1;
  for (let at = start; at < Math.min(end, start + MAX_PATH_CHARACTERS); at += 1) {
    const byte = bytes[at] as number;
    // Capitals are not found in the paths that telemetry is sent to, and in all base64.
    if (byte >= 0x41 && byte <= 0x5a) break;
    if (byte === 0x2f) separator = at;
  }
  return separator < 0 ? undefined : { ...run, start: separator + 1 };
}

function candidatesOf(run: Digits): readonly Candidate[] {
  const candidates: Candidate[] = [];
  for (let phase = 0; phase < 4; phase += 1) {
    const found = atPhase(run, phase);
    // Nothing is in front, and it is unmistakable: nobody asks for the other phases. Digits of digits begin with text at any phase.
    const [best] = found;
    if (phase === 0 && best?.from === 0 && (best.rating === 'magic' || (best.isAllText === true && best.text >= MIN_CLEAR_BYTES))) return found;
    candidates.push(...found);
  }
  if (candidates.length === 0) return behindSeparators(run);
  return candidates.sort((one, other) => RANKS[other.rating] - RANKS[one.rating] || other.text - one.text);
}

const NONE: readonly Candidate[] = [];

function atPhase(run: Digits, phase: number): readonly Candidate[] {
  const { bytes, start, end } = run;
  const first = start + phase;
  const length = decodeBase64Into(scratch, bytes, first, Math.min(end, first + NEAR_DIGITS));
  const rating = rateUnmasked(scratch, length);
  if (rating === 'text') {
    const text = textLength(scratch, 0, length);
    return [{ from: phase, rating, text, textEnd: text < length ? text : textLength(decodeBase64(bytes, first, end)), ...(text === length && { isAllText: true as const }) }];
  }
  if (rating !== 'noise') return [{ from: phase, rating, text: 0, textEnd: 0 }];
  for (let at = 3; at <= MAX_PREFIX_BYTES; at += 3) {
    if (hasMagicAt(scratch, at, length)) return [{ from: phase + (at / 3) * 4, rating: 'magic', text: 0, textEnd: 0 }];
  }
  const near = firstTextStretch(scratch, length);
  if (near !== undefined && near.end < length) return stretchCandidates(near, phase);
  if (near === undefined && end - first <= NEAR_DIGITS) return NONE;
  const stretch = firstTextStretch(decodeBase64(bytes, first, Math.min(end, first + MAX_PHASED_DIGITS)));
  return stretch === undefined ? NONE : stretchCandidates(stretch, phase);
}

// At the right phase the foreign digits end where three bytes do; text inside of binary begins anywhere.
function stretchCandidates(stretch: Stretch, phase: number): readonly Candidate[] {
  const whole = phase === 0 ? 0 : Math.floor(stretch.from / 3) * 4;
  const trimmed = Math.ceil(stretch.from / 3) * 4;
  const text = stretch.end - (trimmed * 3) / 4;
  const best: Candidate = { from: phase + trimmed, rating: 'text', text, textEnd: text };
  if (whole === trimmed) return [best];
  return [best, { from: phase + whole, rating: 'text', text: text - 1, textEnd: stretch.end - (whole * 3) / 4 }];
}

// Compressed data behind a path or a name of any length, of which the four phases alone see noise.
function behindSeparators({ bytes, start, end }: Digits): readonly Candidate[] {
  const last = Math.min(end, start + NEAR_DIGITS);
  let separators = 0;
  for (let at = start; at < last && separators < MAX_SEPARATORS; at += 1) {
    const byte = bytes[at];
    if (byte !== 0x2f && byte !== 0x2d && byte !== 0x5f && byte !== 0x2b) continue;
    separators += 1;
    decodeBase64Into(scratch, bytes, at + 1, Math.min(end, at + 5));
    if (!mayHaveMagic(scratch[0] as number, scratch[1] as number)) continue;
    const length = decodeBase64Into(scratch, bytes, at + 1, Math.min(end, at + 1 + SEPARATED_DIGITS));
    if (hasMagicAt(scratch, 0, length)) return [{ from: at + 1 - start, rating: 'magic', text: 0, textEnd: 0 }];
  }
  return [];
}

function pieceOf({ bytes, start, end, paddedEnd, isWhole }: Digits, { from, rating, textEnd }: Candidate): Piece {
  const first = start + from;
  const decoded = decodeBase64(bytes, first, end);
  const isSure = rating === 'magic' || rating === 'text' || from === 0;
  const piece = { step: base64Name(bytes, first, end), start: first, ...(!isSure && { guess: true as const }) };
  if (rating === 'text' && !(isWhole && from === 0) && isNoiseTail(decoded, textEnd)) return { ...piece, bytes: decoded.subarray(0, textEnd), end: first + Math.ceil((textEnd * 4) / 3) };
  return { ...piece, bytes: decoded, end: paddedEnd };
}

function isNoiseTail(decoded: Buffer, text: number): boolean {
  const tail = decoded.length - text;
  if (tail === 0 || tail > MAX_NOISE_TAIL_BYTES) return false;
  return runsOf({ alphabet: ASCII_TEXT, minCharacters: 6 }, decoded, text).next().done === true;
}
