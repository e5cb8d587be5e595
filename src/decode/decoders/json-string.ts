import type { Decoder } from '../decoder.ts';
import { reversedText } from '../reversed-bytes.ts';
import { escapesRunBackwards } from '../structure/escapes-backwards.ts';
import { openStrings } from '../structure/json-strings.ts';

/**
 * Quoted strings with backslash escapes in what is not JSON as a whole: JSON stands in scripts, logs, event streams and
 * binary frames too. Behind the structures of text, so that these open their values first.
 */
export const jsonString: Decoder = {
  name: 'json-string',
  // Asked of forms and XML too: their values may hold JSON that needed no other escapes.
  priority: 47,
  needsIsland: true,
  decode(input, budget) {
    if (!input.look.hasBackslash) return undefined;
    if (input.look.isText && input.path.at(-1) !== 'reversed' && escapesRunBackwards(input.bytes)) {
      return { pieces: [{ step: 'reversed', bytes: reversedText(input.bytes), start: 0, end: input.bytes.length, guess: true }] };
    }
    const decoded = openStrings(input, false, budget);
    return decoded.pieces.length === 0 ? undefined : decoded;
  },
};
