import type { Decoder, Piece } from '../decoder.ts';
import { rateUnmasked } from '../plausible.ts';
import type { Span } from '../spans.ts';
import { hexDigit, MINUS, tableOf } from '../structure/characters.ts';

const MIN_BYTES = 6;
/** What is longer and of no known kind may be a stream without a mark. */
const MIN_GUESSED_BYTES = 32;
/** Of two digits each, with a comma between every two: less text is no list of so many bytes. */
const MIN_CHARACTERS = MIN_BYTES * 3 - 1;
const IN_LIST = tableOf('0123456789abcdefABCDEF-,; \t\r\n');
const IS_SEPARATOR = tableOf(',; \t\r\n');
const HEX_DIGITS = 2;
const MOST_CHARACTERS = 4;
/** So many characters of a list hold a separator; identifiers and digests do not. */
const PROBED_CHARACTERS = MOST_CHARACTERS + 1;
/** As far as this from each other, one of the probed places has so many more characters of a list that is long enough behind it. */
const PROBE_STEP = MIN_CHARACTERS - PROBED_CHARACTERS + 1;
const LEAST = -128;
const MOST = 255;

/**
 * Bytes written as a list of numbers, signed or not: `[104, 101, -108]`, as Gson and `Arrays.toString` write a `byte[]` of Java;
 * or as a list of pairs of hexadecimal digits. Coordinates and counts look the same: only
 * what decodes to something that is known is taken, and of long ones a guess at the rest.
 */
export const byteList: Decoder = {
  name: 'byte-list',
  // Before hexadecimal pairs, which numbers of two digits pass for.
  priority: 48,
  decode({ bytes, look, opened }, budget) {
    if (!look.isText) return undefined;
    const pieces: Piece[] = [];
    let floor = 0;
    for (let probe = 0; probe + PROBED_CHARACTERS <= bytes.length; probe += PROBE_STEP) {
      if (probe < floor || !mayBeInside(bytes, probe)) continue;
      const list = around(bytes, probe, floor);
      floor = list.end;
      if (list.end - list.start < MIN_CHARACTERS || opened.touches(list)) continue;
      pieces.push(...readList(bytes, list));
      if (pieces.length >= budget.layersLeft) return { pieces: pieces.slice(0, budget.layersLeft), note: `cut off at ${budget.layersLeft} lists of bytes`, cutOff: true };
    }
    return pieces.length === 0 ? undefined : { pieces };
  },
};

function mayBeInside(bytes: Buffer, at: number): boolean {
  let separators = 0;
  for (let index = at; index < at + PROBED_CHARACTERS; index += 1) {
    const byte = bytes[index] as number;
    if (IN_LIST[byte] === 0) return false;
    separators += IS_SEPARATOR[byte] as number;
  }
  return separators > 0;
}

function around(bytes: Buffer, probe: number, floor: number): Span {
  let start = probe;
  while (start > floor && IN_LIST[bytes[start - 1] as number] === 1) start -= 1;
  let end = probe + 1;
  while (end < bytes.length && IN_LIST[bytes[end] as number] === 1) end += 1;
  return { start, end };
}

// Two digits are a number and a pair: the longer reading counts, and both where they are as long.
function readList(bytes: Buffer, list: Span): readonly Piece[] {
  const numbers = readingsOf(bytes, list, { step: 'decimal', valueOf: decimalAt });
  const pairs = readingsOf(bytes, list, { step: 'hex', valueOf: pairAt }).filter(({ guess }) => guess !== true);
  return [...withoutCovered(numbers, pairs), ...withoutCovered(pairs, numbers)];
}

// Both are in the order of the bytes, so that each is gone through once.
function withoutCovered(pieces: readonly Piece[], others: readonly Piece[]): readonly Piece[] {
  let index = 0;
  return pieces.filter(({ start, end }) => {
    while ((others[index]?.end ?? Number.POSITIVE_INFINITY) <= start) index += 1;
    const other = others[index];
    return other === undefined || start < other.start || end > other.end || end - start === other.end - other.start;
  });
}

/** How the bytes of a list are written. */
interface Notation {
  readonly step: 'decimal' | 'hex';
  readonly valueOf: (bytes: Buffer, start: number, end: number) => number | undefined;
}

function readingsOf(bytes: Buffer, list: Span, { step, valueOf }: Notation): readonly Piece[] {
  const pieces: Piece[] = [];
  let values: number[] = [];
  let start = list.start;
  let end = list.start;
  const takeUp = (): void => {
    if (values.length >= MIN_BYTES) pieces.push(...pieceOf(step, Buffer.from(values), { start, end }));
    values = [];
  };
  for (let at = behindSeparators(bytes, list.start, list.end); at < list.end; at = behindSeparators(bytes, end, list.end)) {
    let last = at;
    while (last < list.end && IS_SEPARATOR[bytes[last] as number] === 0) last += 1;
    const value = last - at > MOST_CHARACTERS ? undefined : valueOf(bytes, at, last);
    if (value === undefined) takeUp();
    else {
      if (values.length === 0) start = at;
      values.push(value);
    }
    end = last;
  }
  takeUp();
  return pieces;
}

function pieceOf(step: string, decoded: Buffer, span: Span): readonly Piece[] {
  const piece = { step, bytes: decoded, ...span };
  if (rateUnmasked(decoded) !== 'noise') return [piece];
  return decoded.length >= MIN_GUESSED_BYTES ? [{ ...piece, guess: true }] : [];
}

function behindSeparators(bytes: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end && IS_SEPARATOR[bytes[at] as number] === 1) at += 1;
  return at;
}

function decimalAt(bytes: Buffer, start: number, end: number): number | undefined {
  const isNegative = bytes[start] === MINUS;
  const first = isNegative ? start + 1 : start;
  if (first >= end || end - first > 3) return undefined;
  let value = 0;
  for (let at = first; at < end; at += 1) {
    const digit = hexDigit(bytes, at);
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  const signed = isNegative ? -value : value;
  return signed < LEAST || signed > MOST ? undefined : signed & 0xff;
}

function pairAt(bytes: Buffer, start: number, end: number): number | undefined {
  if (end - start !== HEX_DIGITS) return undefined;
  const high = hexDigit(bytes, start);
  const low = hexDigit(bytes, start + 1);
  return high < 0 || low < 0 ? undefined : (high << 4) | low;
}
