import { undoContentEncoding } from '../content-encoding.ts';
import type { Decoder, Piece } from '../decoder.ts';

/** A body under a Content-Encoding: what it is after the codings were undone is a step of its own, `content-encoding:gzip`. */
export function encodedBody(contentEncoding: string): Decoder {
  return {
    name: 'content-encoding',
    priority: 0,
    decode({ bytes }, budget) {
      const { codings, bytes: inner, note, rest, proven } = undoContentEncoding(bytes, contentEncoding, budget);
      if (codings.length === 0) return note === undefined ? undefined : { pieces: [], note };
      const piece: Piece = { step: `content-encoding:${codings.join('+')}`, bytes: inner, start: 0, end: bytes.length, ...(note !== undefined && { cutOff: note }), ...(proven !== undefined && { proven }) };
      // What stands behind the stream belongs to no coding, and may be what matters.
      const behind: Piece[] = rest === undefined ? [] : [{ step: 'rest', bytes: rest, start: bytes.length - rest.length, end: bytes.length, view: true }];
      return { pieces: [piece, ...behind], format: 'content-encoding', settled: true };
    },
  };
}
