import type { Span } from '../spans.ts';
import { AMPERSAND, EQUALS, PERCENT, PLUS, SPACE, TAB, tableOf } from './characters.ts';
import type { Openings } from './openings.ts';
import { percentBackwards } from './percent-backwards.ts';
import { nextEscape, percentDecode } from './percent-bytes.ts';

/** A pair `name=value` as it stands; a pair without `=` is a value without a name. */
export interface Pair {
  readonly nameStart: number;
  /** Equal to the start where there is no name. */
  readonly nameEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** What encoders leave as it is; anything else says that nobody encoded the text. */
const LEFT_ALONE = tableOf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+*-._~!'()");
const BASE64 = tableOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-');
const MAX_NAME_LENGTH = 200;
// From here on a run of the alphabet is taken for base64; and between two `+` of words there are fewer letters than this.
const MIN_BASE64_LENGTH = 12;
const MAX_WORD_LENGTH = 32;

/** The pair that begins at `from`; it ends at `&`, or at `end`. */
export function pairAt(bytes: Buffer, from: number, end: number): Pair {
  let at = from;
  while (at < end && bytes[at] !== EQUALS && bytes[at] !== AMPERSAND) at += 1;
  if (at >= end || bytes[at] === AMPERSAND) return { nameStart: from, nameEnd: from, valueStart: from, valueEnd: at };
  const ampersand = bytes[at + 1] === AMPERSAND ? at + 1 : bytes.indexOf(AMPERSAND, at + 1);
  return { nameStart: from, nameEnd: at, valueStart: at + 1, valueEnd: ampersand < 0 || ampersand > end ? end : ampersand };
}

/** What the pair is called in paths: its name, decoded. */
export function pairName(bytes: Buffer, { nameStart, nameEnd }: Pair): string {
  const name = percentDecode(bytes.subarray(nameStart, nameEnd), 'blank').toString('utf8');
  return name.length > MAX_NAME_LENGTH ? `${name.slice(0, MAX_NAME_LENGTH)}…` : name;
}

/**
 * Opens the pairs of a form or a query wherever decoding changes a name or a value; gives how far it came, which is
 * `end` unless there were too many. The decoding is part of the step: `form:data_list`.
 */
export function openPairs(bytes: Buffer, { start, end }: Span, kind: 'form' | 'query', openings: Openings): number {
  let at = start;
  let escape = -1;
  let plus = -1;
  while (at < end) {
    // Pairs without anything to decode are jumped over, from sign to sign.
    if (escape < at) escape = orEnd(nextEscape(bytes, at, end), end);
    if (plus < at) plus = orEnd(bytes.indexOf(PLUS, at), end);
    const sign = Math.min(escape, plus);
    if (sign >= end) return end;
    if (openings.isFull) return at;
    const pair = pairAt(bytes, pairStart(bytes, sign, at), end);
    openPair(bytes, pair, kind, openings);
    at = pair.valueEnd + 1;
  }
  return end;
}

/** What an offset lies in: `form:name`, with ` (key)` behind it where it is the name itself. */
export function locatePair(bytes: Buffer, { start, end }: Span, kind: 'form' | 'query', offset: number): readonly string[] {
  if (offset < start || offset >= end) return [];
  const pair = pairAt(bytes, pairStart(bytes, offset, start), end);
  const isName = offset < pair.nameEnd;
  return [`${kind}:${pairName(bytes, pair)}${isName ? ' (key)' : ''}`];
}

function openPair(bytes: Buffer, pair: Pair, kind: 'form' | 'query', openings: Openings): void {
  const { nameStart, nameEnd, valueStart, valueEnd } = pair;
  const step = `${kind}:${pairName(bytes, pair)}`;
  for (const span of [{ start: nameStart, end: nameEnd }, { start: valueStart, end: valueEnd }]) {
    const backwards = percentBackwards(bytes, span);
    if (backwards !== undefined) openings.add(backwards);
  }
  const name = bytes.subarray(nameStart, nameEnd);
  // Base64 with its padding reads like a name without a value.
  const plusOfName = isEncoded(name) ? meaningOfPlus(name) : 'base64';
  if (plusOfName !== 'base64') openings.add({ step: `${step} (key)`, bytes: percentDecode(name, 'blank'), start: nameStart, end: plusOfName === 'either' ? nameStart : nameEnd });
  const value = bytes.subarray(valueStart, valueEnd);
  if (!isEncoded(value)) return;
  const plus = meaningOfPlus(value);
  if (plus === 'base64') return;
  // Words joined by `+` may just as well be base64: then the stretch is opened at its first byte only, and stays for others to read.
  const end = plus === 'either' ? valueStart : valueEnd;
  openings.add({ step, bytes: percentDecode(value, value.includes(SPACE) ? 'plus' : 'blank'), start: valueStart, end });
}

function isEncoded(text: Buffer): boolean {
  return text.includes(PLUS) || nextEscape(text, 0) >= 0;
}

// A `+` is a blank, unless blanks or tabs stand as they are, or the whole value is of base64's alphabet and as long as words are not.
function meaningOfPlus(value: Buffer): 'blank' | 'base64' | 'either' {
  if ((value.includes(SPACE) || value.includes(TAB)) && !value.includes(PERCENT)) return 'base64';
  if (value.length < MIN_BASE64_LENGTH || value.includes(PERCENT)) return 'blank';
  let wordLength = 0;
  let longest = 0;
  for (const byte of value) {
    if (BASE64[byte] === 0) return value.every((other) => LEFT_ALONE[other] === 1) ? 'blank' : 'either';
    wordLength = byte === PLUS ? 0 : wordLength + 1;
    longest = Math.max(longest, wordLength);
  }
  return longest > MAX_WORD_LENGTH ? 'base64' : 'either';
}

function pairStart(bytes: Buffer, at: number, from: number): number {
  let start = at;
  while (start > from && bytes[start - 1] !== AMPERSAND) start -= 1;
  return start;
}

function orEnd(index: number, end: number): number {
  return index < 0 || index > end ? end : index;
}
