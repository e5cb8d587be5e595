import { isUtf8 } from 'node:buffer';

/** What one look at the bytes of a layer tells; decoders ask it before they read. */
export interface Look {
  /** UTF-8 without control characters but tab, line feed and carriage return; a character torn off at the end is forgiven. */
  readonly isText: boolean;
  readonly hasPercent: boolean;
  readonly hasPlus: boolean;
  readonly hasBackslash: boolean;
  readonly hasAmpersand: boolean;
  readonly hasEquals: boolean;
  readonly hasLess: boolean;
  readonly hasBlank: boolean;
  readonly hasNonAscii: boolean;
}

const CONTROL = 1;
const PERCENT = 2;
const BACKSLASH = 4;
const AMPERSAND = 8;
const EQUALS = 16;
const LESS = 32;
const BLANK = 64;
const HIGH = 128;
const PLUS = 256;

const CLASSES = classes();

function classes(): Uint16Array {
  const table = new Uint16Array(256);
  for (let byte = 0; byte < 32; byte += 1) table[byte] = CONTROL;
  for (const byte of [9, 10, 13, 32]) table[byte] = BLANK;
  table[0x7f] = CONTROL;
  for (let byte = 0x80; byte < 256; byte += 1) table[byte] = HIGH;
  for (const [character, flag] of [['%', PERCENT], ['\\', BACKSLASH], ['&', AMPERSAND], ['=', EQUALS], ['<', LESS], ['+', PLUS]] as const) {
    table[character.charCodeAt(0)] = flag;
  }
  return table;
}

/** Looks at bytes once. */
export function look(bytes: Buffer): Look {
  let seen = 0;
  for (let at = 0; at < bytes.length; at += 1) seen |= CLASSES[bytes[at] as number] as number;
  const hasNonAscii = (seen & HIGH) !== 0;
  return {
    isText: bytes.length > 0 && (seen & CONTROL) === 0 && (!hasNonAscii || isUtf8Prefix(bytes)),
    hasPercent: (seen & PERCENT) !== 0,
    hasPlus: (seen & PLUS) !== 0,
    hasBackslash: (seen & BACKSLASH) !== 0,
    hasAmpersand: (seen & AMPERSAND) !== 0,
    hasEquals: (seen & EQUALS) !== 0,
    hasLess: (seen & LESS) !== 0,
    hasBlank: (seen & BLANK) !== 0,
    hasNonAscii,
  };
}

// A stream that was cut off ends anywhere, in the middle of a character too: at most three bytes of one are missing.
function isUtf8Prefix(bytes: Buffer): boolean {
  if (isUtf8(bytes)) return true;
  for (let torn = 1; torn <= 3 && torn < bytes.length; torn += 1) {
    if (((bytes[bytes.length - torn] ?? 0) & 0xc0) === 0xc0) return isUtf8(bytes.subarray(0, bytes.length - torn));
  }
  return false;
}
