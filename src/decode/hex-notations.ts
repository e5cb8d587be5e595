import { isWholeValue } from './boundary.ts';
import type { Piece } from './decoder.ts';
import { rate, rateUnmasked } from './plausible.ts';
import { HEX_DIGIT, HEX_PAIR_TEXT, isDigit } from './runs.ts';
import type { Span } from './spans.ts';
import { tableOf } from './structure/characters.ts';

const BACKSLASH_X = Buffer.from('\\x');
const ZERO_X = Buffer.from('0x');
const ESCAPE_CHARACTERS = 4;
/** `, ` and a line end, as arrays in a program have between their bytes. */
const MAX_GAP = 4;
const IN_GAP = tableOf(',; \t\r\n');
const MIN_BYTES = 6;
const MIN_PAIRS_CHARACTERS = MIN_BYTES * 3 - 1;
const THREE = 3;
/** As far as this from each other, one of the probed places has two more characters of so long a value behind it. */
const PROBE_STEP = MIN_PAIRS_CHARACTERS - THREE + 1;
// Looked up rather than reckoned: whether a digit is a letter cannot be foretold.
const VALUES = Uint8Array.from({ length: 256 }, (_, byte) => Math.max(0, '0123456789abcdef'.indexOf(String.fromCharCode(byte).toLowerCase())));
// Digits 1, separators 4: a sum of 6 is two digits and a separator.
const PAIR_KINDS = Uint8Array.from({ length: 256 }, (_, byte) => (isDigit(byte, HEX_DIGIT) ? 1 : isDigit(byte, HEX_PAIR_TEXT) ? 4 : 16));
const DIGITS_AND_SEPARATOR = 6;
const IS_SEPARATOR = tableOf(' :-,;_|.');

/** Bytes written as `\x41\x42`, one escape at the other. */
export function readHexEscapes(bytes: Buffer): readonly Piece[] {
  return readPrefixed(bytes, BACKSLASH_X, 0);
}

/** Bytes written as `0x41, 0x42`, as an array of a program, with commas, semicolons, blanks, line ends or nothing in between. */
export function readHexNumbers(bytes: Buffer): readonly Piece[] {
  return readPrefixed(bytes, ZERO_X, MAX_GAP);
}

function readPrefixed(bytes: Buffer, prefix: Buffer, maxGap: number): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let start = bytes.indexOf(prefix); start >= 0; ) {
    const values: number[] = [];
    let end = start;
    for (let at = start; isPrefixedPair(bytes, at, prefix); at = behindGap(bytes, end, maxGap)) {
      values.push(hexByte(bytes, at + prefix.length));
      end = at + ESCAPE_CHARACTERS;
    }
    if (values.length >= MIN_BYTES) {
      const decoded = Buffer.from(values);
      if (rate(decoded) !== 'noise') pieces.push({ step: 'hex', bytes: decoded, start, end });
    }
    start = bytes.indexOf(prefix, Math.max(end, start + prefix.length));
  }
  return pieces;
}

function isPrefixedPair(bytes: Buffer, at: number, prefix: Buffer): boolean {
  return bytes[at] === prefix[0] && bytes[at + 1] === prefix[1] && isPair(bytes, at + prefix.length);
}

function behindGap(bytes: Buffer, from: number, maxGap: number): number {
  let at = from;
  while (at < from + maxGap && IN_GAP[bytes[at] ?? 0] === 1) at += 1;
  return at;
}

/** Bytes written as `41:42:43`, or with another mark between each two, as a value of their own. */
export function readHexPairs(bytes: Buffer): readonly Piece[] {
  const pieces: Piece[] = [];
  let floor = 0;
  // Of three neighbours in pairs that stand apart one is a separator, and the two others are digits; hardly anything else is like that.
  for (let probe = 0; probe + THREE <= bytes.length; probe += PROBE_STEP) {
    if (probe < floor || kindsOf(bytes, probe) !== DIGITS_AND_SEPARATOR || !hasSeparatorBeside(bytes, probe)) continue;
    let start = probe;
    while (start > floor && isDigit(bytes[start - 1], HEX_PAIR_TEXT)) start -= 1;
    let end = probe + THREE;
    while (end < bytes.length && isDigit(bytes[end], HEX_PAIR_TEXT)) end += 1;
    floor = end;
    if (end - start >= MIN_PAIRS_CHARACTERS) addPairs(bytes, { start, end }, pieces);
  }
  return pieces;
}

