import { decodeBase64 } from '../base64-digits.ts';
import type { Decoder, Piece } from '../decoder.ts';
import { rateUnmasked } from '../plausible.ts';
import { reversedBytes } from '../reversed-bytes.ts';
import { BASE64_DIGIT, isDigit } from '../runs.ts';

/** `{"` in base64, found by its last letter: that one is rare. */
const START = Buffer.from('eyJ');
const TURNED_START = Buffer.from('Jye');
/** `{ ` and `{` with a line end behind it: looked for only where a value begins with the layer. */
const RARE_STARTS: ReadonlySet<string> = new Set(['eyA', 'ewo', 'ew0']);
const BEARER_CHARACTERS = 7;
const DOT = 0x2e;
const ALGORITHM = Buffer.from('"alg"');
const MAX_HEADER_CHARACTERS = 16 * 1024;

/** JSON Web Tokens (RFC 7519) anywhere in text. The signature is no layer, unless something can be read in it. */
export const jwt: Decoder = {
  name: 'jwt',
  priority: 48,
  decode({ bytes, opened, path }, budget) {
    // Turned around, its digits are base64 of garbage that may pass for text.
    if (bytes.subarray(-TURNED_START.length).equals(TURNED_START) && bytes.includes(DOT) && path.at(-1) !== 'reversed') {
      return { pieces: [{ step: 'reversed', bytes: reversedBytes(bytes), start: 0, end: bytes.length, guess: true }] };
    }
    const pieces: Piece[] = [];
    let floor = 0;
    for (let at = firstStart(bytes); at >= 0; at = nextStart(bytes, floor)) {
      const dot = segmentEnd(bytes, at, Math.min(bytes.length, at + MAX_HEADER_CHARACTERS));
      const token = bytes[dot] === DOT ? readToken(bytes, at, dot) : [];
      floor = token.at(-1)?.end ?? dot;
      pieces.push(...token.filter((piece) => !opened.touches(piece)));
      if (pieces.length > budget.layersLeft) break;
    }
    return pieces.length === 0 ? undefined : { pieces };
  },
};

function firstStart(bytes: Buffer): number {
  for (const at of [0, BEARER_CHARACTERS]) {
    if (RARE_STARTS.has(bytes.toString('latin1', at, at + 3))) return at;
  }
  return nextStart(bytes, 0);
}

function nextStart(bytes: Buffer, from: number): number {
  const letter = START[2] as number;
  for (let at = bytes.indexOf(letter, from + 2); at >= 0; at = bytes.indexOf(letter, at + 1)) {
    if (bytes[at - 1] === START[1] && bytes[at - 2] === START[0]) return at - 2;
  }
  return -1;
}

function readToken(bytes: Buffer, start: number, dot: number): readonly Piece[] {
  const header = decodeBase64(bytes, start, dot);
  if (header[0] !== 0x7b || !header.includes(ALGORITHM)) return [];
  const payloadEnd = segmentEnd(bytes, dot + 1, bytes.length);
  if (bytes[payloadEnd] !== DOT) return [];
  const signatureEnd = segmentEnd(bytes, payloadEnd + 1, bytes.length);
  const signature = decodeBase64(bytes, payloadEnd + 1, signatureEnd);
  const rating = rateUnmasked(signature);
  const isReadable = rating === 'text' || rating === 'magic';
  return [
    { step: 'jwt:header', bytes: header, start, end: dot },
    // The signature is noise by its nature: its digits count as the payload's, so that nobody tries to open them.
    { step: 'jwt:payload', bytes: decodeBase64(bytes, dot + 1, payloadEnd), start: dot + 1, end: isReadable ? payloadEnd : signatureEnd },
    ...(isReadable ? [{ step: 'jwt:signature', bytes: signature, start: payloadEnd + 1, end: signatureEnd }] : []),
  ];
}

function segmentEnd(bytes: Buffer, start: number, limit: number): number {
  let end = start;
  while (end < limit && isDigit(bytes[end], BASE64_DIGIT)) end += 1;
  return end;
}
