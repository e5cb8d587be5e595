import type { BoundedOutput } from './bounded-output.ts';
import type { Span } from '../spans.ts';

/** What opening a compressed stream gave: its bytes, perhaps not all of them, or why there are none. */
export type Opened =
  | {
      readonly bytes: Buffer;
      /** Bytes of the input that the stream took up: all of them where it was not read to its end; what follows them is not part of it. */
      readonly used: number;
      /** Not the whole stream, with where it stops and why: `cut off at 4096 bytes: it ends early`. */
      readonly cutOff?: string;
      /** A checksum that does not match, say. */
      readonly note?: string;
      /** What of the input is proven to be these bytes, compressed, and nothing besides: a checksum of them matched, and no field for anybody's words lies in it. */
      readonly proven?: Span;
    }
  | { readonly failure: string };

/** Why a stream stopped where it did, and what to say of it. */
export interface Stop {
  readonly used: number;
  /** Absent where the stream came to its own end. */
  readonly why?: string | undefined;
  readonly note?: string | undefined;
}

/** Tells what a decoder of ours wrote: all of it, as much as was allowed, or as far as it could read. */
export function openedTo(input: Buffer, output: BoundedOutput, { used, why, note }: Stop): Opened {
  if (why !== undefined && output.length === 0 && !output.hasOverflowed()) return { failure: why };
  const bytes = output.bytes();
  const said = note === undefined ? {} : { note };
  if (output.hasOverflowed()) return { bytes, used: input.length, cutOff: `cut off at ${bytes.length} bytes`, ...said };
  return { bytes, used, ...(why !== undefined && { cutOff: `cut off at ${bytes.length} bytes: ${why}` }), ...said };
}

/** What is said of a stream whose end is missing. */
export const ENDS_EARLY = 'it ends early';
