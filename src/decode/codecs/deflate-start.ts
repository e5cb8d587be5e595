const LENGTH_CODES = 19;
const KRAFT_WHOLE = 128;
const MAX_SYMBOLS = 24;

// The fixed code of literals and lengths (RFC 1951, 3.2.6), by the next nine bits as they come: symbol times 16 plus its bits.
const FIXED = fixedTable();
const LENGTH_EXTRA_BITS = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0);
const LENGTH_BASE = Uint16Array.of(3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258);
const TURNED_5 = Uint8Array.from({ length: 32 }, (_, code) => turned(code, 5));
const MAX_DISTANCE_CODE = 29;
const END_OF_BLOCK = 256;

/**
 * Whether deflate may begin at an offset: false where its first block is corrupt within a few symbols; bytes that end before
 * that may be torn. Of noise one in thirty passes, at a thirtieth of the cost of beginning to inflate it: nearly everything
 * that is asked is noise.
 */
export function mayBeDeflate(input: Buffer, from = 0): boolean {
  return mayBegin(input, from, false);
}

/** As `mayBeDeflate`, of bytes that are no stream unless it ends where they end: of noise one in two hundred passes. */
export function mayBeWholeDeflate(input: Buffer): boolean {
  return mayBegin(input, 0, true);
}

function mayBegin(input: Buffer, from: number, isWhole: boolean): boolean {
  const type = (bitsAt(input, from * 8) >>> 1) & 3;
  if (type === 3) return false;
  if (type === 0) return mayBeStored(input, from + 1);
  return type === 2 ? mayBeDynamic(input, from * 8 + 3) : mayBeFixed(input, from * 8 + 3, isWhole);
}

// The length of a stored block is written twice, the second time with every bit turned.
function mayBeStored(input: Buffer, at: number): boolean {
  if (at + 4 > input.length) return true;
  return ((input.readUInt16LE(at) ^ input.readUInt16LE(at + 2)) & 0xffff) === 0xffff;
}

// The lengths of the code in which the lengths of the other codes are written have to fill it, and neither more nor less.
function mayBeDynamic(input: Buffer, at: number): boolean {
  const counts = bitsAt(input, at);
  if ((counts & 31) > 286 - 257 || ((counts >>> 5) & 31) > 29) return false;
  const lengths = Math.min(LENGTH_CODES, ((counts >>> 10) & 15) + 4);
  let filled = 0;
  for (let index = 0, bit = at + 14; index < lengths; index += 1, bit += 3) {
    const length = bitsAt(input, bit) & 7;
    if (length > 0) filled += KRAFT_WHOLE >>> length;
  }
  return filled === KRAFT_WHOLE;
}

function mayBeFixed(input: Buffer, start: number, isWhole: boolean): boolean {
  const end = input.length * 8;
  const isLast = (bitsAt(input, start - 3) & 1) === 1;
  let written = 0;
  let at = start;
  for (let symbols = 0; symbols < MAX_SYMBOLS; symbols += 1) {
    const entry = FIXED[bitsAt(input, at) & 511] as number;
    const symbol = entry >>> 4;
    at += entry & 15;
    if (at > end) return !isWhole;
    // What is left of the last byte is not used.
    if (symbol === END_OF_BLOCK) return !isWhole || (isLast ? end - at < 8 : end > at);
    if (symbol < END_OF_BLOCK) {
      written += 1;
      continue;
    }
    const length = symbol - 257;
    if (length >= LENGTH_BASE.length) return false;
    const extra = LENGTH_EXTRA_BITS[length] as number;
    const copied = (LENGTH_BASE[length] as number) + (bitsAt(input, at) & ((1 << extra) - 1));
    const code = TURNED_5[bitsAt(input, at + extra) & 31] as number;
    if (code > MAX_DISTANCE_CODE) return false;
    at += extra + 5;
    const distanceBits = code < 4 ? 0 : (code >>> 1) - 1;
    const distance = (code < 4 ? code : (2 + (code & 1)) << distanceBits) + (bitsAt(input, at) & ((1 << distanceBits) - 1)) + 1;
    at += distanceBits;
    if (at > end) return !isWhole;
    if (distance > written) return false;
    written += copied;
  }
  return true;
}

// 25 bits and more from a bit on, the lowest of a byte first; zeros beyond the end.
function bitsAt(input: Buffer, bit: number): number {
  const at = bit >>> 3;
  const word = (input[at] ?? 0) | ((input[at + 1] ?? 0) << 8) | ((input[at + 2] ?? 0) << 16) | ((input[at + 3] ?? 0) << 24);
  return word >>> (bit & 7);
}

function fixedTable(): Uint16Array {
  const table = new Uint16Array(512);
  const set = (first: number, last: number, firstCode: number, bits: number): void => {
    for (let symbol = first; symbol <= last; symbol += 1) {
      const code = turned(firstCode + symbol - first, bits);
      for (let rest = 0; rest < 512 >>> bits; rest += 1) table[code | (rest << bits)] = (symbol << 4) | bits;
    }
  };
  set(0, 143, 0x30, 8);
  set(144, 255, 0x190, 9);
  set(256, 279, 0, 7);
  set(280, 287, 0xc0, 8);
  return table;
}

// Codes are written with their highest bit first.
function turned(code: number, bits: number): number {
  let result = 0;
  for (let bit = 0; bit < bits; bit += 1) result |= ((code >>> bit) & 1) << (bits - 1 - bit);
  return result;
}
