import { BackwardBits } from './backward-bits.ts';
import type { BoundedOutput } from './bounded-output.ts';
import { CorruptError } from './corrupt-error.ts';
import { fseTable, fseTableOf, readFseTable } from './zstd-fse.ts';
import type { FseTable } from './zstd-fse.ts';
import { readHuffmanStream, readHuffmanTable } from './zstd-huffman.ts';
import type { HuffmanTable } from './zstd-huffman.ts';

/** No block gives more than this (RFC 8878, 3.1.1.2). */
export const MAX_BLOCK_BYTES = 128 * 1024;

/** What a block leaves to the ones that follow in its frame. */
export interface ZstdMemory {
  huffman?: HuffmanTable;
  literalLengths?: FseTable;
  offsets?: FseTable;
  matchLengths?: FseTable;
  readonly repeated: [number, number, number];
  /** Where in the output the frame began: nothing before it may be repeated. */
  readonly from: number;
}

/** Reads the compressed block that `bytes` are. @throws {CorruptError} where they are none; what was written stays. */
export function readCompressedBlock(bytes: Buffer, memory: ZstdMemory, output: BoundedOutput): void {
  const { literals, end } = readLiterals(bytes, memory);
  const { count, at } = sequenceCount(bytes, end);
  if (count === 0) {
    output.append(literals);
    return;
  }
  readSequences(bytes, { count, at }, { memory, literals, output });
}

interface Literals {
  readonly literals: Buffer;
  readonly end: number;
}

function readLiterals(bytes: Buffer, memory: ZstdMemory): Literals {
  const first = byteAt(bytes, 0);
  const type = first & 3;
  const format = (first >> 2) & 3;
  if (type < 2) {
    const headerBytes = format === 1 ? 2 : format === 3 ? 3 : 1;
    const size = headerBytes === 1 ? first >> 3 : unsigned(bytes, headerBytes) >> 4;
    checkSize(size);
    if (type === 1) return { literals: Buffer.alloc(size, byteAt(bytes, headerBytes)), end: headerBytes + 1 };
    const end = headerBytes + size;
    if (end > bytes.length) throw new CorruptError();
    return { literals: bytes.subarray(headerBytes, end), end };
  }
  const headerBytes = format < 2 ? 3 : format + 2;
  const sizeBits = format < 2 ? 10 : format === 2 ? 14 : 18;
  const header = Math.floor(unsigned(bytes, headerBytes) / 16);
  const size = header % 2 ** sizeBits;
  const end = headerBytes + Math.floor(header / 2 ** sizeBits);
  checkSize(size);
  if (end > bytes.length) throw new CorruptError();
  let from = headerBytes;
  if (type === 2) {
    const description = readHuffmanTable(bytes.subarray(0, end), headerBytes);
    memory.huffman = description.table;
    from = description.end;
  }
  return { literals: huffmanLiterals(bytes.subarray(from, end), size, { streams: format === 0 ? 1 : 4, table: memory.huffman }), end };
}

function huffmanLiterals(bytes: Buffer, size: number, how: { readonly streams: 1 | 4; readonly table: HuffmanTable | undefined }): Buffer {
  if (how.table === undefined) throw new CorruptError();
  const literals = Buffer.allocUnsafe(size);
  if (how.streams === 1) {
    readHuffmanStream(bytes, how.table, literals);
    return literals;
  }
  if (bytes.length < 6) throw new CorruptError();
  const part = (size + 3) >> 2;
  if (part * 3 > size) throw new CorruptError();
  let at = 6;
  for (let stream = 0; stream < 4; stream += 1) {
    const end = stream === 3 ? bytes.length : at + bytes.readUInt16LE(stream * 2);
    if (end > bytes.length) throw new CorruptError();
    readHuffmanStream(bytes.subarray(at, end), how.table, literals.subarray(stream * part, stream === 3 ? size : (stream + 1) * part));
    at = end;
  }
  return literals;
}

interface Sequences {
  readonly count: number;
  readonly at: number;
}

function sequenceCount(bytes: Buffer, at: number): Sequences {
  const first = byteAt(bytes, at);
  if (first < 128) return { count: first, at: at + 1 };
  const second = byteAt(bytes, at + 1);
  if (first < 255) return { count: ((first - 128) << 8) + second, at: at + 2 };
  return { count: second + (byteAt(bytes, at + 2) << 8) + 0x7f00, at: at + 3 };
}

interface Block {
  readonly memory: ZstdMemory;
  readonly literals: Buffer;
  readonly output: BoundedOutput;
}

