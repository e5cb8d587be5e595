import { hasZstdMagic, openZstd } from '../codecs/zstd.ts';
import type { Decoder } from '../decoder.ts';
import { wholeStream } from '../stream-pieces.ts';

/** Zstandard (RFC 8878), known by its magic number; all frames are one piece. */
export const zstd: Decoder = {
  name: 'zstd',
  priority: 10,
  decode({ bytes }, budget) {
    if (!hasZstdMagic(bytes)) return undefined;
    return wholeStream('zstd', bytes, openZstd(bytes, budget.outputAllowance(bytes.length)));
  },
};
