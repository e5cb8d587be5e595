/** ASCII codes that scanners of text compare with. */
export const TAB = 0x09;
export const LINE_FEED = 0x0a;
export const RETURN = 0x0d;
export const SPACE = 0x20;
export const QUOTE = 0x22;
export const PERCENT = 0x25;
export const AMPERSAND = 0x26;
export const APOSTROPHE = 0x27;
export const PLUS = 0x2b;
export const COMMA = 0x2c;
export const MINUS = 0x2d;
export const SLASH = 0x2f;
export const COLON = 0x3a;
export const SEMICOLON = 0x3b;
export const LESS = 0x3c;
export const EQUALS = 0x3d;
export const GREATER = 0x3e;
export const QUESTION = 0x3f;
export const HASH = 0x23;
export const OPEN_BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;

const DIGITS = new Int8Array(256).fill(-1);
for (let digit = 0; digit < 16; digit += 1) {
  DIGITS[digit.toString(16).charCodeAt(0)] = digit;
  DIGITS[digit.toString(16).toUpperCase().charCodeAt(0)] = digit;
}

/** Value of the hexadecimal digit at an index, -1 where there is none. */
export function hexDigit(bytes: Buffer, at: number): number {
  return DIGITS[bytes[at] ?? 0] ?? -1;
}

/** Whether the byte is a space, a tab or a line break. */
export function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === LINE_FEED || byte === RETURN || byte === TAB;
}

/** Index of the first byte that is not blank, `end` where all are. A byte order mark at the very start counts as blank. */
export function skipBlanks(bytes: Buffer, from: number, end: number = bytes.length): number {
  let at = from;
  if (at === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) at = 3;
  while (at < end && isBlank(bytes[at])) at += 1;
  return at;
}

/** Index behind the last byte that is not blank, not below `start`. */
export function trimEnd(bytes: Buffer, start: number, end: number = bytes.length): number {
  let at = end;
  while (at > start && isBlank(bytes[at - 1])) at -= 1;
  return at;
}

/** A table that is 1 for each of the characters: asked once a byte, it replaces a regular expression. */
export function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of Buffer.from(characters, 'latin1')) table[byte] = 1;
  return table;
}

/** Bytes that ASCII text does not have: control characters but tab and line breaks, and everything from 0x7f on. */
export const BINARY: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x7f || (byte < SPACE && !isBlank(byte)) ? 1 : 0));
