// A compressor stores what it cannot make smaller, so the first block is not much shorter than the stream, unless more follow;
// and text does not shrink further than this.
const MAX_RATIO = 200;
const MAX_OVERHEAD = 1.25;
const SLACK_BYTES = 16;
// No compressor splits so short a stream into blocks of several kinds; the shortest of 50,000 that did had more than twice as many.
const UNSPLIT_BYTES = 128;
const ALL_BITS = 32;
// The window size is written in 1, 4 or 7 bits; how large it is does not matter here.
const WINDOW_BITS = Uint8Array.from({ length: 256 }, (_, first) => ((first & 1) === 0 ? 1 : (first & 0x0e) === 0 ? 7 : 4));

/**
 * Whether bytes may well begin a brotli stream: its first header (RFC 7932, 9.1 and 9.2) says something sensible for so many
 * bytes. Of random bytes one in sixteen does; of streams a compressor made, all but extreme ones.
 */
export function mayBeBrotli(input: Buffer, maxRatio = MAX_RATIO): boolean {
  const start = bitsAt(input, 0, ALL_BITS);
  let at = WINDOW_BITS[start & 0xff] as number;
  const isLast = ((start >>> at) & 1) === 1;
  at += 1;
  if (isLast) {
    if (((start >>> at) & 1) === 1) return false;
    at += 1;
  }
  const nibbles = ((start >>> at) & 3) + 4;
  // The length alone turns nearly all noise away.
  if (nibbles === 7 || (nibbles > 4 && input.length * maxRatio < 0x10000)) return false;
  const length = (nibbles === 4 ? (start >>> (at + 2)) & 0xffff : bitsAt(input, at + 2, nibbles * 4)) + 1;
  at += 2 + nibbles * 4;
  // A length must not be written with more nibbles than it needs.
  if (nibbles > 4 && length - 1 < 2 ** (nibbles * 4 - 4)) return false;
  if (length > input.length * maxRatio) return false;
  if (isLast) return input.length <= length * MAX_OVERHEAD + SLACK_BYTES && mayBeUnsplit(input, at);
  const isStored = bitsAt(input, at, 1) === 1;
  if (!isStored) return mayBeUnsplit(input, at + 1);
  const isPadded = bitsAt(input, at + 1, -(at + 1) & 7) === 0;
  return isPadded && ((at + 8) >> 3) + length < input.length;
}

// One bit each says that literals, commands and distances have one kind of block (9.2, NBLTYPESL and on).
function mayBeUnsplit(input: Buffer, at: number): boolean {
  return input.length > UNSPLIT_BYTES || bitsAt(input, at, 3) === 0;
}

function bitsAt(input: Buffer, position: number, count: number): number {
  const byte = position >> 3;
  const word = (input[byte] ?? 0) | ((input[byte + 1] ?? 0) << 8) | ((input[byte + 2] ?? 0) << 16) | ((input[byte + 3] ?? 0) << 24);
  return (word >>> (position & 7)) & (count === ALL_BITS ? -1 : (1 << count) - 1);
}
