import type { Decoder, Piece } from '../decoder.ts';
import { isMixed } from '../base64-digits.ts';
import { locateInUrl, urlPieces } from '../decoders/nested-url.ts';
import { BASE64_DIGIT, runsOf } from '../runs.ts';

/** The target of a request, `/path?query`: its segments are `path[0]`, its parameters `query:name`. */
export const requestTarget: Decoder = {
  name: 'request target',
  priority: 0,
  decode({ bytes }, budget) {
    const pieces = urlPieces(bytes, budget);
    return { pieces: [...pieces, ...plainParts(bytes, pieces), ...joinedSegments(bytes)], format: 'url' };
  },
  locate: locateInUrl,
};

const SLASH = 0x2f;
const QUESTION = 0x3f;
const AMPERSAND = 0x26;
const EQUALS = 0x3d;
/** Anything shorter is searched as it stands. */
const MIN_PART_BYTES = 12;
const JOINED = { alphabet: BASE64_DIGIT, minCharacters: 24 };

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

// Base64 in which slashes were left as they are is in several segments, of which the later ones say nothing by themselves. It is
// named by the first.
function joinedSegments(bytes: Buffer): readonly Piece[] {
  const question = bytes.indexOf(QUESTION);
  const parts: Piece[] = [];
  for (const { start, end } of runsOf(JOINED, bytes, bytes[0] === SLASH ? 1 : 0, question < 0 ? bytes.length : question)) {
    if (isMixed(bytes, start, end) && bytes.subarray(start, end).includes(SLASH)) parts.push(viewOf(bytes, { step: locateInUrl(bytes, start)[0] ?? 'path', start, end }));
  }
  return parts;
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
