import type { Opened } from './codecs/opened.ts';
import type { Decoded, Piece } from './decoder.ts';

/** Where a stream lies in its input, and what it is called in paths. */
export interface Stream {
  readonly step: string;
  readonly start: number;
}

/** The piece for a stream that opened. */
export function streamPiece(stream: Stream, opened: Exclude<Opened, { failure: string }>): Piece {
  return {
    step: stream.step,
    bytes: opened.bytes,
    start: stream.start,
    end: stream.start + opened.used,
    ...(opened.cutOff !== undefined && { cutOff: opened.cutOff }),
    ...(opened.note !== undefined && { note: opened.note }),
    ...(opened.proven !== undefined && { proven: { start: stream.start + opened.proven.start, end: stream.start + opened.proven.end } }),
  };
}

/**
 * What an input is that begins with a magic number: the stream, and what follows it as a view of its own, `rest`.
 * One that does not open is said, and left to others.
 */
export function wholeStream(format: string, bytes: Buffer, opened: Opened): Decoded {
  if ('failure' in opened) return { pieces: [], note: `${format} that does not open: ${opened.failure}` };
  const pieces = [streamPiece({ step: format, start: 0 }, opened)];
  if (opened.used < bytes.length) {
    pieces.push({ step: 'rest', bytes: bytes.subarray(opened.used), start: opened.used, end: bytes.length, view: true });
  }
  return { pieces, format, settled: true };
}
