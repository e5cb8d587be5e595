import type { Decoded, Decoder, Input } from '../decoder.ts';
import type { Budget } from '../budget.ts';
import { look as lookAt } from '../look.ts';
import { APOSTROPHE, BINARY, PLUS, tableOf } from '../structure/characters.ts';
import { Openings } from '../structure/openings.ts';
import { percentBackwards } from '../structure/percent-backwards.ts';
import { nextEscape, percentDecode } from '../structure/percent-bytes.ts';
import type { Span, Spans } from '../spans.ts';
import { MIN_ISLAND_BYTES } from '../text-stretch.ts';

const ENDS_WORD = tableOf(' \t\r\n"<>');
const ENDS_VALUE = tableOf(' \t\r\n"<>&=');
const QUOTED_FROM = ["='", ":'", ",'", "['", "{'", " '"].map((opening) => Buffer.from(opening));
const ENDS_ISLAND = BINARY.map((isBinary, byte) => (isBinary === 1 || ENDS_VALUE[byte] === 1 ? 1 : 0));

/**
 * Percent-encoding outside of what was opened before, one round a step: text encoded twice shows `url` twice in its path.
 * A stretch is a word; where a structure has been opened already it is also bounded by `&` and `=`.
 */
export const percent: Decoder = {
  name: 'percent',
  // Before runs of base64 are looked for: an escape in the middle would break them.
  priority: 48,
  needsIsland: true,
  decode(input, budget) {
    if (!input.look.hasPercent) return undefined;
    return openWords(input, budget);
  },
};

function openWords({ bytes, look, opened, path }: Input, budget: Budget): Decoded | undefined {
  const stops = withQuotes(bytes, stopsFor(look.isText, opened));
  const openings = new Openings(budget.layersLeft);
  let at = 0;
  let sign = nextEscape(bytes, at);
  while (sign >= 0) {
    const isOpened = opened.touches({ start: sign, end: sign + 1 });
    let start = sign;
    while (!isOpened && start > at && stops[bytes[start - 1] ?? 0] === 0) start -= 1;
    let end = sign;
    while (end < bytes.length && stops[bytes[end] ?? 0] === 0) end += 1;
    const counts = look.isText || end - start >= MIN_ISLAND_BYTES;
    if (counts && !isOpened && !opened.touches({ start, end })) {
      if (openings.isFull) return rest(openings, bytes, start);
      const backwards = path.at(-1) === 'reversed' ? undefined : percentBackwards(bytes, { start, end });
      if (backwards !== undefined) openings.add(backwards);
      const decoded = decodedWord(bytes.subarray(start, end));
      openings.add({ step: 'url', bytes: decoded, start, end });
      if (look.isText && !lookAt(decoded).isText) addValue(bytes, { start, end, sign }, openings);
    }
    at = end;
    sign = nextEscape(bytes, at);
  }
  return openings.pieces.length === 0 ? undefined : { pieces: openings.pieces };
}

// Binary data behind a name: what stands in front of it would keep it from being read.
function addValue(bytes: Buffer, { start, end, sign }: Span & { readonly sign: number }, openings: Openings): void {
  let from = sign;
  while (from > start && ENDS_VALUE[bytes[from - 1] ?? 0] === 0) from -= 1;
  let to = sign;
  while (to < end && ENDS_VALUE[bytes[to] ?? 0] === 0) to += 1;
  if (from > start || to < end) openings.add({ step: 'url', bytes: decodedWord(bytes.subarray(from, to)), start: from, end: to, guess: true });
}

// Whether `+` is a blank is told by what comes out: binary data that went through a form has none left.
function decodedWord(word: Buffer): Buffer {
  const decoded = percentDecode(word);
  return word.includes(PLUS) && !lookAt(decoded).isText ? percentDecode(word, 'blank') : decoded;
}

function stopsFor(isText: boolean, opened: Spans): Uint8Array {
  if (!isText) return ENDS_ISLAND;
  return opened.isEmpty ? ENDS_WORD : ENDS_VALUE;
}

// Some encoders leave apostrophes as they are, and others quote with them: those stand behind a delimiter.
function withQuotes(bytes: Buffer, stops: Uint8Array): Uint8Array {
  if (bytes[0] !== APOSTROPHE && !(bytes.includes(APOSTROPHE) && QUOTED_FROM.some((opening) => bytes.includes(opening)))) return stops;
  return stops.map((stop, byte) => (byte === APOSTROPHE ? 1 : stop));
}

function rest(openings: Openings, bytes: Buffer, from: number): Decoded {
  const piece = { step: 'url', bytes: percentDecode(bytes.subarray(from)), start: from, end: bytes.length };
  return { pieces: [...openings.pieces, piece], note: `words opened one by one up to byte ${from}, the rest as one` };
}
