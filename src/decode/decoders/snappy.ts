import { hasSnappyFrameMagic, openSnappyFrame } from '../codecs/snappy.ts';
import type { Decoder } from '../decoder.ts';
import { wholeStream } from '../stream-pieces.ts';

/** Snappy in its framing format, known by the letters it begins with. */
export const snappy: Decoder = {
  name: 'snappy',
  priority: 10,
  decode({ bytes }, budget) {
    if (!hasSnappyFrameMagic(bytes)) return undefined;
    return wholeStream('snappy', bytes, openSnappyFrame(bytes, budget.outputAllowance(bytes.length)));
  },
};
