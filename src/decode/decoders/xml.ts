import type { Budget } from '../budget.ts';
import type { Decoded, Decoder, Input } from '../decoder.ts';
import { GREATER, LESS, skipBlanks, tableOf } from '../structure/characters.ts';
import { decodeEntities, nextEntity } from '../structure/entities.ts';
import { Openings } from '../structure/openings.ts';
import { pathInXml } from '../structure/xml-path.ts';
import { XmlWalk } from '../structure/xml-walk.ts';

const STEP = 'xml-text';
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_';
const BEGINS_NAME = tableOf(LETTERS);
const IN_NAME = tableOf(`${LETTERS}0123456789.:-`);
const ENDS_NAME = tableOf(' \t\r\n>/[');
const EXCLAMATION = 0x21;
const DASH = 0x2d;
const SLASH = 0x2f;
const QUESTION = 0x3f;
const BRACKET = 0x5b;
const ENDS_STRETCH = tableOf('"\'<>\r\n');
const MIN_CDATA_BYTES = 3;

/**
 * XML, property lists, HTML and fragments of them: texts and attribute values with character references (`&lt;`, `&#x41;`),
 * and CDATA sections. Character references in other text are decoded as well, between quotes and line breaks.
 */
export const xml: Decoder = {
  name: 'xml',
  priority: 35,
  decode(input, budget) {
    if (!input.look.isText) return undefined;
    if (input.look.hasLess && looksLikeXml(input.bytes)) return openMarkup(input, budget);
    return input.look.hasAmpersand ? openStretches(input, budget) : undefined;
  },
  locate(bytes, offset) {
    const path = pathInXml(bytes, offset);
    return path === undefined || path === '' ? [] : [`xml:${path}`];
  },
};

function looksLikeXml(bytes: Buffer): boolean {
  const start = skipBlanks(bytes, 0);
  return bytes[start] === LESS && isMarkup(bytes, start + 1) && bytes.includes(GREATER, start);
}

// What garbled text with a `<` at its start does not have: a name that ends as names do.
function isMarkup(bytes: Buffer, from: number): boolean {
  const mark = bytes[from] ?? 0;
  let at = mark === SLASH || mark === QUESTION || mark === EXCLAMATION ? from + 1 : from;
  if (mark === EXCLAMATION && (bytes[at] === BRACKET || (bytes[at] === DASH && bytes[at + 1] === DASH))) return true;
  if (BEGINS_NAME[bytes[at] ?? 0] === 0) return false;
  while (at < bytes.length && IN_NAME[bytes[at] ?? 0] === 1) at += 1;
  return at === bytes.length || ENDS_NAME[bytes[at] ?? 0] === 1;
}

function openMarkup({ bytes, look }: Input, budget: Budget): Decoded {
  const openings = new Openings(budget.layersLeft);
  // CDATA cannot be without `<![`, and nothing else without `&`: most markup is done with here.
  const hasSections = bytes.includes('<![CDATA[');
  if (!look.hasAmpersand && !hasSections) return { pieces: [], format: 'xml' };
  const walk = new XmlWalk(bytes);
  let entity = -1;
  while (walk.next()) {
    if (openings.isFull) return rest(openings, bytes, walk.start);
    const { kind, start, end } = walk;
    if (kind === 'cdata' && end - start >= MIN_CDATA_BYTES) openings.add({ step: 'cdata', bytes: bytes.subarray(start, end), start, end, view: true });
    if (kind !== 'text' && kind !== 'attribute') continue;
    if (entity < start) entity = orEnd(nextEntity(bytes, start, bytes.length), bytes);
    if (entity < end) openings.add({ step: STEP, bytes: decodeEntities(bytes.subarray(start, end)), start, end });
  }
  return { pieces: openings.pieces, format: 'xml' };
}

function openStretches({ bytes, opened }: Input, budget: Budget): Decoded | undefined {
  const openings = new Openings(budget.layersLeft);
  let at = 0;
  for (let entity = nextEntity(bytes, at, bytes.length); entity >= 0; entity = nextEntity(bytes, at, bytes.length)) {
    let start = entity;
    while (start > at && ENDS_STRETCH[bytes[start - 1] ?? 0] === 0) start -= 1;
    if (openings.isFull) return rest(openings, bytes, start);
    let end = entity;
    while (end < bytes.length && ENDS_STRETCH[bytes[end] ?? 0] === 0) end += 1;
    if (!opened.touches({ start, end })) openings.add({ step: STEP, bytes: decodeEntities(bytes.subarray(start, end)), start, end });
    at = end;
  }
  return openings.pieces.length === 0 ? undefined : { pieces: openings.pieces };
}

function rest(openings: Openings, bytes: Buffer, from: number): Decoded {
  const piece = { step: STEP, bytes: decodeEntities(bytes.subarray(from)), start: from, end: bytes.length };
  return { pieces: [...openings.pieces, piece], note: `texts opened one by one up to byte ${from}, the rest as one` };
}

function orEnd(index: number, bytes: Buffer): number {
  return index < 0 ? bytes.length : index;
}
