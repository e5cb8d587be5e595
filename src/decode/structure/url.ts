import type { Span } from '../spans.ts';
import { COLON, EQUALS, HASH, isBlank, QUESTION, skipBlanks, SLASH, tableOf, trimEnd } from './characters.ts';
import type { Openings } from './openings.ts';
import { locatePair, openPairs } from './pairs.ts';
import { nextEscape, percentDecode } from './percent-bytes.ts';

/** Where the parts of a URL stand; an absent part is empty. */
export interface UrlParts {
  readonly path: Span;
  readonly query: Span;
  readonly fragment: Span;
}

const SCHEME = tableOf('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-');
const MAX_SCHEME_LENGTH = 20;

/** The parts of a whole text that is a URL with a scheme and a host, blanks around it allowed; undefined where it is not one. */
export function absoluteUrl(bytes: Buffer, span: Span = { start: 0, end: bytes.length }): UrlParts | undefined {
  const start = skipBlanks(bytes, span.start, span.end);
  const end = trimEnd(bytes, start, span.end);
  let colon = start;
  while (colon < end && colon - start <= MAX_SCHEME_LENGTH && SCHEME[bytes[colon] ?? 0] === 1) colon += 1;
  if (colon - start < 2 || bytes[colon] !== COLON || bytes[colon + 1] !== SLASH || bytes[colon + 2] !== SLASH) return undefined;
  for (let at = colon; at < end; at += 1) if (isBlank(bytes[at])) return undefined;
  return urlParts(bytes, { start: colon + 3, end });
}

/** The parts of what stands behind `://`, or of the target of a request (`/path?query`), the host being skipped. */
export function urlParts(bytes: Buffer, { start, end }: Span): UrlParts {
  let at = start;
  while (at < end && bytes[at] !== SLASH && bytes[at] !== QUESTION && bytes[at] !== HASH) at += 1;
  const path = at;
  while (at < end && bytes[at] !== QUESTION && bytes[at] !== HASH) at += 1;
  const pathEnd = at;
  const queryStart = bytes[at] === QUESTION && at < end ? at + 1 : at;
  at = queryStart;
  while (at < end && bytes[at] !== HASH) at += 1;
  return { path: { start: path, end: pathEnd }, query: { start: queryStart, end: at }, fragment: { start: Math.min(end, at + 1), end } };
}

/** Opens the path segments that percent-decoding changes, as `path[0]`, the first being the one behind the host. */
export function openPath(bytes: Buffer, { start, end }: Span, openings: Openings): void {
  let index = 0;
  let at = start + 1;
  let counted = start + 1;
  for (let sign = nextEscape(bytes, at, end); sign >= 0 && !openings.isFull; sign = nextEscape(bytes, at, end)) {
    let from = sign;
    while (from > at && bytes[from - 1] !== SLASH) from -= 1;
    for (; counted < from; counted += 1) if (bytes[counted] === SLASH) index += 1;
    const slash = bytes.indexOf(SLASH, sign);
    const to = slash < 0 || slash > end ? end : slash;
    openings.add({ step: `path[${index}]`, bytes: percentDecode(bytes.subarray(from, to)), start: from, end: to });
    at = to + 1;
  }
}

/** Opens the parameters of a query, or of a fragment that is built like one, as `query:name`. */
export function openQuery(bytes: Buffer, span: Span, openings: Openings): void {
  openPairs(bytes, span, 'query', openings);
}

/** Opens whatever in a URL decoding changes. */
export function openUrl(bytes: Buffer, { path, query, fragment }: UrlParts, openings: Openings): void {
  openPath(bytes, path, openings);
  openQuery(bytes, query, openings);
  openQuery(bytes, fragment, openings);
}

/** What an offset of a URL lies in: `path[0]`, `query:name`, `fragment`; nothing for scheme and host. */
export function locateInParts(bytes: Buffer, { path, query, fragment }: UrlParts, offset: number): readonly string[] {
  if (offset > path.start && offset < path.end) {
    let index = 0;
    for (let at = path.start + 1; at < offset; at += 1) if (bytes[at] === SLASH) index += 1;
    return [`path[${index}]`];
  }
  if (offset >= query.start && offset < query.end) return locatePair(bytes, query, 'query', offset);
  if (offset < fragment.start || offset >= fragment.end) return [];
  const isQuery = bytes.subarray(fragment.start, fragment.end).includes(EQUALS);
  return isQuery ? locatePair(bytes, fragment, 'query', offset) : ['fragment'];
}
