import { BackwardBits } from './backward-bits.ts';
import { CorruptError } from './corrupt-error.ts';
import { readFseTable } from './zstd-fse.ts';

/** A Huffman table for literals (RFC 8878, 4.2): indexed by the next `maxBits` bits. */
export interface HuffmanTable {
  readonly maxBits: number;
  readonly symbols: Uint8Array;
  readonly bitCounts: Uint8Array;
}

const MAX_BITS = 11;
const MAX_WEIGHTS = 255;

/** Reads the description of a table; gives it with the offset behind it. @throws {CorruptError} */
export function readHuffmanTable(bytes: Buffer, start: number): { readonly table: HuffmanTable; readonly end: number } {
  const header = bytes[start];
  if (header === undefined) throw new CorruptError();
  const from = start + 1;
  if (header < 128) {
    const end = from + header;
    if (end > bytes.length) throw new CorruptError();
    return { table: huffmanTable(compressedWeights(bytes.subarray(from, end))), end };
  }
  const count = header - 127;
  const end = from + ((count + 1) >> 1);
  if (end > bytes.length) throw new CorruptError();
  const weights: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const pair = bytes[from + (index >> 1)] ?? 0;
    weights.push(index % 2 === 0 ? pair >> 4 : pair & 15);
  }
  return { table: huffmanTable(weights), end };
}

// Two states take turns; the one that finds no bits for its next state leaves the last word to the other.
function compressedWeights(bytes: Buffer): number[] {
  const { table, end } = readFseTable(bytes, 0, { maxAccuracyLog: 6, maxSymbol: 255 });
  const bits = new BackwardBits(bytes.subarray(end));
  const weights: number[] = [];
  let state = bits.read(table.accuracyLog);
  let other = bits.read(table.accuracyLog);
  if (bits.left < 0) throw new CorruptError();
  for (;;) {
    weights.push(table.symbols[state] ?? 0);
    const next = (table.baselines[state] ?? 0) + bits.read(table.bitCounts[state] ?? 0);
    if (bits.left < 0) break;
    if (weights.length >= MAX_WEIGHTS) throw new CorruptError();
    state = other;
    other = next;
  }
  weights.push(table.symbols[other] ?? 0);
  if (weights.length > MAX_WEIGHTS) throw new CorruptError();
  return weights;
}

// A weight w stands for 2^(w-1) entries; the last symbol's is not written, it takes what is left up to a power of two.
function huffmanTable(written: readonly number[]): HuffmanTable {
  let sum = 0;
  for (const weight of written) {
    if (weight > MAX_BITS) throw new CorruptError();
    sum += weight === 0 ? 0 : 1 << (weight - 1);
  }
  if (sum === 0) throw new CorruptError();
  const maxBits = 32 - Math.clz32(sum);
  const left = (1 << maxBits) - sum;
  if (maxBits > MAX_BITS || (left & (left - 1)) !== 0) throw new CorruptError();
  const weights = [...written, 32 - Math.clz32(left)];
  const symbols = new Uint8Array(1 << maxBits);
  const bitCounts = new Uint8Array(1 << maxBits);
  // Where the entries of each weight begin: the longest codes, which weigh least, come first.
  const places = new Uint16Array(MAX_BITS + 2);
  for (const weight of weights) if (weight > 0) places[weight + 1] = (places[weight + 1] ?? 0) + (1 << (weight - 1));
  for (let weight = 2; weight < places.length; weight += 1) places[weight] = (places[weight] ?? 0) + (places[weight - 1] ?? 0);
  for (const [symbol, weight] of weights.entries()) {
    if (weight === 0) continue;
    const place = places[weight] ?? 0;
    const end = place + (1 << (weight - 1));
    symbols.fill(symbol, place, end);
    bitCounts.fill(maxBits + 1 - weight, place, end);
    places[weight] = end;
  }
  return { maxBits, symbols, bitCounts };
}

/** Reads one stream of literals, which must end with its last bit. @throws {CorruptError} */
export function readHuffmanStream(stream: Buffer, { maxBits, symbols, bitCounts }: HuffmanTable, output: Buffer): void {
  const bits = new BackwardBits(stream);
  for (let at = 0; at < output.length; at += 1) {
    const index = bits.peek(maxBits);
    output[at] = symbols[index] ?? 0;
    bits.left -= bitCounts[index] ?? 0;
    if (bits.left < 0) throw new CorruptError();
  }
  if (bits.left !== 0) throw new CorruptError();
}
