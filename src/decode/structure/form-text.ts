import type { Span } from '../spans.ts';
import { AMPERSAND, EQUALS, LINE_FEED, RETURN, tableOf } from './characters.ts';

// A name with one of these means that the text is something else: prose, JSON, a URL.
const NOT_IN_NAME = tableOf(' \t\r\n"\'{}<>:/?#');
const MAX_NAME_BYTES = 128;

/**
 * Whether a text is built of pairs, `a=b&c=d`: each begins with a plausible name, and values have no line breaks. One pair
 * with nothing behind it is base64 with its padding, not a form.
 */
export function looksLikeForm(bytes: Buffer, { start, end }: Span): boolean {
  const firstEquals = bytes.indexOf(EQUALS, start);
  if (firstEquals < 0 || firstEquals >= end) return false;
  let nameStart = start;
  let isName = true;
  let pairs = 0;
  let hasValue = false;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === LINE_FEED || byte === RETURN) return false;
    if (byte === AMPERSAND) {
      nameStart = at + 1;
      isName = true;
      pairs += 1;
    } else if (isName) {
      if (byte === EQUALS) isName = false;
      else if (NOT_IN_NAME[byte] === 1 || at - nameStart >= MAX_NAME_BYTES) return false;
    } else if (byte !== EQUALS) hasValue = true;
  }
  return pairs > 0 || hasValue;
}
