/** Formats that tell themselves by their first bytes. */
export type Magic = 'gzip' | 'zlib' | 'zstd' | 'lz4' | 'snappy' | 'utf-16';

const SNAPPY = Buffer.from([0xff, 0x06, 0x00, 0x00, 0x73, 0x4e, 0x61, 0x50, 0x70, 0x59]);
/** Second byte of a zlib header for a window of 32 KiB: fastest, fast, default, best (RFC 1950, section 2.2). */
const ZLIB_LEVELS: ReadonlySet<number> = new Set([0x01, 0x5e, 0x9c, 0xda]);
const MIN_UTF16_BYTES = 8;
const SAMPLE_BYTES = 64;

const MAY_START = Uint8Array.from({ length: 256 }, (_, byte) => ([0x1f, 0x78, 0x28, 0x04, 0xff, 0xfe, 0x00].includes(byte) ? 1 : 0));

/** Whether a format may begin with these two bytes. */
export function mayHaveMagic(first: number, second: number): boolean {
  return MAY_START[first] === 1 || second === 0;
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
  // RFC 1951: there is no block of type 3.
  if (first === 0x78 && ZLIB_LEVELS.has(second) && ((third >> 1) & 3) !== 3) return 'zlib';
  if (first === 0x28 && second === 0xb5 && third === 0x2f && fourth === 0xfd) return 'zstd';
  if (first === 0x04 && second === 0x22 && third === 0x4d && fourth === 0x18) return 'lz4';
  if (first === 0xff && second === 0x06 && startsWithSnappy(bytes, mask)) return 'snappy';
  return isUtf16(bytes, mask) ? 'utf-16' : undefined;
}

/** First byte XOR second byte of each magic number. */
const FIRST_DIFFERENCES = Uint8Array.from({ length: 256 }, (_, byte) => ([0x94, 0x79, 0x26, 0xe4, 0xa2, 0x9d, 0xf9, 0x01].includes(byte) ? 1 : 0));

/** Masks other than zero under which a magic number stands at the start; each format allows one at most. */
export function masksOfMagic(bytes: Buffer): readonly number[] {
  const first = bytes[0] ?? 0;
  // A mask leaves the difference of two neighbours as it is.
  const isPair = FIRST_DIFFERENCES[first ^ (bytes[1] ?? 0)] === 1;
  if (!isPair && bytes[0] !== bytes[2] && bytes[1] !== bytes[3]) return [];
  const masks: number[] = [];
  for (const start of [0x1f, 0x78, 0x28, 0x04, 0xff, 0xfe]) {
    const mask = first ^ start;
    if (mask !== 0 && magicOf(bytes, mask) !== undefined) masks.push(mask);
  }
  // UTF-16 without its mark: the zero bytes of Latin text have become the mask.
  for (const mask of new Set([first, bytes[1] ?? 0])) {
    if (mask !== 0 && !masks.includes(mask) && isUtf16(bytes, mask)) masks.push(mask);
  }
  return masks;
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
