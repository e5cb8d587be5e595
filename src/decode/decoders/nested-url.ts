import type { Budget } from '../budget.ts';
import type { Decoder, Piece } from '../decoder.ts';
import type { Span } from '../spans.ts';
import { Openings } from '../structure/openings.ts';
import { absoluteUrl, locateInParts, openPath, openQuery, openUrl, urlParts } from '../structure/url.ts';

/** A URL as a whole text: its path segments and parameters, where decoding changes them. */
export const nestedUrl: Decoder = {
  name: 'nested-url',
  priority: 45,
  decode({ bytes, look }, budget) {
    const parts = look.isText ? absoluteUrl(bytes) : undefined;
    if (parts === undefined) return undefined;
    const openings = new Openings(budget.layersLeft);
    openUrl(bytes, parts, openings);
    return { pieces: openings.pieces, format: 'url' };
  },
  locate: locateInUrl,
};

/** The path segments, within the span, that percent-decoding changes: `path[0]` is the first behind the host. */
export function pathPieces(bytes: Buffer, span: Span, budget: Budget): readonly Piece[] {
  const openings = new Openings(budget.layersLeft);
  openPath(bytes, span, openings);
  return openings.pieces;
}

/** The parameters, within the span, that decoding changes, as `query:name`. */
export function queryPieces(bytes: Buffer, span: Span, budget: Budget): readonly Piece[] {
  const openings = new Openings(budget.layersLeft);
  openQuery(bytes, span, openings);
  return openings.pieces;
}

/** Everything in a URL, or in the target of a request (`/path?query`), that decoding changes. */
export function urlPieces(bytes: Buffer, budget: Budget): readonly Piece[] {
  const openings = new Openings(budget.layersLeft);
  openUrl(bytes, partsOf(bytes), openings);
  return openings.pieces;
}

/** What an offset of a URL, or of the target of a request, lies in: `path[0]`, `query:name`, `fragment`. */
export function locateInUrl(bytes: Buffer, offset: number): readonly string[] {
  return locateInParts(bytes, partsOf(bytes), offset);
}

function partsOf(bytes: Buffer): ReturnType<typeof urlParts> {
  return absoluteUrl(bytes) ?? urlParts(bytes, { start: 0, end: bytes.length });
}
