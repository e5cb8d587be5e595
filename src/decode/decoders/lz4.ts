import { hasLz4Magic, openLz4Frame } from '../codecs/lz4-frame.ts';
import type { Decoder } from '../decoder.ts';
import { wholeStream } from '../stream-pieces.ts';

/** LZ4 frames, known by their magic number; all frames are one piece. */
export const lz4: Decoder = {
  name: 'lz4',
  priority: 10,
  decode({ bytes }, budget) {
    if (!hasLz4Magic(bytes)) return undefined;
    return wholeStream('lz4', bytes, openLz4Frame(bytes, budget.outputAllowance(bytes.length)));
  },
};
