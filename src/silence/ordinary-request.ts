import type { Header } from '../flow/flow.ts';

/**
 * Whether a request says nothing in its headers but what any request of a client says: which client it is, which forms and languages it
 * takes. Each has the look of what clients choose from few, or is made of words and short numbers, as product names and versions are.
 *
 * @param known Names of headers, in lower case, that may say what they like.
 */
export function isOrdinary(headers: readonly Header[], known: readonly string[] = []): boolean {
  const names = headers.map(([name]) => name.toLowerCase());
  if (new Set(names).size < names.length) return false;
  return headers.every(([name, value]) => known.includes(name.toLowerCase()) || isOrdinaryHeader(name.toLowerCase(), value));
}

/** Whether a text holds anything that somebody made up: a token of letters and digits, a long number, escapes one after the other. */
export function isMadeUp(text: string): boolean {
  return MADE_UP.test(text) || LOADED.test(text);
}

// Words have no digits, versions and builds are broken by dots, and what is mixed is short: PKQ1, V11, x86.
const MADE_UP = /(?<![a-z0-9])(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{8,}/i;
const LOADED = /[A-Za-z0-9+=_-]{32,}|(?:%[0-9a-f]{2}){3}|\d{8,}/i;

/** Lengths beyond which no such header goes. */
const LONGEST = 192;
const LONGEST_AGENT = 320;

/** In an agent the model of a phone, the system's build and its processor may be of letters and digits. */
const MODEL = /(?<![A-Za-z0-9])[A-Z0-9]{8,10}(?![A-Za-z0-9])/;
const MIXED = /(?<![a-z0-9])(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{4,}/gi;
const MOST_MIXED = 4;

function isOrdinaryHeader(name: string, value: string): boolean {
  if (name === 'user-agent') return value.length <= LONGEST_AGENT && !isMadeUp(value.replace(MODEL, '')) && (value.match(MIXED) ?? []).length <= MOST_MIXED;
  const shape = SHAPES[name];
  if (shape !== undefined) return shape.test(value) && !isMadeUp(value);
  return FREE.test(name) && value.length <= LONGEST && !isMadeUp(value);
}

/** Headers whose values are the client's own, and searched like everything else. */
const FREE = /^(host|referer|origin|x-requested-with|sec-(fetch|ch)-[a-z-]+)$/;

const MEDIA = String.raw`(?:text|application|image|audio|video|font|\*)\/(?:\*|html|plain|css|javascript|xml|json|xhtml\+xml|signed-exchange|octet-stream|x-www-form-urlencoded|webp|avif|apng|png|jpeg|gif|svg\+xml|woff2?)`;

/** What the values of headers look like that clients choose from few. */
const SHAPES: Readonly<Record<string, RegExp>> = {
  'accept': listOf(`${MEDIA}(?:;v=b3)?`),
  'accept-language': listOf('[a-z]{1,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?'),
  'accept-encoding': listOf('(gzip|deflate|br|zstd|identity|compress|x-gzip)'),
  'accept-charset': listOf('(utf-8|us-ascii|iso-8859-1|gb2312|gbk)'),
  'cache-control': /^(no-cache|no-store|no-transform|only-if-cached|max-age=0|[, ])*$/i,
  'connection': /^(keep-alive|close|upgrade|te|[, -])*$/i,
  'content-length': /^\d{1,6}$/,
  'content-type': new RegExp(`^${MEDIA}(?:; ?charset=utf-8)?$`, 'i'),
  'dnt': /^[01]$/,
  'pragma': /^no-cache$/i,
  'proxy-connection': /^(keep-alive|close)$/i,
  'range': /^bytes=0-$/,
  'te': /^(trailers|gzip|deflate|[, ])*$/i,
  'upgrade-insecure-requests': /^1$/,
};

/** A few of something, each with its weight (RFC 9110, 12.4.2). */
function listOf(item: string): RegExp {
  const weighed = `(?:\\*|${item})(?:;q=[01](?:\\.\\d{1,3})?)?`;
  return new RegExp(`^${weighed}(?:\\s*,\\s*${weighed}){0,9}$`, 'i');
}
