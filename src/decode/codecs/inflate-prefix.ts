import { BoundedOutput } from './bounded-output.ts';
import { ENDS_EARLY } from './opened.ts';
import { StepCount, TOO_MANY_STEPS } from './step-count.ts';

// Deflate as RFC 1951 has it, for what node:zlib cannot do: give the bytes up to a limit, up to where a stream is torn or
// corrupt, and look at a few bytes without the price of an engine. Whole streams go through node:zlib.

/** How far a deflate stream could be read. */
export interface Inflation {
  readonly output: BoundedOutput;
  /** Offset in the input behind the last byte that was read. */
  readonly end: number;
  /** Why it stopped; absent where the stream came to its end or the output was full. */
  readonly why?: string;
}

const MAX_CODE_BITS = 15;
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
];
const DISTANCE_BITS = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const WINDOW_BYTES = 32 * 1024;
const END_OF_BLOCK = 256;

/** Symbols of a canonical Huffman code, in the order of their codes, and how many codes there are of each length. */
interface Code {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

const CORRUPT = 'it is corrupt';

/** Inflates raw deflate from an offset on, as far as the bytes and the allowance go. Linear in input and output. */
export function inflatePrefix(input: Buffer, start: number, allowanceBytes: number): Inflation {
  const bits = new Bits(input, start);
  const output = new BoundedOutput(allowanceBytes);
  const steps = new StepCount(output);
  let why: string | undefined;
  for (let isLast = false; !isLast && why === undefined && !output.hasOverflowed();) {
    isLast = bits.read(1) === 1;
    why = steps.take() ? block(bits, output) : TOO_MANY_STEPS;
    if (bits.hasRunOut()) why = ENDS_EARLY;
  }
  return { output, end: bits.byteOffset(), ...(why !== undefined && !output.hasOverflowed() && { why }) };
}

function block(bits: Bits, output: BoundedOutput): string | undefined {
  const type = bits.read(2);
  if (bits.hasRunOut()) return ENDS_EARLY;
  if (type === 0) return stored(bits, output);
  if (type === 1) return coded(bits, output, FIXED);
  if (type === 3) return CORRUPT;
  const codes = readCodes(bits);
  return codes === undefined ? CORRUPT : coded(bits, output, codes);
}

function stored(bits: Bits, output: BoundedOutput): string | undefined {
  bits.align();
  const length = bits.read(16);
  const inverse = bits.read(16);
  if (bits.hasRunOut()) return ENDS_EARLY;
  if ((length ^ inverse) !== 0xffff) return CORRUPT;
  return bits.copyTo(output, length) ? undefined : ENDS_EARLY;
}

interface Codes {
  readonly literals: Code;
  readonly distances: Code;
}

function coded(bits: Bits, output: BoundedOutput, { literals, distances }: Codes): string | undefined {
  while (!output.hasOverflowed()) {
    const symbol = bits.symbol(literals);
    if (bits.hasRunOut()) return ENDS_EARLY;
    if (symbol < 0) return CORRUPT;
    if (symbol < END_OF_BLOCK) {
      output.push(symbol);
      continue;
    }
    if (symbol === END_OF_BLOCK) return undefined;
    const lengthBase = LENGTH_BASE[symbol - 257];
    if (lengthBase === undefined) return CORRUPT;
    const length = lengthBase + bits.read(LENGTH_BITS[symbol - 257] ?? 0);
    const code = bits.symbol(distances);
    const distance = (DISTANCE_BASE[code] ?? 0) + bits.read(DISTANCE_BITS[code] ?? 0);
    if (bits.hasRunOut()) return ENDS_EARLY;
    if (code < 0 || code >= DISTANCE_BASE.length || distance > output.length || distance > WINDOW_BYTES) return CORRUPT;
    output.repeat(distance, length);
  }
  return undefined;
}

function readCodes(bits: Bits): Codes | undefined {
  const literalCount = bits.read(5) + 257;
  const distanceCount = bits.read(5) + 1;
  const lengthCount = bits.read(4) + 4;
  if (literalCount > 286 || distanceCount > 30) return undefined;
  const ofLengths = new Uint8Array(19);
  for (let index = 0; index < lengthCount; index += 1) ofLengths[CODE_LENGTH_ORDER[index] ?? 0] = bits.read(3);
  const lengthCode = codeOf(ofLengths, 'complete');
  if (lengthCode === undefined || bits.hasRunOut()) return undefined;
  const lengths = readLengths(bits, lengthCode, literalCount + distanceCount);
  // A block that cannot end is none.
  if (lengths === undefined || lengths[END_OF_BLOCK] === 0) return undefined;
  const literals = codeOf(lengths.subarray(0, literalCount), 'one may be alone');
  const distances = codeOf(lengths.subarray(literalCount), 'one may be alone');
  return literals === undefined || distances === undefined ? undefined : { literals, distances };
}

function readLengths(bits: Bits, code: Code, count: number): Uint8Array | undefined {
  const lengths = new Uint8Array(count);
  for (let at = 0; at < count;) {
    const symbol = bits.symbol(code);
    if (symbol < 0 || bits.hasRunOut()) return undefined;
    if (symbol < 16) {
      lengths[at] = symbol;
      at += 1;
      continue;
    }
    if (symbol === 16 && at === 0) return undefined;
    const value = symbol === 16 ? (lengths[at - 1] ?? 0) : 0;
    const times = symbol === 16 ? 3 + bits.read(2) : symbol === 17 ? 3 + bits.read(3) : 11 + bits.read(7);
    if (at + times > count) return undefined;
    lengths.fill(value, at, at + times);
    at += times;
  }
  return lengths;
}

// Undefined for lengths that are no prefix code: more codes than fit, or room left over (allowed for a single code).
function codeOf(lengths: Uint8Array, room: 'complete' | 'one may be alone'): Code | undefined {
  const counts = new Uint16Array(MAX_CODE_BITS + 1);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
  const used = lengths.length - (counts[0] ?? 0);
  counts[0] = 0;
  const starts = new Uint16Array(MAX_CODE_BITS + 2);
  let left = 1;
  for (let length = 1; length <= MAX_CODE_BITS; length += 1) {
    left = left * 2 - (counts[length] ?? 0);
    if (left < 0) return undefined;
    starts[length + 1] = (starts[length] ?? 0) + (counts[length] ?? 0);
  }
  const mayBeOpen = room === 'one may be alone' && used <= 1;
  if (left > 0 && !mayBeOpen) return undefined;
  const symbols = new Uint16Array(used);
  for (const [symbol, length] of lengths.entries()) {
    if (length === 0) continue;
    const place = starts[length] ?? 0;
    symbols[place] = symbol;
    starts[length] = place + 1;
  }
  return { counts, symbols };
}

function fixedCodes(): Codes {
  const lengths = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280, 288);
  const literals = codeOf(lengths, 'complete');
  const distances = codeOf(new Uint8Array(32).fill(5), 'complete');
  if (literals === undefined || distances === undefined) throw new Error('building the fixed codes of deflate: they are not complete');
  return { literals, distances };
}

