import { hasGzipHeader, openGzip } from '../codecs/gzip.ts';
import type { Decoder } from '../decoder.ts';
import { wholeStream } from '../stream-pieces.ts';

/** gzip (RFC 1952), known by its magic number; all members are one piece. */
export const gzip: Decoder = {
  name: 'gzip',
  priority: 10,
  decode({ bytes }, budget) {
    if (!hasGzipHeader(bytes, 0)) return undefined;
    return wholeStream('gzip', bytes, openGzip(bytes, budget.outputAllowance(bytes.length)));
  },
};
