import type { BrotliOptions, ZlibOptions } from 'node:zlib';
import type { Opened } from './opened.ts';

type Engine = (input: Buffer, options: ZlibOptions & BrotliOptions) => unknown;

// node:zlib writes into buffers of 16 KiB, which are put together in the end; of a small stream most of one stays empty, and is kept.
const USUAL_ROOM_BYTES = 16 * 1024;
const LEAST_ROOM_BYTES = 64;

/**
 * Opens a whole stream by node:zlib; undefined where it does not open, is not whole, or is larger than allowed. Where it is known how
 * much it gives, it is written at once; where it gives something else, it takes longer, or room that is not used.
 */
export function runEngine(engine: Engine, input: Buffer, allowanceBytes: number, expectedBytes?: number): Opened | undefined {
  // One byte more: an engine whose room is used up asks for more before it sees that nothing follows.
  const chunkSize = expectedBytes === undefined ? USUAL_ROOM_BYTES : Math.max(LEAST_ROOM_BYTES, Math.min(expectedBytes, allowanceBytes) + 1);
  // What fails is an error with a stack that nobody reads: making it costs as much again as the engine.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return read(engine(input, { info: true, maxOutputLength: Math.max(1, allowanceBytes), chunkSize }), allowanceBytes);
  } catch {
    // Whoever asks finds out why by reading as far as it goes.
    return undefined;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

// With `info` the answer is { buffer, engine }, and the engine's bytesWritten is how much of the input it took up.
function read(answer: unknown, allowanceBytes: number): Opened | undefined {
  if (typeof answer !== 'object' || answer === null || !('buffer' in answer) || !('engine' in answer)) return undefined;
  const { buffer, engine } = answer;
  if (!Buffer.isBuffer(buffer) || typeof engine !== 'object' || engine === null || !('bytesWritten' in engine)) return undefined;
  if (buffer.length > allowanceBytes) return undefined;
  return typeof engine.bytesWritten === 'number' ? { bytes: buffer, used: engine.bytesWritten } : undefined;
}
