import { BoundedOutput } from './bounded-output.ts';
import { openFrames, skippableFrame } from './frames.ts';
import type { FrameStop, Reading } from './frames.ts';
import { ENDS_EARLY } from './opened.ts';
import type { Opened, Stop } from './opened.ts';
import { StepCount, TOO_MANY_STEPS } from './step-count.ts';
import { xxHash32 } from './xx-hash-32.ts';

// LZ4 frames, blocks included: the library for them has no bounds, takes a copy from before the first byte for zeros,
// and does not say how much of its input it used.

/** First bytes of a frame. */
export const LZ4_MAGIC = Buffer.from('04224d18', 'hex');
const FRAME = 0x184d2204;
const LEGACY = 0x184c2102;
const LEGACY_BLOCK_BYTES = 8 * 1024 * 1024;
const CHECKSUM_BYTES = 4;
const MIN_MATCH = 4;
const CORRUPT = 'it is corrupt';

const BLOCK_CHECKSUM = 0x10;
const CONTENT_SIZE = 0x08;
const CONTENT_CHECKSUM = 0x04;
const DICTIONARY = 0x01;
const RESERVED = 0x02;

/** Opens LZ4 frames: all that follow one another, legacy ones (as the Linux kernel writes them) and skippable ones among them. */
export function openLz4Frame(input: Buffer, allowanceBytes: number): Opened {
  const output = new BoundedOutput(allowanceBytes);
  const reading = { output, steps: new StepCount(output) };
  return openFrames(input, output, (at) => readFrame(input, at, reading)) ?? { failure: 'it does not begin as an LZ4 frame does' };
}

/** Whether bytes begin with an LZ4 frame, the legacy kind included. */
export function hasLz4Magic(input: Buffer): boolean {
  if (input.length < LZ4_MAGIC.length) return false;
  const magic = input.readUInt32LE(0);
  return magic === FRAME || magic === LEGACY;
}

// Undefined where no frame begins.
function readFrame(input: Buffer, at: number, reading: Reading): FrameStop | undefined {
  if (input.length < at + 8) return undefined;
  const magic = input.readUInt32LE(at);
  if (magic === FRAME) return { ...frame(input, at + 4, reading), isContent: true };
  if (magic === LEGACY) return { ...legacyFrame(input, at + 4, reading), isContent: true };
  return skippableFrame(input, at, reading);
}

function frame(input: Buffer, start: number, { output, steps }: Reading): Stop {
  const flags = input[start] ?? 0;
  if (flags >> 6 !== 1 || (flags & RESERVED) !== 0) return { used: start, why: 'its version is not 1' };
  if ((flags & DICTIONARY) !== 0) return { used: start, why: 'it needs a dictionary that is not in it' };
  const blockBytes = 1 << (2 * ((input[start + 1] ?? 0) >> 4) + 8);
  if (blockBytes < 1 << 16 || blockBytes > 1 << 22) return { used: start, why: CORRUPT };
  // Flags, block size, perhaps the content's size, a byte of checksum.
  let at = start + 3 + ((flags & CONTENT_SIZE) !== 0 ? 8 : 0);
  const from = output.length;
  const behindBlock = (flags & BLOCK_CHECKSUM) !== 0 ? CHECKSUM_BYTES : 0;
  for (;;) {
    if (input.length < at + 4) return { used: input.length, why: ENDS_EARLY };
    if (!steps.take()) return { used: at, why: TOO_MANY_STEPS };
    const header = input.readUInt32LE(at);
    at += 4;
    if (header === 0) break;
    const size = header & 0x7fffffff;
    if (size > blockBytes) return { used: at, why: CORRUPT };
    const end = at + size;
    const available = Math.min(end, input.length);
    let why: string | undefined;
    if (header >>> 31 === 1) output.append(input, at, available);
    else why = readBlock(input.subarray(at, available), output, { from, end: output.length + blockBytes });
    if (end > input.length) return { used: input.length, why: ENDS_EARLY };
    if (why !== undefined || output.hasOverflowed()) return { used: end, why };
    at = end + behindBlock;
  }
  if ((flags & CONTENT_CHECKSUM) === 0) return { used: Math.min(at, input.length) };
  if (input.length < at + CHECKSUM_BYTES) return { used: input.length, why: 'its checksum is missing' };
  const matches = xxHash32(output.bytes(from)) === input.readUInt32LE(at);
  return { used: at + CHECKSUM_BYTES, ...(!matches && { note: 'its checksum does not match' }) };
}

// No end mark: blocks follow until the input ends or a number stands there that is too large to be a block's size (a magic number is).
function legacyFrame(input: Buffer, start: number, { output, steps }: Reading): Stop {
  let at = start;
  while (at + 4 <= input.length) {
    if (!steps.take()) return { used: at, why: TOO_MANY_STEPS };
    const size = input.readUInt32LE(at);
    if (size > LEGACY_BLOCK_BYTES + LEGACY_BLOCK_BYTES / 255 + 16) break;
    const end = at + 4 + size;
    const why = readBlock(input.subarray(at + 4, end), output, { from: output.length, end: output.length + LEGACY_BLOCK_BYTES });
    if (end > input.length) return { used: input.length, why: ENDS_EARLY };
    if (why !== undefined || output.hasOverflowed()) return { used: end, why };
    at = end;
  }
  return { used: at };
}

interface Room {
  /** Offset in the output before which nothing may be repeated. */
  readonly from: number;
  /** Offset in the output at which the block must have ended. */
  readonly end: number;
}

function readBlock(block: Buffer, output: BoundedOutput, { from, end }: Room): string | undefined {
  for (let at = 0; at < block.length;) {
    const token = block[at] ?? 0;
    at += 1;
    let literals = token >> 4;
    if (literals === 15) {
      const extra = extraLength(block, at);
      if (extra.at > block.length) return ENDS_EARLY;
      literals += extra.length;
      at = extra.at;
    }
    const literalsEnd = Math.min(block.length, at + literals);
    if (output.length + literalsEnd - at > end) return CORRUPT;
    output.append(block, at, literalsEnd);
    if (at + literals > block.length) return ENDS_EARLY;
    at = literalsEnd;
    // The last sequence has literals only.
    if (at === block.length) return output.hasOverflowed() || (token & 15) === 0 ? undefined : ENDS_EARLY;
    if (block.length < at + 2) return ENDS_EARLY;
    const distance = block.readUInt16LE(at);
    at += 2;
    let match = (token & 15) + MIN_MATCH;
    if ((token & 15) === 15) {
      const extra = extraLength(block, at);
      if (extra.at > block.length) return ENDS_EARLY;
      match += extra.length;
      at = extra.at;
    }
    if (output.hasOverflowed()) return undefined;
    if (distance === 0 || distance > output.length - from || output.length + match > end) return CORRUPT;
    output.repeat(distance, match);
    if (output.hasOverflowed()) return undefined;
  }
  return ENDS_EARLY;
}

function extraLength(block: Buffer, start: number): { readonly length: number; readonly at: number } {
  let length = 0;
  let at = start;
  for (; block[at] === 255; at += 1) length += 255;
  return { length: length + (block[at] ?? 0), at: at + 1 };
}
