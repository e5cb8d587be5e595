import { mayBeBrotli } from '../codecs/brotli-header.ts';
import { openWholeBrotli } from '../codecs/brotli.ts';
import { believableGuess, GUESS_COST_BYTES } from '../codec-guess.ts';
import type { Decoder } from '../decoder.ts';
import { streamPiece } from '../stream-pieces.ts';

/** Brotli (RFC 7932), which has no magic number: a guess, believed where the stream ends with the input and reads like something. */
export const brotli: Decoder = {
  name: 'brotli',
  // Before structures: a stream that ends where the bytes end is far surer than a message that parses.
  priority: 21,
  decode({ bytes, look }, budget) {
    if (look.isText || bytes.length < 3 || !mayBeBrotli(bytes) || !budget.takeGuess(bytes.length + GUESS_COST_BYTES)) return undefined;
    const opened = openWholeBrotli(bytes, budget.outputAllowance(bytes.length));
    if (opened === undefined || 'failure' in opened || !believableGuess(bytes, opened)) return undefined;
    return { pieces: [{ ...streamPiece({ step: 'brotli', start: 0 }, opened), guess: true }] };
  },
};
