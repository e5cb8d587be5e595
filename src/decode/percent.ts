import type { Decoder } from './decoder.ts';
import { hasEscape, percentDecode } from './percent-bytes.ts';

/** Percent-encoding, one round a step: text encoded twice shows `url` twice in its path. */
export const percent: Decoder = {
  name: 'url',
  priority: 60,
  decode({ text }) {
    if (text === undefined || !hasEscape(text)) return undefined;
    return { parts: [{ step: 'url', bytes: percentDecode(text) }] };
  },
};
