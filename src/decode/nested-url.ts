import type { Decoder, Part } from './decoder.ts';
import { formParts, splitPairs } from './form.ts';
import { hasEscape, percentDecode } from './percent-bytes.ts';

const ABSOLUTE = /^[a-z][a-z0-9+.-]{1,20}:\/\/[^/?#\s]*([^?#\s]*)(?:\?([^#\s]*))?(?:#(\S*))?$/i;

/** A URL as a value: its path and query are read where that shows more than the URL already does. */
export const nestedUrl: Decoder = {
  name: 'nested-url',
  priority: 35,
  decode({ text }) {
    const match = text === undefined ? null : ABSOLUTE.exec(text.trim());
    if (match === null) return undefined;
    const [, path = '', query = '', fragment = ''] = match;
    const raw = [path, query, fragment].join('\n');
    const parts = [...pathParts(path), ...queryParts(query), ...queryParts(fragment)];
    return { parts: parts.map((part) => ({ ...part, literal: raw.includes(part.bytes.toString('utf8')) })) };
  },
};

/** One part a path segment, `path[0]` being the first after the host. */
export function pathParts(path: string): Part[] {
  return path
    .split('/')
    .slice(1)
    .map((segment, index) => ({ step: `path[${index}]`, bytes: percentDecode(segment) }))
    .filter((part) => part.bytes.length > 0);
}

/** One part a query parameter; a query that is one value without a name is `query:`. */
export function queryParts(query: string): Part[] {
  if (query === '') return [];
  if (!query.includes('=') && hasEscape(query)) return [{ step: 'query:', bytes: percentDecode(query) }];
  return formParts(splitPairs(query), 'query');
}
