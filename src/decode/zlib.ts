import type { Decoder } from './decoder.ts';
import { inflateBounded } from './inflate-bounded.ts';
import { looksDeflated } from './readable.ts';

/** zlib (RFC 1950). Its header is weak, so bytes that are text, or do not inflate, are left to others. */
export const zlib: Decoder = {
  name: 'zlib',
  priority: 20,
  decode({ bytes, text }, budget) {
    if (text !== undefined || !looksDeflated(bytes)) return undefined;
    const inflated = inflateBounded('zlib', bytes, budget);
    return 'failure' in inflated ? undefined : { parts: [{ step: 'zlib', ...inflated }] };
  },
};
