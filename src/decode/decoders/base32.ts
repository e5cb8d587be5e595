import { decodeBase32 } from '../base32-digits.ts';
import { isWholeValue } from '../boundary.ts';
import type { Decoder, Piece } from '../decoder.ts';
import { rateUnmasked } from '../plausible.ts';
import { BASE32_DIGIT, isDigit, RunWalk } from '../runs.ts';
import type { Spans } from '../spans.ts';
import { isUsualText, textLength } from '../text-bytes.ts';

const RUNS = { alphabet: BASE32_DIGIT, minCharacters: 16 };
const PADDING = 0x3d;
const DOT = 0x2e;
const MAX_LABEL_CHARACTERS = 63;
/** A host name has 253 characters. */
const MAX_LABELS = 16;
/** Digits behind the last full group of eight that give whole bytes (RFC 4648, section 6). */
const POSSIBLE_RESTS: ReadonlySet<number> = new Set([0, 2, 4, 5, 7]);

/** Base32 as a value of its own, or as a label of a host name; only what decodes to text or compressed data. */
export const base32: Decoder = {
  name: 'base32',
  priority: 55,
  needsIsland: true,
  decode({ bytes, opened, path, stretches }, budget) {
    // Base64 has been opened by now, and is made of these digits for the most part.
    if (opened.coversAll(bytes.length)) return undefined;
    // Nobody sets base32 into the labels of a host name but to smuggle something, of whatever kind.
    const isInHost = path.at(-1)?.startsWith('label') === true;
    const pieces: Piece[] = [];
    let floor = 0;
    const run = new RunWalk(RUNS, bytes, { stretches });
    while (run.next()) {
      if (run.start < floor || isOpened(run, opened)) continue;
      const digitsEnd = withoutPadding(bytes, run.start, run.end);
      const end = paddingEnd(bytes, digitsEnd);
      if (!isWholeValue(bytes, run.start, end)) continue;
      const found = [...readLabels(bytes, run.start, digitsEnd), ...readValue(bytes, run, { digitsEnd, end, isInHost })];
      pieces.push(...found);
      floor = Math.max(0, ...found.map((piece) => piece.end));
      if (pieces.length > budget.layersLeft) break;
    }
    return pieces.length === 0 ? undefined : { pieces };
  },
};

// Hexadecimal digits stand in base32 by chance; base64 has opened a run at both of its ends.
function isOpened({ start, end }: RunWalk, opened: Spans): boolean {
  return opened.touches({ start, end: start + 1 }) && opened.touches({ start: end - 1, end });
}

function readValue(bytes: Buffer, { start, isWrapped }: RunWalk, { digitsEnd, end, isInHost }: { readonly digitsEnd: number; readonly end: number; readonly isInHost: boolean }): readonly Piece[] {
  if (!isWrapped && !POSSIBLE_RESTS.has((digitsEnd - start) % 8)) return [];
  const decoded = decodeBase32(bytes, start, digitsEnd);
  const piece = { step: 'base32', bytes: decoded, start, end };
  if (isPlausible(decoded)) return [piece];
  return isInHost ? [{ ...piece, guess: true }] : [];
}

// One value over several labels of a host name, of one length but the last (RFC 1035: a label has at most 63 characters).
function readLabels(bytes: Buffer, start: number, digitsEnd: number): readonly Piece[] {
  const width = digitsEnd - start;
  if (width > MAX_LABEL_CHARACTERS || bytes[digitsEnd] !== DOT) return [];
  const ends = [digitsEnd];
  for (let end = digitsEnd; ends.length < MAX_LABELS && bytes[end] === DOT && end - start === (width + 1) * ends.length - 1; ) {
    let at = end + 1;
    while (at - end <= width && isDigit(bytes[at], BASE32_DIGIT)) at += 1;
    if (at === end + 1 || !isWholeValue(bytes, end + 1, at)) break;
    ends.push(at);
    end = at;
  }
  // The last label that fits may already belong to the domain of the host.
  return ends.slice(1).slice(-2).flatMap((end) => {
    const decoded = decodeBase32(bytes, start, end);
    const isText = textLength(decoded) === decoded.length && isUsualText(decoded);
    return isText ? [{ step: 'base32', bytes: decoded, start, end }] : [];
  });
}

function isPlausible(decoded: Buffer): boolean {
  const rating = rateUnmasked(decoded);
  return rating === 'magic' || (rating === 'text' && (decoded.length > 24 || (textLength(decoded) === decoded.length && isUsualText(decoded))));
}

function withoutPadding(bytes: Buffer, start: number, end: number): number {
  let last = end;
  while (last > start && bytes[last - 1] === PADDING) last -= 1;
  return last;
}

// Up to six signs, of which a run of the other alphabets takes two at most.
function paddingEnd(bytes: Buffer, digitsEnd: number): number {
  let end = digitsEnd;
  while (end < digitsEnd + 6 && bytes[end] === PADDING) end += 1;
  return end;
}
