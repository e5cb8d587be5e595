import { mayBeDeflate } from '../codecs/deflate-start.ts';
import { openDeflateRaw } from '../codecs/inflate.ts';
import { believableGuess } from '../codec-guess.ts';
import type { Decoder } from '../decoder.ts';
import { streamPiece } from '../stream-pieces.ts';

// Most bytes stop being deflate at once, which is found out without an engine.
const PROBE_COST_BYTES = 64;

/** Raw deflate (RFC 1951), which nothing announces: a guess, believed where the stream ends with the input and reads like something. */
export const deflateRaw: Decoder = {
  name: 'deflate-raw',
  // Before structures: a stream that ends where the bytes end is far surer than a message that parses.
  priority: 21,
  decode({ bytes, look }, budget) {
    if (look.isText || bytes.length < 3 || !mayBeDeflate(bytes) || !budget.takeGuess(bytes.length + PROBE_COST_BYTES)) return undefined;
    const opened = openDeflateRaw(bytes, budget.outputAllowance(bytes.length));
    if ('failure' in opened || !believableGuess(bytes, opened)) return undefined;
    return { pieces: [{ ...streamPiece({ step: 'deflate-raw', start: 0 }, opened), guess: true }] };
  },
};
