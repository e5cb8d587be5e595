import { ALL_BITS, bitsAt, isPrefixCode } from './brotli-code.ts';

// A compressor stores what it cannot make smaller, so the first block is not much shorter than the stream, unless more follow;
// and text does not shrink further than this.
const MAX_RATIO = 200;
const MAX_OVERHEAD = 1.25;
const SLACK_BYTES = 16;
// No compressor splits so short a stream into blocks of several kinds; the shortest of 50,000 that did had more than twice as many.
const UNSPLIT_BYTES = 128;
// The window size is written in 1, 4 or 7 bits; how large it is does not matter here.
const WINDOW_BITS = Uint8Array.from({ length: 256 }, (_, first) => ((first & 1) === 0 ? 1 : (first & 0x0e) === 0 ? 7 : 4));

/**
 * Whether bytes may well begin a brotli stream: its first header (RFC 7932, 9.1 and 9.2) says something sensible for so many
 * bytes, and is followed by a prefix code. Of random bytes one in a hundred does; of streams a compressor made, all but extreme ones.
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
  if (isLast) return input.length <= length * MAX_OVERHEAD + SLACK_BYTES && mayBeginBlock(input, at);
  const isStored = bitsAt(input, at, 1) === 1;
  if (!isStored) return mayBeginBlock(input, at + 1);
  const isPadded = bitsAt(input, at + 1, -(at + 1) & 7) === 0;
  return isPadded && ((at + 8) >> 3) + length < input.length;
}

const CATEGORIES = 3;
// How distances are written, and how the context of a literal is found.
const DISTANCE_AND_CONTEXT_BITS = 8;
const LITERALS = 256;

// How many kinds of blocks of literals, commands and distances there are, and how many prefix codes (9.2, NBLTYPESL and on), up to
// the first prefix code.
function mayBeginBlock(input: Buffer, from: number): boolean {
  if (input.length <= UNSPLIT_BYTES && bitsAt(input, from, CATEGORIES) !== 0) return false;
  let at = from;
  for (let category = 0; category < CATEGORIES; category += 1) {
    const kinds = countAt(input, at);
    at += countBits(input, at);
    if (kinds > 1) return isPrefixCode(input, at, kinds + 2);
  }
  at += DISTANCE_AND_CONTEXT_BITS;
  for (let trees = 0; trees < 2; trees += 1) {
    const count = countAt(input, at);
    at += countBits(input, at);
    if (count === 1) continue;
    const runs = bitsAt(input, at, 1) === 0 ? 0 : bitsAt(input, at + 1, 4) + 1;
    return isPrefixCode(input, at + (runs === 0 ? 1 : 5), count + runs);
  }
  return isPrefixCode(input, at, LITERALS);
}

// From 1 to 256 in 1 to 11 bits: none, or three that say how many follow.
function countAt(input: Buffer, at: number): number {
  if (bitsAt(input, at, 1) === 0) return 1;
  const bits = bitsAt(input, at + 1, 3);
  return 1 + (1 << bits) + bitsAt(input, at + 4, bits);
}

function countBits(input: Buffer, at: number): number {
  return bitsAt(input, at, 1) === 0 ? 1 : 4 + bitsAt(input, at + 1, 3);
}
