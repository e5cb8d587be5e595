import { mayBeDeflate } from './codecs/deflate-start.ts';
import { masked } from './text-masks.ts';

/** Formats that tell themselves by their first bytes. */
export type Magic = 'gzip' | 'zlib' | 'zstd' | 'lz4' | 'snappy' | 'utf-16' | 'zip';

const SNAPPY = Buffer.from([0xff, 0x06, 0x00, 0x00, 0x73, 0x4e, 0x61, 0x50, 0x70, 0x59]);
/** First byte of a zlib header for a window of 32 KiB, which nearly everybody has, and of 256 bytes to 16 KiB (RFC 1950, section 2.2). */
const ZLIB = 0x78;
const ZLIB_SMALL = [0x08, 0x18, 0x28, 0x38, 0x48, 0x58, 0x68];
const MIN_UTF16_BYTES = 8;
const SAMPLE_BYTES = 64;
const ZLIB_HEADER_BYTES = 2;
const STARTS = [...new Set([0x1f, ZLIB, 0x28, 0x04, 0xff, 0xfe, 0x50, ...ZLIB_SMALL])];

const MAY_START = Uint8Array.from({ length: 256 }, (_, byte) => ([0x1f, ZLIB, 0x28, 0x04, 0xff, 0xfe, 0x50, 0x00].includes(byte) ? 1 : 0));

// Method 8, a multiple of 31, and no dictionary that is not in it.
function isZlibHeader(first: number, second: number): boolean {
  return (first & 0x8f) === 8 && (second & 0x20) === 0 && ((first << 8) | second) % 31 === 0;
}

/** Whether a format may begin with these two bytes. */
export function mayHaveMagic(first: number, second: number): boolean {
  return MAY_START[first] === 1 || second === 0 || isZlibHeader(first, second);
}

/** As `magicOf` of the bytes from `at` on, at the cost of one look where none of the formats can begin. */
export function hasMagicAt(bytes: Buffer, at: number, end: number): boolean {
  if (at + 6 > end || !mayHaveMagic(bytes[at] as number, bytes[at + 1] as number)) return false;
  return magicOf(bytes.subarray(at, Math.min(end, at + SAMPLE_BYTES))) !== undefined;
}

/** The format whose magic number stands at the start, every byte of it XORed with `mask`. */
export function magicOf(bytes: Buffer, mask = 0): Magic | undefined {
  if (bytes.length < 6) return undefined;
  const first = (bytes[0] as number) ^ mask;
  const second = (bytes[1] as number) ^ mask;
  const third = (bytes[2] as number) ^ mask;
  const fourth = (bytes[3] as number) ^ mask;
  // RFC 1952: magic, method 8, and the three highest flags are reserved.
  if (first === 0x1f && second === 0x8b && third === 0x08 && fourth < 0x20) return 'gzip';
  // RFC 1951: there is no block of type 3. Of small windows there are seven times as many headers, so that more is asked of them.
  if (isZlibHeader(first, second) && ((third >> 1) & 3) !== 3 && (first === ZLIB || beginsDeflate(bytes, mask))) return 'zlib';
  if (first === 0x28 && second === 0xb5 && third === 0x2f && fourth === 0xfd) return 'zstd';
  if (first === 0x04 && second === 0x22 && third === 0x4d && fourth === 0x18) return 'lz4';
  // APPNOTE.TXT, 4.3.7: the header of the first file.
  if (first === 0x50 && second === 0x4b && third === 0x03 && fourth === 0x04) return 'zip';
  if (first === 0xff && second === 0x06 && startsWithSnappy(bytes, mask)) return 'snappy';
  return isUtf16(bytes, mask) ? 'utf-16' : undefined;
}

function beginsDeflate(bytes: Buffer, mask: number): boolean {
  const sample = bytes.subarray(ZLIB_HEADER_BYTES, SAMPLE_BYTES);
  return mayBeDeflate(mask === 0 ? sample : masked(sample, mask));
}

