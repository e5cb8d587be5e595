import type { Places, Stretches } from './stretches.ts';

/** A stretch of characters that may be an encoding of bytes: the first, and the one behind the last (padding and line ends included). */
export interface Run {
  readonly start: number;
  readonly end: number;
  /** `hex` where every character is a hexadecimal digit; such a run may be base64 all the same. */
  readonly kind: 'hex' | 'base64';
  /** Lines of equal length were joined: line ends, and blanks behind them, stand inside. */
  readonly isWrapped: boolean;
}

/** Alphabets that runs are made of; each is one bit of a class table. */
export const BASE64_DIGIT = 1;
export const HEX_DIGIT = 2;
export const BASE32_DIGIT = 4;
/** Text of ASCII: not an alphabet, but found in the same way. */
export const ASCII_TEXT = 8;
/** Hexadecimal digits and what stands between pairs of them. */
export const HEX_PAIR_TEXT = 16;

const PADDING = 0x3d;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const TAB = 9;
const BLANK = 32;

const CLASSES = classes();

/** Shorter ones hold fewer than nine bytes, and ordinary words are as long. */
const MIN_RUN_CHARACTERS = 12;
/** Encoders wrap at 60, 64 or 76; nobody at less than this. */
export const MIN_LINE_CHARACTERS = 20;
/** What may stand behind the last line without a delimiter, and still belong to its run. */
const MAX_TAIL_CHARACTERS = 16;

function classes(): Uint8Array {
  const table = new Uint8Array(256).fill(ASCII_TEXT, 32, 127);
  for (const byte of [TAB, LINE_FEED, CARRIAGE_RETURN]) table[byte] = ASCII_TEXT;
  for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_') {
    let digit = ASCII_TEXT | BASE64_DIGIT;
    if (/[0-9A-Fa-f]/.test(character)) digit |= HEX_DIGIT;
    if (/[A-Za-z2-7]/.test(character)) digit |= BASE32_DIGIT;
    table[character.charCodeAt(0)] = digit;
  }
  for (const character of '0123456789ABCDEFabcdef:-,;_|. ') {
    const byte = character.charCodeAt(0);
    table[byte] = (table[byte] as number) | HEX_PAIR_TEXT;
  }
  return table;
}

/** Whether a byte, or what lies beyond the end, belongs to an alphabet. */
export function isDigit(byte: number | undefined, alphabet: number): boolean {
  return byte !== undefined && ((CLASSES[byte] ?? 0) & alphabet) !== 0;
}

/**
 * Runs of at least twelve characters of the base64 alphabets with their padding, in order. Lines of wrapped base64
 * are one run. Hardly more than every twelfth byte of ordinary text is looked at.
 */
export function runsIn(bytes: Buffer, from = 0, end = bytes.length): Generator<Run> {
  return runsOf({ alphabet: BASE64_DIGIT, minCharacters: MIN_RUN_CHARACTERS }, bytes, from, end);
}

/** Which characters, and how many of them make a run. */
export interface RunShape {
  /** One of the bits above. */
  readonly alphabet: number;
  readonly minCharacters: number;
  /** Lines are left alone where this is false. */
  readonly isJoining?: boolean;
}

/** As `runsIn`, for any alphabet and length. */
export function* runsOf(shape: RunShape, bytes: Buffer, from = 0, end = bytes.length): Generator<Run> {
  const walk = new RunWalk(shape, bytes, { from, end });
  while (walk.next()) yield walk.run();
}

/** The bytes in which runs are looked for. */
export interface Within {
  readonly from?: number;
  readonly end?: number;
  /** Where no run is shorter than these: those of base64 and hexadecimal digits are runs as they stand, those of base32 are looked for in base64's. */
  readonly stretches?: Stretches | undefined;
}

/**
 * Goes from run to run without making an object of any: nearly all runs are words and digests, which are turned away by a look.
 */
export class RunWalk {
  /** The first character of the run that was reached, and the one behind its last; padding and line ends included. */
  start = 0;
  end = 0;
  isWrapped = false;
  readonly #alphabet: number;
  readonly #minCharacters: number;
  readonly #isJoining: boolean;
  readonly #bytes: Buffer;
  readonly #last: number;
  readonly #places: Places | undefined;
  #place = 0;
  #floor: number;

  constructor({ alphabet, minCharacters, isJoining = true }: RunShape, bytes: Buffer, { from = 0, end = bytes.length, stretches }: Within = {}) {
    this.#alphabet = alphabet;
    this.#minCharacters = minCharacters;
    this.#isJoining = isJoining;
    this.#bytes = bytes;
    this.#last = end;
    this.#places = alphabet === HEX_DIGIT ? stretches?.hex : stretches?.base64;
    this.#floor = from;
  }

