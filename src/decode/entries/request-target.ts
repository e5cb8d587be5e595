import type { Decoder, Piece } from '../decoder.ts';
import { locateInUrl, urlPieces } from '../decoders/nested-url.ts';

/** The target of a request, `/path?query`: its segments are `path[0]`, its parameters `query:name`. */
export const requestTarget: Decoder = {
  name: 'request target',
  priority: 0,
  decode({ bytes }, budget) {
    const pieces = urlPieces(bytes, budget);
    return { pieces: [...pieces, ...plainParts(bytes, pieces)], format: 'url' };
  },
  locate: locateInUrl,
};

const SLASH = 0x2f;
const QUESTION = 0x3f;
const AMPERSAND = 0x26;
const EQUALS = 0x3d;
/** Anything shorter is searched as it stands. */
const MIN_PART_BYTES = 12;

// The slash between segments is a digit of base64, and what is encoded as a whole has to be read by itself.
function plainParts(bytes: Buffer, opened: readonly Piece[]): readonly Piece[] {
  const question = bytes.indexOf(QUESTION);
  const pathEnd = question < 0 ? bytes.length : question;
  const parts: Piece[] = [];
  let index = 0;
  for (let start = bytes[0] === SLASH ? 1 : 0; start < pathEnd; index += 1) {
    const end = endOf(bytes, SLASH, start, pathEnd);
    if (end - start >= MIN_PART_BYTES) parts.push(viewOf(bytes, { step: `path[${index}]`, start, end }));
    start = end + 1;
  }
  for (let start = pathEnd + 1; start < bytes.length; ) {
    const end = endOf(bytes, AMPERSAND, start, bytes.length);
    const equals = endOf(bytes, EQUALS, start, end);
    if (end - equals > MIN_PART_BYTES) parts.push(viewOf(bytes, { step: `query:${bytes.toString('utf8', start, equals)}`, start: equals + 1, end }));
    start = end + 1;
  }
  return parts.filter(({ start, end }) => !isOpened(opened, start, end));
}

function endOf(bytes: Buffer, separator: number, from: number, end: number): number {
  const at = bytes.subarray(from, end).indexOf(separator);
  return at < 0 ? end : from + at;
}

function viewOf(bytes: Buffer, part: Pick<Piece, 'step' | 'start' | 'end'>): Piece {
  return { ...part, bytes: bytes.subarray(part.start, part.end), view: true, guess: true };
}

// The pieces that decoding changed are in the order of the bytes.
function isOpened(opened: readonly Piece[], start: number, end: number): boolean {
  let low = 0;
  let high = opened.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((opened[middle]?.end ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  return (opened[low]?.start ?? Infinity) < end;
}