const NONE: readonly number[] = [];
/** First and second byte of each magic number but zlib's. */
const PAIRS = [[0x1f, 0x8b], [0x28, 0xb5], [0x04, 0x22], [0x50, 0x4b], [0xff, 0x06], [0xff, 0xfe], [0xfe, 0xff]] as const;
/** By first byte XOR second byte: the first bytes of magic numbers that are so far from their second ones. Of most noise there is none under any mask. */
const STARTS_BY_DIFFERENCE = Array.from({ length: 256 }, (_, difference) => STARTS.filter((start) => isPair(start, start ^ difference)));
/** As these, with the Latin letters that are such bytes, in UTF-16 without its mark. */
const WIDE_STARTS_BY_DIFFERENCE = STARTS_BY_DIFFERENCE.map((starts, difference) => STARTS.filter((start) => starts.includes(start) || start === difference));

function isPair(first: number, second: number): boolean {
  return isZlibHeader(first, second) || PAIRS.some((pair) => pair[0] === first && pair[1] === second);
}

/** Masks other than zero under which a magic number stands at the start; each format allows one at most. */
export function masksOfMagic(bytes: Buffer): readonly number[] {
  const first = bytes[0] ?? 0;
  const second = bytes[1] ?? 0;
  // A mask leaves the difference of two neighbours as it is.
  const difference = first ^ second;
  if (STARTS_BY_DIFFERENCE[difference]?.length === 0 && first !== bytes[2] && second !== bytes[3]) return NONE;
  const masks: number[] = [];
  for (const start of WIDE_STARTS_BY_DIFFERENCE[difference] ?? NONE) {
    const mask = first ^ start;
    if (mask !== 0 && magicOf(bytes, mask) !== undefined) masks.push(mask);
  }
  // UTF-16 without its mark: the zero bytes of Latin text have become the mask.
  addWideMask(bytes, first, masks);
  addWideMask(bytes, second, masks);
  return masks;
}

function addWideMask(bytes: Buffer, mask: number, masks: number[]): void {
  if (mask !== 0 && !masks.includes(mask) && isUtf16(bytes, mask)) masks.push(mask);
}

function startsWithSnappy(bytes: Buffer, mask: number): boolean {
  return bytes.length >= SNAPPY.length && SNAPPY.every((byte, at) => bytes[at] === (byte ^ mask));
}

function isUtf16(bytes: Buffer, mask: number): boolean {
  if (bytes.length < MIN_UTF16_BYTES) return false;
  const first = (bytes[0] as number) ^ mask;
  const second = (bytes[1] as number) ^ mask;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return isWide(bytes, mask, first === 0xff ? 0 : 1);
  if (first === 0) return isLatin(bytes, mask, 1);
  return second === 0 && isLatin(bytes, mask, 0);
}

// Behind the mark every unit must be text: no unit is a control, a private character or not a character at all.
function isWide(bytes: Buffer, mask: number, low: 0 | 1): boolean {
  const end = Math.min(bytes.length, SAMPLE_BYTES);
  for (let at = 2; at + 1 < end; at += 2) {
    const unit = ((bytes[at + low] as number) ^ mask) | (((bytes[at + 1 - low] as number) ^ mask) << 8);
    const isControl = unit < 32 && unit !== 9 && unit !== 10 && unit !== 13;
    if (isControl || (unit >= 0x7f && unit < 0xa0) || (unit >= 0xe000 && unit < 0xf900) || unit >= 0xfffe) return false;
  }
  return true;
}

function isLatin(bytes: Buffer, mask: number, low: 0 | 1): boolean {
  const end = Math.min(bytes.length, SAMPLE_BYTES);
  let letters = 0;
  let others = 0;
  for (let at = 0; at + 1 < end; at += 2) {
    const character = (bytes[at + low] as number) ^ mask;
    const isZero = bytes[at + 1 - low] === mask;
    if (isZero && ((character >= 32 && character < 127) || character === 9 || character === 10 || character === 13)) letters += 1;
    else others += 1;
  }
  return letters >= 4 && others * 4 <= letters;
}
