import { openSnappyBlock } from '../codecs/snappy.ts';
import { believableGuess } from '../codec-guess.ts';
import type { Decoder } from '../decoder.ts';
import { streamPiece } from '../stream-pieces.ts';

/** A block of snappy without a frame: a guess, believed where it gives exactly the bytes its header says and reads like something. */
export const snappyRaw: Decoder = {
  name: 'snappy-raw',
  priority: 80,
  decode({ bytes, look }, budget) {
    if (look.isText || bytes.length < 3 || !budget.takeGuess(bytes.length)) return undefined;
    const opened = openSnappyBlock(bytes, budget.outputAllowance(bytes.length));
    if ('failure' in opened || !believableGuess(bytes, opened)) return undefined;
    return { pieces: [{ ...streamPiece({ step: 'snappy-raw', start: 0 }, opened), guess: true }] };
  },
};