/** Bits of a stream, the lowest of a byte first. Reading past the end gives zeros and is remembered. */
class Bits {
  readonly #input: Buffer;
  #at: number;
  #held = 0;
  #heldCount = 0;
  #ranOut = false;

  constructor(input: Buffer, start: number) {
    this.#input = input;
    this.#at = start;
  }

  /** Whether more was read than there is. */
  hasRunOut(): boolean {
    return this.#ranOut;
  }

  read(count: number): number {
    while (this.#heldCount < count) {
      if (this.#at >= this.#input.length) {
        this.#ranOut = true;
        return 0;
      }
      this.#held |= (this.#input[this.#at] ?? 0) << this.#heldCount;
      this.#at += 1;
      this.#heldCount += 8;
    }
    const value = this.#held & ((1 << count) - 1);
    this.#held >>>= count;
    this.#heldCount -= count;
    return value;
  }

  /** The next symbol, or -1 where no code begins with these bits. */
  symbol({ counts, symbols }: Code): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= MAX_CODE_BITS; length += 1) {
      code |= this.read(1);
      const count = counts[length] ?? 0;
      if (code - first < count) return symbols[index + code - first] ?? -1;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    return -1;
  }

  align(): void {
    this.#held >>>= this.#heldCount & 7;
    this.#heldCount &= ~7;
  }

  /** Copies whole bytes; false where there are too few of them. */
  copyTo(output: BoundedOutput, count: number): boolean {
    const from = this.byteOffset();
    const end = Math.min(this.#input.length, from + count);
    output.append(this.#input, from, end);
    this.#at = end;
    this.#held = 0;
    this.#heldCount = 0;
    return end === from + count;
  }

  /** Offset behind the last byte of which a bit was read. */
  byteOffset(): number {
    return this.#at - (this.#heldCount >> 3);
  }
}

const FIXED = fixedCodes();