  /** Goes to the next run; false where there is none. */
  next(): boolean {
    if (this.#places === undefined) return this.#nextIn(this.#floor, this.#last);
    const { bounds, count } = this.#places;
    for (; this.#place < count; this.#place += 1) {
      const end = bounds[this.#place * 2 + 1] as number;
      let start = bounds[this.#place * 2] as number;
      if (start < this.#floor) start = this.#floor;
      if (end - start < this.#minCharacters) continue;
      if (this.#alphabet === BASE32_DIGIT) {
        if (this.#nextIn(start, end)) return true;
        continue;
      }
      this.#reach(start, end);
      return true;
    }
    return false;
  }

  #nextIn(from: number, end: number): boolean {
    const bytes = this.#bytes;
    const alphabet = this.#alphabet;
    const minCharacters = this.#minCharacters;
    let floor = from;
    // A run that is long enough covers one of the probed places, whatever place it starts at.
    for (let probe = floor + minCharacters - 1; probe < end; probe = floor + minCharacters - 1) {
      if (((CLASSES[bytes[probe] as number] as number) & alphabet) === 0) {
        floor = probe + 1;
        continue;
      }
      let start = probe;
      while (start > floor && ((CLASSES[bytes[start - 1] as number] as number) & alphabet) !== 0) start -= 1;
      let stop = probe + 1;
      // The nearest stranger decides that most words are too short.
      while (stop < end && ((CLASSES[bytes[stop] as number] as number) & alphabet) !== 0) stop += 1;
      floor = stop;
      if (stop - start < minCharacters) continue;
      this.#reach(start, stop);
      return true;
    }
    this.#floor = end;
    return false;
  }

  #reach(start: number, stop: number): void {
    const bytes = this.#bytes;
    const end = this.#last;
    // Behind hexadecimal digits an `=` is a form's.
    const maxPadding = (this.#alphabet & (BASE64_DIGIT | BASE32_DIGIT)) === 0 ? 0 : 2;
    this.start = start;
    this.end = this.#isJoining && stop < end && (bytes[stop] === LINE_FEED || bytes[stop] === CARRIAGE_RETURN) ? lastLineEnd(bytes, { start, stop, end, alphabet: this.#alphabet }) : stop;
    this.isWrapped = this.end !== stop;
    for (let padding = 0; padding < maxPadding && this.end < end && bytes[this.end] === PADDING; padding += 1) this.end += 1;
    this.#floor = this.end;
  }

  /** The run that was reached, to be kept. */
  run(): Run {
    const { start, end, isWrapped } = this;
    return { start, end, kind: isHexOnly(this.#bytes, start, end) ? 'hex' : 'base64', isWrapped };
  }
}

function isHexOnly(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (((CLASSES[byte] as number) & HEX_DIGIT) === 0 && byte !== LINE_FEED && byte !== CARRIAGE_RETURN && byte !== BLANK && byte !== TAB) return false;
  }
  return true;
}

interface Line {
  readonly start: number;
  readonly stop: number;
  /** Where the bytes that may be read end. */
  readonly end: number;
  readonly alphabet: number;
}

// All lines have the length of the second, but the first (something may stand before it) and the last.
function lastLineEnd(bytes: Buffer, { start, stop, end, alphabet }: Line): number {
  let width = stop - start;
  if (width < MIN_LINE_CHARACTERS) return stop;
  let lineEnd = stop;
  for (let lines = 1; ; lines += 1) {
    const next = nextLine(bytes, lineEnd, end);
    if (next === undefined) return lineEnd;
    // One longer line is enough to know that it is longer: hostile lines are not read to their end more than once.
    let at = next;
    while (at < end && at - next <= width + MAX_TAIL_CHARACTERS && isDigit(bytes[at], alphabet)) at += 1;
    const characters = at - next;
    if (characters === 0 || characters > width + MAX_TAIL_CHARACTERS) return lineEnd;
    lineEnd = at;
    if (lines === 1 && characters >= MIN_LINE_CHARACTERS) width = characters;
    else if (characters !== width) return lineEnd;
  }
}

function nextLine(bytes: Buffer, at: number, end: number): number | undefined {
  let next = at;
  if (bytes[next] === CARRIAGE_RETURN) next += 1;
  if (bytes[next] !== LINE_FEED) return undefined;
  next += 1;
  // CRLF in text that was turned around.
  if (next === at + 1 && bytes[next] === CARRIAGE_RETURN) next += 1;
  while (next < end && (bytes[next] === BLANK || bytes[next] === TAB)) next += 1;
  return next;
}
