const SIMPLE = 1;
/** Symbols in which the lengths of the others are written, in this order (RFC 7932, 3.5). */
const LENGTH_SYMBOLS = [1, 2, 3, 4, 0, 5, 17, 6, 16, 7, 8, 9, 10, 11, 12, 13, 14, 15];
const REPEAT_LAST = 16;
const REPEAT_ZERO = 17;
const MAX_LENGTH_BITS = 5;
const LENGTHS_WHOLE = 1 << MAX_LENGTH_BITS;
const MAX_BITS = 15;
const WHOLE = 1 << MAX_BITS;
/** By the next four bits: a length of one of these symbols, and in how many bits it is written. */
const LENGTH_OF = Uint8Array.of(0, 4, 3, 2, 0, 4, 3, 1, 0, 4, 3, 2, 0, 4, 3, 5);
const LENGTH_BITS = Uint8Array.of(2, 2, 2, 3, 2, 2, 2, 4, 2, 2, 2, 3, 2, 2, 2, 4);

// Kept between calls. The second: by the next five bits, a symbol times 8 plus its bits.
const lengths = new Uint8Array(LENGTH_SYMBOLS.length);
const table = new Uint8Array(LENGTHS_WHOLE);

/** As many bits as are read at once; so many where the first is the lowest of its byte, and 25 anywhere. */
export const ALL_BITS = 32;

/** So many bits of a stream from one on, the lowest of a byte first; zeros beyond the end. */
export function bitsAt(input: Buffer, position: number, count: number): number {
  const byte = position >> 3;
  const word = (input[byte] ?? 0) | ((input[byte + 1] ?? 0) << 8) | ((input[byte + 2] ?? 0) << 16) | ((input[byte + 3] ?? 0) << 24);
  return (word >>> (position & 7)) & (count === ALL_BITS ? -1 : (1 << count) - 1);
}

/** Whether a prefix code for so many symbols stands at a bit (RFC 7932, 3.4 and 3.5): its lengths have to fill it, neither more nor less. */
export function isPrefixCode(input: Buffer, from: number, symbols: number): boolean {
  const skipped = bitsAt(input, from, 2);
  if (skipped === SIMPLE) return isSimpleCode(input, from + 2, symbols);
  let at = from + 2;
  let left = LENGTHS_WHOLE;
  let used = 0;
  lengths.fill(0);
  for (let index = skipped; index < LENGTH_SYMBOLS.length && left > 0; index += 1) {
    const next = bitsAt(input, at, 4);
    const length = LENGTH_OF[next] as number;
    at += LENGTH_BITS[next] as number;
    if (length === 0) continue;
    lengths[LENGTH_SYMBOLS[index] as number] = length;
    left -= LENGTHS_WHOLE >> length;
    used += 1;
  }
  if (used !== 1 && left !== 0) return false;
  makeTable(used === 1);
  return isFilled(input, at, symbols);
}

// One to four different symbols, each in as few bits as the last of all needs.
function isSimpleCode(input: Buffer, from: number, symbols: number): boolean {
  const count = bitsAt(input, from, 2) + 1;
  const width = 32 - Math.clz32(symbols - 1);
  const seen = new Set<number>();
  for (let index = 0; index < count; index += 1) seen.add(bitsAt(input, from + 2 + index * width, width));
  return seen.size === count && Math.max(...seen) < symbols;
}

// A symbol that is the only one is written in no bits.
function makeTable(isOnlyOne: boolean): void {
  let code = 0;
  for (let bits = 1; bits <= MAX_LENGTH_BITS; bits += 1) {
    for (let symbol = 0; symbol < lengths.length; symbol += 1) {
      if (lengths[symbol] !== bits) continue;
      if (isOnlyOne) {
        table.fill(symbol << 3);
        return;
      }
      for (let rest = turned(code, bits); rest < LENGTHS_WHOLE; rest += 1 << bits) table[rest] = (symbol << 3) | bits;
      code += 1;
    }
    code <<= 1;
  }
}

// Codes are written with their highest bit first.
function turned(code: number, bits: number): number {
  let result = 0;
  for (let bit = 0; bit < bits; bit += 1) result |= ((code >>> bit) & 1) << (bits - 1 - bit);
  return result;
}

function isFilled(input: Buffer, from: number, symbols: number): boolean {
  let at = from;
  let left = WHOLE;
  let last = 8;
  let repeated = -1;
  let repeats = 0;
  for (let symbol = 0; symbol < symbols && left > 0 && at <= input.length * 8; ) {
    const entry = table[bitsAt(input, at, MAX_LENGTH_BITS)] as number;
    const length = entry >> 3;
    at += entry & 7;
    if (length < REPEAT_LAST) {
      repeats = 0;
      symbol += 1;
      if (length === 0) continue;
      last = length;
      left -= WHOLE >> length;
      continue;
    }
    // A repeat that follows one of the same length makes it longer.
    const extra = length === REPEAT_ZERO ? 3 : 2;
    const repeating = length === REPEAT_ZERO ? 0 : last;
    if (repeated !== repeating) repeats = 0;
    repeated = repeating;
    const before = repeats;
    repeats = (repeats > 0 ? (repeats - 2) << extra : 0) + bitsAt(input, at, extra) + 3;
    at += extra;
    symbol += repeats - before;
    if (symbol > symbols) return false;
    if (repeating > 0) left -= (repeats - before) << (MAX_BITS - repeating);
  }
  return left === 0;
}
