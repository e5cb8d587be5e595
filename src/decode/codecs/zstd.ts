import { BoundedOutput } from './bounded-output.ts';
import { CorruptError } from './corrupt-error.ts';
import { openFrames, skippableFrame } from './frames.ts';
import type { FrameStop, Reading } from './frames.ts';
import { ENDS_EARLY } from './opened.ts';
import type { Opened, Stop } from './opened.ts';
import { StepCount, TOO_MANY_STEPS } from './step-count.ts';
import { MAX_BLOCK_BYTES, readCompressedBlock } from './zstd-block.ts';
import type { ZstdMemory } from './zstd-block.ts';

// Zstandard (RFC 8878). Node 20 has none, and the decoders on npm cannot be bounded: one lets a block of thirty bytes
// claim billions of copies, the other answers only later. Content checksums (XXH64) are not checked.

/** First bytes of a frame. */
export const ZSTD_MAGIC = Buffer.from('28b52ffd', 'hex');
const FRAME = 0xfd2fb528;
const CHECKSUM_BYTES = 4;

/** Opens zstd: all frames that follow one another, skippable ones among them. */
export function openZstd(input: Buffer, allowanceBytes: number): Opened {
  const output = new BoundedOutput(allowanceBytes);
  const reading = { output, steps: new StepCount(output) };
  return openFrames(input, output, (at) => readFrame(input, at, reading)) ?? { failure: 'it does not begin as zstd does' };
}

/** Whether bytes begin with a frame of zstd. */
export function hasZstdMagic(input: Buffer): boolean {
  return input.length >= ZSTD_MAGIC.length && input.readUInt32LE(0) === FRAME;
}

// Undefined where no frame begins.
function readFrame(input: Buffer, at: number, reading: Reading): FrameStop | undefined {
  if (input.length < at + 6) return undefined;
  const magic = input.readUInt32LE(at);
  if (magic === FRAME) return { ...readContent(input, at + 4, reading), isContent: true };
  return skippableFrame(input, at, reading);
}

function readContent(input: Buffer, start: number, { output, steps }: Reading): Stop {
  const flags = input[start] ?? 0;
  if ((flags & 0x08) !== 0) return { used: start, why: 'it is corrupt' };
  const isSingle = (flags & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][flags & 3] ?? 0;
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  let at = start + 1 + (isSingle ? 0 : 1);
  if (input.length < at + dictionaryBytes + sizeBytes) return { used: input.length, why: ENDS_EARLY };
  if (dictionaryBytes > 0 && input.readUIntLE(at, dictionaryBytes) !== 0) return { used: at, why: 'it needs a dictionary that is not in it' };
  at += dictionaryBytes + sizeBytes;
  const memory: ZstdMemory = { repeated: [1, 4, 8], from: output.length };
  for (let isLast = false; !isLast;) {
    if (input.length < at + 3) return { used: input.length, why: ENDS_EARLY };
    if (!steps.take()) return { used: at, why: TOO_MANY_STEPS };
    const header = input.readUIntLE(at, 3);
    isLast = (header & 1) === 1;
    const stop = readBlock(input, at + 3, { type: (header >> 1) & 3, size: header >> 3, memory, output });
    at = stop.used;
    if (stop.why !== undefined || output.hasOverflowed()) return stop;
  }
  if ((flags & 0x04) === 0) return { used: at };
  return input.length < at + CHECKSUM_BYTES ? { used: input.length, why: 'its checksum is missing' } : { used: at + CHECKSUM_BYTES };
}

interface Block {
  readonly type: number;
  readonly size: number;
  readonly memory: ZstdMemory;
  readonly output: BoundedOutput;
}

function readBlock(input: Buffer, at: number, { type, size, memory, output }: Block): Stop {
  if (size > MAX_BLOCK_BYTES || type === 3) return { used: at, why: 'it is corrupt' };
  const end = at + (type === 1 ? 1 : size);
  const isTorn = end > input.length;
  const torn = isTorn ? ENDS_EARLY : undefined;
  if (type === 0) output.append(input, at, Math.min(end, input.length));
  else if (type === 1 && !isTorn) output.fill(input[at] ?? 0, size);
  else if (type === 2 && !isTorn) return readWhole(input.subarray(at, end), { used: end }, { memory, output });
  return { used: Math.min(end, input.length), why: torn };
}

function readWhole(block: Buffer, { used }: Stop, { memory, output }: { readonly memory: ZstdMemory; readonly output: BoundedOutput }): Stop {
  try {
    readCompressedBlock(block, memory, output);
    return { used };
  } catch (error) {
    if (error instanceof CorruptError) return { used, why: error.message };
    throw error;
  }
}
