import type { Decoder } from '../decoder.ts';
import { skipBlanks, trimEnd } from '../structure/characters.ts';
import { looksLikeForm } from '../structure/form-text.ts';
import { Openings } from '../structure/openings.ts';
import { locatePair, openPairs } from '../structure/pairs.ts';
import { percentDecode } from '../structure/percent-bytes.ts';
import type { Span } from '../spans.ts';

const ANNOUNCED = 'application/x-www-form-urlencoded';

/**
 * `application/x-www-form-urlencoded`, wherever it stands: names and values that decoding changes. A value all in base64's
 * alphabet is left as it is, because its plus is base64's.
 */
export const form: Decoder = {
  name: 'form',
  priority: 40,
  decode({ bytes, look, announced }, budget) {
    const span = trimmed(bytes);
    const isAnnounced = announced?.startsWith(ANNOUNCED) === true && look.isText && (look.hasEquals || look.hasPercent);
    if (!isAnnounced && !(look.isText && look.hasEquals && looksLikeForm(bytes, span))) return undefined;
    const openings = new Openings(budget.layersLeft);
    const reached = openPairs(bytes, span, 'form', openings);
    if (reached >= span.end) return { pieces: openings.pieces, format: 'form' };
    const rest = { step: 'url', bytes: percentDecode(bytes.subarray(reached, span.end), 'blank'), start: reached, end: span.end };
    return { pieces: [...openings.pieces, rest], format: 'form', note: `pairs opened one by one up to byte ${reached}, the rest as one` };
  },
  locate(bytes, offset) {
    return locatePair(bytes, trimmed(bytes), 'form', offset);
  },
};

function trimmed(bytes: Buffer): Span {
  const start = skipBlanks(bytes, 0);
  return { start, end: trimEnd(bytes, start) };
}
