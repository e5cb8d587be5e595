import type { Budget } from '../budget.ts';
import type { Decoded, Input } from '../decoder.ts';
import type { Span } from '../spans.ts';
import { MIN_ISLAND_BYTES } from '../text-stretch.ts';
import { BACKSLASH, BINARY, QUOTE, tableOf } from './characters.ts';
import { stringEnd, unescapeJson } from './json-escapes.ts';
import { Openings } from './openings.ts';
import { nextEscapeEitherWay } from './percent-backwards.ts';
import { openPercent } from './percent-pieces.ts';

const UNESCAPED = 'json-string';
const QUOTE_OR_LINE = tableOf('"\n');
const QUOTE_OR_BINARY = BINARY.map((isBinary, byte) => (byte === QUOTE ? 1 : isBinary));

/**
 * Opens each stretch between quotes that has an escape in it: a backslash, and in JSON itself also a percent-escape. In JSON
 * these stand in strings only, so the quotes around them are known without having followed all quotes from the beginning:
 * text torn off in front is no trouble.
 */
export function openStrings({ bytes, look, opened }: Input, isJson: boolean, budget: Budget): Decoded {
  const openings = new Openings(budget.layersLeft);
  let at = 0;
  let backslash = look.hasBackslash ? -1 : bytes.length;
  let escape = isJson && look.hasPercent ? -1 : bytes.length;
  while (at < bytes.length) {
    if (backslash < at) backslash = orEnd(bytes.indexOf(BACKSLASH, at), bytes);
    if (escape < at) escape = orEnd(nextEscapeEitherWay(bytes, at), bytes);
    const sign = Math.min(backslash, escape);
    if (sign >= bytes.length) break;
    if (openings.isFull) return rest(openings, bytes, at);
    const span = quotedAround(bytes, sign, { from: at, isText: look.isText });
    if (opened.touches(span)) {
      at = span.end + 1;
      continue;
    }
    if (backslash < span.end) openString(bytes, span, { openings, isText: look.isText });
    else openPercent(bytes, span, openings);
    at = span.end + 1;
  }
  return { pieces: openings.pieces };
}

function openString(bytes: Buffer, { start, end }: Span, { openings, isText }: { readonly openings: Openings; readonly isText: boolean }): void {
  if (!isText && end - start < MIN_ISLAND_BYTES) return;
  const content = bytes.subarray(start, end);
  const unescaped = unescapeJson(content);
  if (unescaped.length < content.length) openings.add({ step: UNESCAPED, bytes: unescaped, start, end });
}

// In binary data a stretch ends also where text does.
function quotedAround(bytes: Buffer, sign: number, { from, isText }: { readonly from: number; readonly isText: boolean }): Span {
  const stops = isText ? QUOTE_OR_LINE : QUOTE_OR_BINARY;
  let start = sign;
  while (start > from && stops[bytes[start - 1] ?? 0] === 0) start -= 1;
  const end = stringEnd(bytes, sign, bytes.length);
  if (isText) return { start, end };
  let textEnd = sign;
  while (textEnd < end && BINARY[bytes[textEnd] ?? 0] === 0) textEnd += 1;
  return { start, end: textEnd };
}

// Nothing is left unread: what is behind the last piece is unescaped as one.
function rest(openings: Openings, bytes: Buffer, from: number): Decoded {
  const piece = { step: UNESCAPED, bytes: unescapeJson(bytes.subarray(from)), start: from, end: bytes.length };
  return { pieces: [...openings.pieces, piece], note: `strings opened one by one up to byte ${from}, the rest as one` };
}

function orEnd(index: number, bytes: Buffer): number {
  return index < 0 ? bytes.length : index;
}
