import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import type { Budget } from './budget.ts';

export type Compression = 'gzip' | 'zlib' | 'deflate-raw' | 'br';

/** What a decompression gave: bytes, perhaps cut off, or why it does not open. */
export type Inflated =
  | { readonly bytes: Buffer; readonly cutOff?: string }
  | { readonly failure: string };

// Deflate cannot expand more than 1032 times (RFC 1951: 258 bytes from two bits), so this much input stays in bounds.
const DEFLATE_MAX_RATIO = 1032;

/** Decompresses within the budget. What is too large or ends early is given as far as it goes. */
export function inflateBounded(kind: Compression, input: Buffer, budget: Budget): Inflated {
  const allowance = budget.outputAllowance(input.length);
  try {
    return { bytes: inflate(kind, input, { allowance, partial: false }) };
  } catch (error) {
    return salvage(kind, input, { allowance, error });
  }
}

interface Attempt {
  readonly allowance: number;
  readonly error: unknown;
}

function salvage(kind: Compression, input: Buffer, attempt: Attempt): Inflated {
  const failure = attempt.error instanceof Error ? attempt.error.message : String(attempt.error);
  const tooLarge = hasCode(attempt.error, 'ERR_BUFFER_TOO_LARGE');
  const safeInput = tooLarge && kind !== 'br' ? input.subarray(0, Math.ceil(attempt.allowance / DEFLATE_MAX_RATIO)) : input;
  try {
    const bytes = inflate(kind, safeInput, { allowance: attempt.allowance, partial: true });
    if (bytes.length === 0) return { failure: tooLarge ? `more than ${attempt.allowance} bytes` : failure };
    return { bytes, cutOff: tooLarge ? `cut off at ${bytes.length} bytes` : `cut off at ${bytes.length} bytes: ${failure}` };
  } catch {
    // The first error says more than that the salvage failed too.
    return { failure: tooLarge ? `more than ${attempt.allowance} bytes` : failure };
  }
}

function inflate(kind: Compression, input: Buffer, how: { readonly allowance: number; readonly partial: boolean }): Buffer {
  const maxOutputLength = Math.max(1, how.allowance);
  if (kind === 'br') {
    const finishFlush = how.partial ? constants.BROTLI_OPERATION_FLUSH : constants.BROTLI_OPERATION_FINISH;
    return brotliDecompressSync(input, { maxOutputLength, finishFlush });
  }
  const options = { maxOutputLength, finishFlush: how.partial ? constants.Z_SYNC_FLUSH : constants.Z_FINISH };
  if (kind === 'gzip') return gunzipSync(input, options);
  return kind === 'zlib' ? inflateSync(input, options) : inflateRawSync(input, options);
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
