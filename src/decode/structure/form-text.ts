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
  if (!isIn(bytes, EQUALS, { start, end })) return false;
  let pairs = 0;
  let hasValue = false;
  for (let at = start; at < end; pairs += 1) {
    const nameEnd = behindName(bytes, at, end);
    if (nameEnd < 0) return false;
    if (nameEnd >= end) break;
    at = nameEnd + 1;
    if (bytes[nameEnd] === AMPERSAND) continue;
    const ampersand = bytes.indexOf(AMPERSAND, at);
    const valueEnd = ampersand < 0 || ampersand > end ? end : ampersand;
    while (!hasValue && at < valueEnd) {
      hasValue = bytes[at] !== EQUALS;
      at += 1;
    }
    if (valueEnd === end) break;
    at = valueEnd + 1;
  }
  return (pairs > 0 || hasValue) && !isIn(bytes, LINE_FEED, { start, end }) && !isIn(bytes, RETURN, { start, end });
}

function isIn(bytes: Buffer, byte: number, { start, end }: Span): boolean {
  const at = bytes.indexOf(byte, start);
  return at >= 0 && at < end;
}

// Where a name ends that begins here; negative where it is none.
function behindName(bytes: Buffer, from: number, end: number): number {
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte === EQUALS || byte === AMPERSAND) return at;
    if (NOT_IN_NAME[byte] === 1 || at - from >= MAX_NAME_BYTES) return -1;
  }
  return end;
}
