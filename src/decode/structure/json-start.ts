import { CLOSE_BRACE, OPEN_BRACE, OPEN_BRACKET, QUOTE, skipBlanks, tableOf } from './characters.ts';
import { stringEnd } from './json-escapes.ts';

const CLOSE_BRACKET = 0x5d;
const COLON = 0x3a;
/** Arrays in arrays that are followed; what is nested deeper has shown enough. */
const MAX_ARRAYS = 32;
const IN_NUMBER = tableOf('-+0123456789.eE');
const STARTS_NUMBER = tableOf('-0123456789');
const BEHIND_VALUE = tableOf(' \t\r\n,]}{[');
const LITERALS: readonly Buffer[] = ['true', 'false', 'null'].map((literal) => Buffer.from(literal));

/**
 * Whether an object or an array begins here as JSON has it, up to its first key or value; it may be torn off behind that. A brace or
 * a bracket alone is not enough: garbled text begins with one often enough.
 */
export function startsAsJson(bytes: Buffer, from: number): boolean {
  let at = from;
  for (let arrays = 0; arrays < MAX_ARRAYS; arrays += 1) {
    const first = skipBlanks(bytes, at + 1);
    if (bytes[at] === OPEN_BRACE) return startsObject(bytes, first);
    const next = bytes[first];
    if (next === CLOSE_BRACKET) return endsValue(bytes, first + 1);
    if (next !== OPEN_BRACKET && next !== OPEN_BRACE) return startsScalar(bytes, first);
    at = first;
  }
  return true;
}

function startsObject(bytes: Buffer, at: number): boolean {
  if (at >= bytes.length) return true;
  if (bytes[at] === CLOSE_BRACE) return endsValue(bytes, at + 1);
  if (bytes[at] !== QUOTE) return false;
  const end = stringEnd(bytes, at + 1, bytes.length);
  const behind = skipBlanks(bytes, end + 1);
  return behind >= bytes.length || bytes[behind] === COLON;
}

function startsScalar(bytes: Buffer, at: number): boolean {
  const first = bytes[at];
  if (first === undefined) return true;
  if (first === QUOTE) return endsValue(bytes, stringEnd(bytes, at + 1, bytes.length) + 1);
  if (STARTS_NUMBER[first] === 1) {
    let end = at;
    while (end < bytes.length && IN_NUMBER[bytes[end] ?? 0] === 1) end += 1;
    return endsValue(bytes, end);
  }
  const literal = LITERALS.find((candidate) => candidate[0] === first);
  if (literal === undefined) return false;
  const there = bytes.subarray(at, at + literal.length);
  return there.equals(literal.subarray(0, there.length)) && endsValue(bytes, at + literal.length);
}

function endsValue(bytes: Buffer, at: number): boolean {
  return at >= bytes.length || BEHIND_VALUE[bytes[at] ?? 0] === 1;
}
