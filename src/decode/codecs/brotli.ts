import { brotliDecompressSync, constants } from 'node:zlib';
import type { Opened } from './opened.ts';
import { ENDS_EARLY } from './opened.ts';
import { runEngine } from './zlib-engine.ts';

// A block of brotli holds at most 16 MiB, and a few bytes may be two of them: one more byte of input gives no more output than this.
const MAX_STEP_BYTES = 32 * 1024 * 1024;
// Each probe gives out at most the allowance and one step; together they may give this many times that.
const MAX_PROBED = 8;

/** Opens brotli (RFC 7932), which has neither magic number nor checksum. */
export function openBrotli(input: Buffer, allowanceBytes: number): Opened {
  return openWholeBrotli(input, allowanceBytes) ?? longestPrefix(input, allowanceBytes);
}

/** As `openBrotli`, but nothing for a stream that does not come to its end within the allowance: for guesses, of which most are wrong. */
export function openWholeBrotli(input: Buffer, allowanceBytes: number): Opened | undefined {
  return runEngine(brotliDecompressSync, input, allowanceBytes);
}

// The decoder gives all or nothing, so the longest piece of the input that it opens within bounds is searched for.
function longestPrefix(input: Buffer, allowanceBytes: number): Opened {
  const ceiling = allowanceBytes + MAX_STEP_BYTES;
  let best: { readonly bytes: Buffer; readonly used: number } = { bytes: Buffer.alloc(0), used: 0 };
  let low = 0;
  let high = input.length + 1;
  let isWhole = false;
  let isTooLarge = false;
  for (let probed = 0; high - low > 1 && probed < MAX_PROBED * ceiling && best.bytes.length <= allowanceBytes;) {
    // The whole comes first: a stream that merely ends early opens at once.
    const length = high > input.length ? input.length : (low + high) >> 1;
    const bytes = flushed(input.subarray(0, length), ceiling);
    if (typeof bytes === 'number') {
      high = length;
      probed += bytes;
      isTooLarge ||= bytes === ceiling;
      continue;
    }
    probed += bytes.length;
    isWhole = length === input.length;
    best = { bytes, used: length };
    low = length;
  }
  if (isTooLarge || best.bytes.length > allowanceBytes) {
    const bytes = best.bytes.subarray(0, allowanceBytes);
    return { bytes, used: input.length, cutOff: `cut off at ${bytes.length} bytes` };
  }
  const why = isWhole ? ENDS_EARLY : 'it is corrupt';
  if (best.bytes.length === 0) return { failure: why };
  return { ...best, cutOff: `cut off at ${best.bytes.length} bytes: ${why}` };
}

// What an error costs, in bytes of output that take as long.
const ERROR_COST_BYTES = 64 * 1024;

// What a piece of a stream gives; where it does not open or is too large, the work that took, in bytes.
function flushed(input: Buffer, maxOutputLength: number): Buffer | number {
  try {
    return brotliDecompressSync(input, { maxOutputLength: Math.max(1, maxOutputLength), finishFlush: constants.BROTLI_OPERATION_FLUSH });
  } catch (error) {
    const isTooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return isTooLarge ? maxOutputLength : ERROR_COST_BYTES;
  }
}