function addPairs(bytes: Buffer, { start, end }: Span, pieces: Piece[]): void {
  for (let at = start; at < end; ) {
    const last = pairsEnd(bytes, at, end);
    if (last - at >= MIN_PAIRS_CHARACTERS && isWholeValue(bytes, at, last)) {
      const decoded = decodeHexEvery(bytes, { start: at, end: last, step: 3 });
      if (rateUnmasked(decoded) !== 'noise') pieces.push({ step: 'hex', bytes: decoded, start: at, end: last });
    }
    at = Math.max(last, at + 1);
  }
}

// So long a value has the same separator three characters before or behind.
function hasSeparatorBeside(bytes: Buffer, probe: number): boolean {
  let at = probe;
  while (isDigit(bytes[at], HEX_DIGIT)) at += 1;
  return bytes[at] === bytes[at - THREE] || bytes[at] === bytes[at + THREE];
}

function kindsOf(bytes: Buffer, at: number): number {
  return (PAIR_KINDS[bytes[at] as number] as number) + (PAIR_KINDS[bytes[at + 1] as number] as number) + (PAIR_KINDS[bytes[at + 2] as number] as number);
}

// Behind the last pair of the first pairs that have one separator; `at` where there is no pair.
function pairsEnd(bytes: Buffer, at: number, end: number): number {
  if (!isPair(bytes, at)) return at;
  const separator = bytes[at + 2] ?? 0;
  let last = at + 2;
  if (IS_SEPARATOR[separator] === 0) return last;
  while (last < end && bytes[last] === separator && isPair(bytes, last + 1)) last += 3;
  return last;
}

function isPair(bytes: Buffer, at: number): boolean {
  return isDigit(bytes[at], HEX_DIGIT) && isDigit(bytes[at + 1], HEX_DIGIT);
}

/** Where pairs stand: the first digit, the one behind the last, and the characters from pair to pair. */
export interface Every {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** Pairs of hexadecimal digits, `step` characters from one to the next, as bytes. */
export function decodeHexEvery(bytes: Buffer, { start, end, step }: Every): Buffer {
  const decoded = Buffer.allocUnsafe(Math.max(0, Math.ceil((end - start) / step)));
  for (let at = start, to = 0; at < end; at += step, to += 1) {
    decoded[to] = hexByte(bytes, at);
  }
  return decoded;
}

/** The pairs of digits of [start, end) as bytes, into a buffer that the caller keeps; gives how many were written. */
export function decodeHexInto(target: Buffer, bytes: Buffer, start: number, end: number): number {
  let written = 0;
  for (let at = start; at + 1 < end && written < target.length; at += 2, written += 1) target[written] = hexByte(bytes, at);
  return written;
}

/** As `decodeHexInto`, of digits that were turned around: from the last to the first. */
export function decodeHexBackwardsInto(target: Buffer, bytes: Buffer, start: number, end: number): number {
  let written = 0;
  for (let at = end - 1; at > start && written < target.length; at -= 2, written += 1) target[written] = hexPair(bytes, at, -1);
  return written;
}

/** The byte that two hexadecimal digits stand for: the one at `at`, and its neighbour behind it or (where they were turned around) before it. */
export function hexPair(bytes: Buffer, at: number, direction: 1 | -1): number {
  return ((VALUES[bytes[at] as number] as number) << 4) | (VALUES[bytes[at + direction] as number] as number);
}

/** The byte that the two hexadecimal digits at `at` stand for. */
export function hexByte(bytes: Buffer, at: number): number {
  return hexPair(bytes, at, 1);
}
