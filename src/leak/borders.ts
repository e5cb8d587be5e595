import type { Span } from '../decode/spans.ts';
import type { Border } from './forms/spellings.ts';
import { isLetterOrDigit } from './spread-search.ts';

const DOT = 0x2e;
const UNDERSCORE = 0x5f;
const PERCENT = 0x25;

const BINARY_FORMATS: ReadonlySet<string | undefined> = new Set(['cbor', 'messagepack', 'protobuf']);
/** Head of a text of so many bytes in CBOR (RFC 8949, 3.1). */
const CBOR_TEXT = 0x60;

/** Bytes in which something stands, and the format they were known by, if any. */
export interface Around {
  readonly bytes: Uint8Array;
  readonly format?: string | undefined;
}

/**
 * Whether a stretch of some bytes stands for itself, and is not part of a longer word or name. What comes before it may be
 * its length, as binary formats write it: then it ends where it ends.
 */
export function standsFree({ bytes, format }: Around, stretch: Span, border: Border): boolean {
  if (border === 'any') return true;
  const { start, end } = stretch;
  if (start > 0 && isLengthOf(bytes[start - 1] as number, end - start)) return true;
  // Where it is known that lengths are written, a letter or a line feed may be one.
  if (start > 0 && BINARY_FORMATS.has(format) && (bytes[start - 1] === end - start || (format === 'cbor' && bytes[start - 1] === CBOR_TEXT + end - start))) return true;
  // The digits behind a percent sign are those of an escape.
  if (bytes[start - 1] === PERCENT) return false;
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
