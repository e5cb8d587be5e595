import type { Decoder } from '../decoder.ts';
import { openStrings } from '../structure/json-strings.ts';

/**
 * Quoted strings with backslash escapes in what is not JSON as a whole: JSON stands in scripts, logs, event streams and
 * binary frames too. Behind the structures of text, so that these open their values first.
 */
export const jsonString: Decoder = {
  name: 'json-string',
  priority: 46,
  decode(input, budget) {
    if (!input.look.hasBackslash) return undefined;
    const decoded = openStrings(input, false, budget);
    return decoded.pieces.length === 0 ? undefined : decoded;
  },
};
