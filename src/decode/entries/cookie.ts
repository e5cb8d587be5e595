import type { Decoder, Piece } from '../decoder.ts';
import { looksLikeForm } from '../structure/form-text.ts';
import { percentDecode } from '../structure/percent-bytes.ts';

/** A `Cookie` header (RFC 6265): its pairs are named `cookie:<name>`; what has no name, or is all padding behind its `=`, is `cookie:`. */
export const cookie: Decoder = {
  name: 'cookie',
  priority: 0,
  decode({ bytes }) {
    const pieces = pairsIn(bytes).flatMap(({ name, start, end }): Piece[] => {
      const step = `cookie:${name}`;
      const raw = bytes.subarray(start, end);
      const decoded: Piece = { step, bytes: percentDecode(raw), start, end };
      // A cookie with values of its own has them encoded one by one.
      if (raw.includes('%')) return looksLikeForm(raw, { start: 0, end: raw.length }) ? [decoded, { step, bytes: raw, start, end, view: true }] : [decoded];
      return raw.length < MIN_VALUE_BYTES ? [] : [{ step, bytes: raw, start, end, view: true, guess: true }];
    });
    return { pieces, format: 'cookie' };
  },
  locate(bytes, offset) {
    const pair = pairsIn(bytes).find(({ start, end }) => offset >= start && offset < end);
    return pair === undefined ? [] : [`cookie:${pair.name}`];
  },
};

/** Anything shorter is searched as it stands. */
const MIN_VALUE_BYTES = 12;

interface Pair {
  readonly name: string;
  /** Where the value stands. */
  readonly start: number;
  readonly end: number;
}

function pairsIn(bytes: Buffer): Pair[] {
  const pairs: Pair[] = [];
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(0x3b, from);
    const end = found < 0 ? bytes.length : found;
    pairs.push(pairAt(bytes, from, end));
    from = end + 1;
  }
  return pairs;
}

function pairAt(bytes: Buffer, from: number, end: number): Pair {
  let start = from;
  while (start < end && (bytes[start] === 0x20 || bytes[start] === 0x09)) start += 1;
  const at = bytes.indexOf(0x3d, start);
  const isNamed = at > start && at < end && !/^=*$/.test(bytes.toString('latin1', at, end));
  return isNamed ? { name: bytes.toString('utf8', start, at), start: at + 1, end } : { name: '', start, end };
}
