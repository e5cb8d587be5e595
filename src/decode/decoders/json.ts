import type { Decoder } from '../decoder.ts';
import { OPEN_BRACE, OPEN_BRACKET, QUOTE, skipBlanks, trimEnd } from '../structure/characters.ts';
import { stringEnd } from '../structure/json-escapes.ts';
import { pathExpression, placeInJson } from '../structure/json-path.ts';
import { startsAsJson } from '../structure/json-start.ts';
import { openStrings } from '../structure/json-strings.ts';

/**
 * JSON, documents in a row (NDJSON) and JSON torn off anywhere. The text is searched as it stands; pieces are strings that
 * hold a backslash escape (`json-string`) or a percent-escape (`url`, `query:name`, `form:name`).
 */
export const json: Decoder = {
  name: 'json',
  priority: 30,
  decode(input, budget) {
    if (!input.look.isText || !looksLikeJson(input.bytes)) return undefined;
    return { ...openStrings(input, true, budget), format: 'json' };
  },
  locate(bytes, offset) {
    const place = placeInJson(bytes, offset);
    if (place === undefined) return [];
    const step = `json:${pathExpression(place.keys)}${place.isKey ? ' (key)' : ''}`;
    return place.isOneOfMany ? [`line[${place.document}]`, step] : [step];
  },
};

/** Whether the text begins as JSON does; it may be torn off behind that. */
function looksLikeJson(bytes: Buffer): boolean {
  const start = skipBlanks(bytes, 0);
  const first = bytes[start];
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return startsAsJson(bytes, start);
  const last = trimEnd(bytes, start) - 1;
  return first === QUOTE && last > start && stringEnd(bytes, start + 1, bytes.length) === last;
}
