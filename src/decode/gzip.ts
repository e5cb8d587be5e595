import type { Decoder } from './decoder.ts';
import { inflateBounded } from './inflate-bounded.ts';
import { looksGzipped } from './readable.ts';

/** gzip (RFC 1952), known by its magic bytes. */
export const gzip: Decoder = {
  name: 'gzip',
  priority: 10,
  decode({ bytes }, budget) {
    if (!looksGzipped(bytes)) return undefined;
    const inflated = inflateBounded('gzip', bytes, budget);
    if ('failure' in inflated) return { parts: [], note: `gzip that does not open: ${inflated.failure}` };
    return { parts: [{ step: 'gzip', ...inflated }] };
  },
};
