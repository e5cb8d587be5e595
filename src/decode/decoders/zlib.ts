import { hasZlibHeader, openZlib } from '../codecs/inflate.ts';
import type { Decoder } from '../decoder.ts';
import { look } from '../look.ts';
import { streamPiece, wholeStream } from '../stream-pieces.ts';

// Less than this of a stream that does not come to its end may be chance: one pair of bytes in a thousand is a header.
const MIN_TORN_BYTES = 16;

/** zlib (RFC 1950). Its header is weak, so text is none, and a stream that does not come to its end is a guess. */
export const zlib: Decoder = {
  name: 'zlib',
  priority: 10,
  decode({ bytes, look: { isText } }, budget) {
    if (isText || !hasZlibHeader(bytes, 0)) return undefined;
    const opened = openZlib(bytes, budget.outputAllowance(bytes.length));
    if ('failure' in opened) return undefined;
    if (opened.cutOff === undefined && opened.note === undefined) return wholeStream('zlib', bytes, opened);
    if (opened.bytes.length < MIN_TORN_BYTES) return undefined;
    if (look(opened.bytes).isText) return wholeStream('zlib', bytes, opened);
    return { pieces: [{ ...streamPiece({ step: 'zlib', start: 0 }, opened), guess: true }] };
  },
};