function readSequences(bytes: Buffer, { count, at }: Sequences, { memory, literals, output }: Block): void {
  const modes = byteAt(bytes, at);
  if ((modes & 3) !== 0) throw new CorruptError();
  const lengths = readTable(bytes, at + 1, { mode: modes >> 6, kind: LITERAL_LENGTHS, before: memory.literalLengths });
  const offsets = readTable(bytes, lengths.end, { mode: (modes >> 4) & 3, kind: OFFSETS, before: memory.offsets });
  const matches = readTable(bytes, offsets.end, { mode: (modes >> 2) & 3, kind: MATCH_LENGTHS, before: memory.matchLengths });
  memory.literalLengths = lengths.table;
  memory.offsets = offsets.table;
  memory.matchLengths = matches.table;
  const bits = new BackwardBits(bytes.subarray(matches.end));
  let length = bits.read(lengths.table.accuracyLog);
  let offset = bits.read(offsets.table.accuracyLog);
  let match = bits.read(matches.table.accuracyLog);
  let written = 0;
  let literal = 0;
  for (let left = count; left > 0; left -= 1) {
    const offsetCode = offsets.table.symbols[offset] ?? 0;
    const matchCode = matches.table.symbols[match] ?? 0;
    const lengthCode = lengths.table.symbols[length] ?? 0;
    const offsetValue = 2 ** offsetCode + bits.read(offsetCode);
    const matchLength = (MATCH_BASES[matchCode] ?? 0) + bits.read(MATCH_BITS[matchCode] ?? 0);
    const literalLength = (LITERAL_BASES[lengthCode] ?? 0) + bits.read(LITERAL_BITS[lengthCode] ?? 0);
    if (left > 1) {
      length = (lengths.table.baselines[length] ?? 0) + bits.read(lengths.table.bitCounts[length] ?? 0);
      match = (matches.table.baselines[match] ?? 0) + bits.read(matches.table.bitCounts[match] ?? 0);
      offset = (offsets.table.baselines[offset] ?? 0) + bits.read(offsets.table.bitCounts[offset] ?? 0);
    }
    written += literalLength + matchLength;
    if (bits.left < 0 || literal + literalLength > literals.length || written > MAX_BLOCK_BYTES) throw new CorruptError();
    output.append(literals, literal, literal + literalLength);
    literal += literalLength;
    const distance = distanceOf(offsetValue, literalLength, memory.repeated);
    if (output.hasOverflowed()) return;
    if (distance < 1 || distance > output.length - memory.from) throw new CorruptError();
    output.repeat(distance, matchLength);
    if (output.hasOverflowed()) return;
  }
  if (bits.left !== 0 || written + literals.length - literal > MAX_BLOCK_BYTES) throw new CorruptError();
  output.append(literals, literal);
}

// Values 1 to 3 mean one of the last three distances, shifted by one where no literal came before (RFC 8878, 3.1.1.5).
function distanceOf(value: number, literalLength: number, repeated: [number, number, number]): number {
  const [first, second, third] = repeated;
  if (value > 3) {
    repeated[0] = value - 3;
    repeated[1] = first;
    repeated[2] = second;
    return value - 3;
  }
  const index = literalLength === 0 ? value : value - 1;
  if (index === 0) return first;
  const distance = index === 1 ? second : index === 2 ? third : first - 1;
  repeated[0] = distance;
  repeated[1] = first;
  if (index > 1) repeated[2] = second;
  return distance;
}

interface TableKind {
  readonly usual: FseTable;
  readonly maxAccuracyLog: number;
  readonly maxSymbol: number;
}

interface TableChoice {
  readonly mode: number;
  readonly kind: TableKind;
  readonly before: FseTable | undefined;
}

function readTable(bytes: Buffer, at: number, { mode, kind, before }: TableChoice): { readonly table: FseTable; readonly end: number } {
  if (mode === 0) return { table: kind.usual, end: at };
  if (mode === 2) return readFseTable(bytes, at, kind);
  if (mode === 1) {
    const symbol = byteAt(bytes, at);
    if (symbol > kind.maxSymbol) throw new CorruptError();
    return { table: fseTableOf(symbol), end: at + 1 };
  }
  if (before === undefined) throw new CorruptError();
  return { table: before, end: at };
}

function byteAt(bytes: Buffer, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw new CorruptError();
  return byte;
}

function unsigned(bytes: Buffer, byteCount: number): number {
  if (bytes.length < byteCount) throw new CorruptError();
  return bytes.readUIntLE(0, byteCount);
}

function checkSize(size: number): void {
  if (size > MAX_BLOCK_BYTES) throw new CorruptError();
}

// RFC 8878, 3.1.1.3.2.1.1 (codes) and 3.1.1.3.2.2 (usual distributions).
const LITERAL_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
const LITERAL_BASES = basesOf(LITERAL_BITS, 0);
const MATCH_BITS = [
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
];
const MATCH_BASES = basesOf(MATCH_BITS, 3);
const LITERAL_LENGTHS: TableKind = {
  usual: fseTable([4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1], 6),
  maxAccuracyLog: 9,
  maxSymbol: 35,
};
const OFFSETS: TableKind = {
  usual: fseTable([1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1], 5),
  maxAccuracyLog: 8,
  maxSymbol: 31,
};
const MATCH_LENGTHS: TableKind = {
  usual: fseTable([1, 4, 3, 2, 2, 2, 2, 2, 2, ...new Array<number>(37).fill(1), -1, -1, -1, -1, -1, -1, -1], 6),
  maxAccuracyLog: 9,
  maxSymbol: 52,
};

// Each code begins where the one before it ends.
function basesOf(bits: readonly number[], first: number): readonly number[] {
  const bases: number[] = [];
  let base = first;
  for (const count of bits) {
    bases.push(base);
    base += 2 ** count;
  }
  return bases;
}
