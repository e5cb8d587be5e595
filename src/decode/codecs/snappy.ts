import { BoundedOutput } from './bounded-output.ts';
import { crc32c } from './crc-32c.ts';
import { ENDS_EARLY, openedTo } from './opened.ts';
import type { Opened } from './opened.ts';
import { StepCount, TOO_MANY_STEPS } from './step-count.ts';

// Blocks are read here and not by the library for them: it allocates what a header claims, does not say whether the
// claim was true, and gives nothing of a block that is torn.

/** First chunk of a snappy frame: type, length, and the six letters. */
export const SNAPPY_FRAME_MAGIC = Buffer.from('ff060000734e61507059', 'hex');
const COMPRESSED = 0x00;
const UNCOMPRESSED = 0x01;
const FIRST_SKIPPABLE = 0x80;
const CHUNK_HEADER_BYTES = 4;
const CRC_BYTES = 4;
const MAX_CHUNK_OUTPUT_BYTES = 64 * 1024;
const CORRUPT = 'it is corrupt';

/** Opens a snappy frame (framing format of 2013). Chunks whose CRC does not match are given and said. */
export function openSnappyFrame(input: Buffer, allowanceBytes: number): Opened {
  if (!hasSnappyFrameMagic(input)) return { failure: 'it does not begin as a snappy frame does' };
  const output = new BoundedOutput(allowanceBytes);
  const steps = new StepCount(output);
  let at = 0;
  let mismatches = 0;
  let why: string | undefined;
  while (at < input.length && why === undefined && !output.hasOverflowed()) {
    const type = input[at] ?? 0;
    // Reserved chunks must not be skipped: whatever this is, it is not of this stream.
    if (type > UNCOMPRESSED && type < FIRST_SKIPPABLE) break;
    if (input.length < at + CHUNK_HEADER_BYTES) {
      why = ENDS_EARLY;
      at = input.length;
      break;
    }
    if (!steps.take()) {
      why = TOO_MANY_STEPS;
      break;
    }
    const from = at + CHUNK_HEADER_BYTES;
    const end = from + input.readUIntLE(at + 1, 3);
    const data = input.subarray(from, end);
    const start = output.length;
    if (type <= UNCOMPRESSED) why = readChunk(type, data, output);
    at = Math.min(end, input.length);
    if (end > input.length) why = ENDS_EARLY;
    if (type <= UNCOMPRESSED && why === undefined && !output.hasOverflowed() && !crcMatches(data, output.bytes(start))) mismatches += 1;
  }
  const note = mismatches === 0 ? undefined : `the crc of ${mismatches} chunk${mismatches === 1 ? ' does' : 's do'} not match`;
  return openedTo(input, output, { used: at, why, note });
}

/** Whether bytes begin with a snappy frame. */
export function hasSnappyFrameMagic(input: Buffer): boolean {
  return input.subarray(0, SNAPPY_FRAME_MAGIC.length).equals(SNAPPY_FRAME_MAGIC);
}

function readChunk(type: number, data: Buffer, output: BoundedOutput): string | undefined {
  if (data.length < CRC_BYTES) return CORRUPT;
  const content = data.subarray(CRC_BYTES);
  if (type === COMPRESSED) return readBlock(content, output, MAX_CHUNK_OUTPUT_BYTES);
  if (content.length > MAX_CHUNK_OUTPUT_BYTES) return CORRUPT;
  output.append(content);
  return undefined;
}

// The stored CRC is rotated and shifted, so that the CRC of data that holds a CRC is not weak.
function crcMatches(data: Buffer, content: Buffer): boolean {
  const crc = crc32c(content);
  return data.readUInt32LE(0) === (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** Opens a block of snappy without a frame: it must give exactly what its header says, and take up the whole input. */
export function openSnappyBlock(input: Buffer, allowanceBytes: number): Opened {
  const output = new BoundedOutput(allowanceBytes);
  const why = readBlock(input, output, Number.MAX_SAFE_INTEGER);
  return openedTo(input, output, { used: input.length, why });
}

function readBlock(block: Buffer, output: BoundedOutput, maxBytes: number): string | undefined {
  const { length, at: first } = declaredLength(block);
  if (length > maxBytes) return CORRUPT;
  const from = output.length;
  const end = from + length;
  for (let at = first; at < block.length;) {
    const tag = block[at] ?? 0;
    const kind = tag & 3;
    const sizeBytes = kind !== 0 ? 0 : tag >> 2 >= 60 ? (tag >> 2) - 59 : 0;
    const operandBytes = kind === 0 ? sizeBytes : kind === 3 ? 4 : kind;
    if (block.length < at + 1 + operandBytes) return ENDS_EARLY;
    const operand = operandBytes === 0 ? 0 : block.readUIntLE(at + 1, operandBytes);
    at += 1 + operandBytes;
    const count = kind === 1 ? ((tag >> 2) & 7) + 4 : kind === 0 && sizeBytes > 0 ? operand + 1 : (tag >> 2) + 1;
    if (output.length + count > end && !output.hasOverflowed()) return CORRUPT;
    if (kind === 0) {
      output.append(block, at, Math.min(block.length, at + count));
      if (at + count > block.length) return ENDS_EARLY;
      at += count;
    } else {
      const distance = kind === 1 ? operand + ((tag >> 5) << 8) : operand;
      if (distance === 0 || distance > output.length - from) return CORRUPT;
      output.repeat(distance, count);
    }
    if (output.hasOverflowed()) return undefined;
  }
  return output.length === end ? undefined : ENDS_EARLY;
}

function declaredLength(block: Buffer): { readonly length: number; readonly at: number } {
  let length = 0;
  for (let at = 0; at < 5; at += 1) {
    const byte = block[at] ?? 0x80;
    length += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return { length, at: at + 1 };
  }
  return { length: Number.POSITIVE_INFINITY, at: block.length };
}
