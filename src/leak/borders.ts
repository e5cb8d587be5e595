import type { Span } from '../decode/spans.ts';
import type { Border } from './forms/spellings.ts';
import { isLetterOrDigit } from './spread-search.ts';

const DOT = 0x2e;
const UNDERSCORE = 0x5f;

/**
 * Whether a stretch of some bytes stands for itself, and is not part of a longer word or name. What comes before it may be
 * its length, as binary formats write it: then it ends where it ends.
 */
export function standsFree(bytes: Uint8Array, stretch: Span, border: Border): boolean {
  if (border === 'any') return true;
  const { start, end } = stretch;
  if (start > 0 && isLengthOf(bytes[start - 1] as number, end - start)) return true;
  if (border === 'package') {
    const after = bytes[end];
    const isLonger = after === UNDERSCORE || (after === DOT && isWord(bytes[end + 1])) || isWord(after);
    return !isLonger && !isWord(bytes[start - 1]) && bytes[start - 1] !== DOT && bytes[start - 1] !== UNDERSCORE;
  }
  const runsOn = (edge: number, next: number): boolean => isWord(bytes[edge]) && isWord(bytes[next]);
  return !runsOn(start, start - 1) && !runsOn(end - 1, end);
}

// A plain length (protobuf, Java's writeUTF, Thrift), or that of MessagePack's short strings. Those that are a tab,
// a line feed or a letter as well are not taken for one.
function isLengthOf(byte: number, length: number): boolean {
  if (byte === length) return byte > 13 || byte < 9 ? !isLetterOrDigit(byte) && byte !== UNDERSCORE && byte !== DOT : byte === 11 || byte === 12;
  return byte === (0xa0 | length) && length < 32;
}

function isWord(byte: number | undefined): boolean {
  return byte !== undefined && isLetterOrDigit(byte);
}
