import { AMPERSAND, HASH, hexDigit, SEMICOLON } from './characters.ts';
import { writeUtf8 } from './json-escapes.ts';

// The five of XML, and the blank that HTML puts between words.
const NAMED = new Map([['amp', 0x26], ['lt', 0x3c], ['gt', 0x3e], ['quot', 0x22], ['apos', 0x27], ['nbsp', 0xa0]]);
// `&#x10FFFF;`, with a few zeros in front.
const MAX_ENTITY_BYTES = 12;
const LOWER_X = 0x78;
const UPPER_X = 0x58;

interface Entity {
  readonly codePoint: number;
  readonly end: number;
}

/** Index of the next character reference that is known, before `end`; -1 where there is none. */
export function nextEntity(bytes: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end) {
    if (bytes[at] !== AMPERSAND) {
      at = bytes.indexOf(AMPERSAND, at);
      if (at < 0 || at >= end) return -1;
    }
    if (entityAt(bytes, at, end) !== undefined) return at;
    at += 1;
  }
  return -1;
}

/** The bytes with character references decoded, as UTF-8: `&lt;`, `&#65;`, `&#x41;`. Unknown ones stay. */
export function decodeEntities(bytes: Buffer): Buffer {
  const out = Buffer.allocUnsafe(bytes.length);
  let to = 0;
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    const entity = byte === AMPERSAND ? entityAt(bytes, at, bytes.length) : undefined;
    if (entity === undefined) {
      out[to] = byte;
      to += 1;
      at += 1;
    } else {
      to = writeUtf8(out, to, entity.codePoint);
      at = entity.end;
    }
  }
  return out.subarray(0, to);
}

function entityAt(bytes: Buffer, at: number, end: number): Entity | undefined {
  let semicolon = at + 1;
  const limit = Math.min(end, at + MAX_ENTITY_BYTES);
  while (semicolon < limit && bytes[semicolon] !== SEMICOLON && bytes[semicolon] !== AMPERSAND) semicolon += 1;
  if (semicolon >= limit || bytes[semicolon] !== SEMICOLON) return undefined;
  const codePoint = bytes[at + 1] === HASH ? numbered(bytes, at + 2, semicolon) : NAMED.get(bytes.toString('latin1', at + 1, semicolon));
  return codePoint === undefined ? undefined : { codePoint, end: semicolon + 1 };
}

function numbered(bytes: Buffer, start: number, end: number): number | undefined {
  const isHex = bytes[start] === LOWER_X || bytes[start] === UPPER_X;
  const base = isHex ? 16 : 10;
  let code = 0;
  for (let at = isHex ? start + 1 : start; at < end; at += 1) {
    const digit = hexDigit(bytes, at);
    if (digit < 0 || digit >= base) return undefined;
    code = code * base + digit;
  }
  const hasDigits = end > (isHex ? start + 1 : start);
  return hasDigits && code <= 0x10ffff ? code : undefined;
}
