import { hexDigit, PERCENT, PLUS, SPACE } from './characters.ts';

const UNIT_CHARACTERS = 6;
const LETTER_U = 0x75;

/** Whether a `%XX` or `%uXXXX` stands at an offset, all of it before `end`. */
export function isEscapeAt(bytes: Buffer, at: number, end: number): boolean {
  if (at + 2 < end && hexDigit(bytes, at + 1) >= 0 && hexDigit(bytes, at + 2) >= 0) return bytes[at] === PERCENT;
  return at + UNIT_CHARACTERS <= end && unitAt(bytes, at) >= 0;
}

/** Index of the next well-formed escape that begins before `end`, -1 where there is none. */
export function nextEscape(bytes: Buffer, from: number, end: number = bytes.length): number {
  let at = from;
  while (at < end) {
    // Signs in a row are stepped over here: a native search for each would cost far more than it finds.
    if (bytes[at] !== PERCENT) {
      at = bytes.indexOf(PERCENT, at);
      if (at < 0 || at >= end) return -1;
    }
    if (isEscapeAt(bytes, at, end)) return at;
    at += 1;
  }
  return -1;
}

/** How a percent-decoding reads `+`: in forms and queries it is a blank. */
export type PlusIs = 'plus' | 'blank';

/**
 * Percent-decodes bytes once; what was escaped need not be UTF-8. Malformed escapes stay as they are. `%u4F60` of old scripts is a
 * unit of UTF-16, and beside one of these `%E9` is a character of Latin-1 (`escape`: ECMA-262, annex B.2.1).
 */
export function percentDecode(bytes: Buffer, plusIs: PlusIs = 'plus'): Buffer {
  if (bytes.includes('%u') && hasUnit(bytes)) return Buffer.from(unescaped(bytes, plusIs));
  const decoded = Buffer.allocUnsafe(bytes.length);
  let to = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    let byte = bytes[at] ?? 0;
    if (byte === PERCENT) {
      const high = hexDigit(bytes, at + 1);
      const low = high < 0 ? -1 : hexDigit(bytes, at + 2);
      if (low >= 0) {
        byte = (high << 4) | low;
        at += 2;
      }
    } else if (byte === PLUS && plusIs === 'blank') byte = SPACE;
    decoded[to] = byte;
    to += 1;
  }
  return decoded.subarray(0, to);
}

/** The unit of UTF-16 that a `%uXXXX` at an offset stands for; -1 where there is none. */
function unitAt(bytes: Buffer, at: number): number {
  if (bytes[at] !== PERCENT || bytes[at + 1] !== LETTER_U) return -1;
  let unit = 0;
  for (let digit = at + 2; digit < at + UNIT_CHARACTERS; digit += 1) {
    const value = hexDigit(bytes, digit);
    if (value < 0) return -1;
    unit = (unit << 4) | value;
  }
  return unit;
}

function hasUnit(bytes: Buffer): boolean {
  for (let at = bytes.indexOf('%u'); at !== -1; at = bytes.indexOf('%u', at + 1)) if (unitAt(bytes, at) >= 0) return true;
  return false;
}

// Other bytes are UTF-8, as everywhere: their characters have nothing to do with these escapes.
function unescaped(bytes: Buffer, plusIs: PlusIs): string {
  const text = plusIs === 'blank' ? bytes.toString().replaceAll('+', ' ') : bytes.toString();
  return text.replace(/%u([\da-f]{4})|%([\da-f]{2})/gi, (_, unit: string | undefined, byte: string | undefined) => String.fromCharCode(Number.parseInt(unit ?? byte ?? '', 16)));
}
