import { CLOSE_BRACE, CLOSE_BRACKET, skipBlanks } from './characters.ts';
import { placeInJson } from './json-path.ts';
import { JsonWalk } from './json-walk.ts';

/** A JSON document in a text, with its value. */
export interface JsonDocument {
  readonly start: number;
  readonly end: number;
  readonly value: unknown;
  /** Its position among those in a row, torn ones counted. */
  readonly position: number;
}

// Text of which so many documents cannot be read is not JSON.
const MAX_FAILURES = 100;

// Asked once for every finding in the same text; the key is the text itself, so nothing outlives it.
const parsed = new WeakMap<Buffer, readonly JsonDocument[]>();

/**
 * The JSON documents of a text: one, or several in a row (NDJSON). Of a document that is torn off at its end the complete
 * elements of its outermost list are given; a torn line and what is no JSON are left out. Never throws.
 */
export function parseDocuments(bytes: Buffer): readonly JsonDocument[] {
  const known = parsed.get(bytes);
  if (known !== undefined) return known;
  const whole = parse(bytes.toString('utf8', skipBlanks(bytes, 0)));
  const documents = whole === undefined ? inARow(bytes) : [{ start: 0, end: bytes.length, value: whole.value, position: 0 }];
  parsed.set(bytes, documents);
  return documents;
}

/** The JSON objects around an offset, innermost first; none where the document cannot be read as far as that. */
export function objectsAround(bytes: Buffer, offset: number): readonly Readonly<Record<string, unknown>>[] {
  const place = placeInJson(bytes, offset);
  const document = parseDocuments(bytes).find(({ position }) => position === place?.document);
  if (place === undefined || document === undefined) return [];
  const objects: Readonly<Record<string, unknown>>[] = [];
  let value = document.value;
  for (const key of [...place.keys, undefined]) {
    if (isObject(value)) objects.push(value);
    if (key === undefined) break;
    value = memberOf(value, key);
  }
  return objects.reverse();
}

function memberOf(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return typeof key === 'number' ? (value as readonly unknown[])[key] : undefined;
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function inARow(bytes: Buffer): readonly JsonDocument[] {
  const walk = new JsonWalk(bytes);
  const documents: JsonDocument[] = [];
  let position = -1;
  let start = 0;
  let end = 0;
  let failures = 0;
  while (failures < MAX_FAILURES && walk.next()) {
    if (walk.document !== position) {
      if (position >= 0 && !add(documents, bytes, { start, end, position })) failures += 1;
      position = walk.document;
      start = walk.documentStart;
    }
    end = walk.end;
  }
  if (position < 0 || failures >= MAX_FAILURES) return documents;
  const isWhole = add(documents, bytes, { start, end, position });
  const value = isWhole ? undefined : completeElements(walk, start);
  if (value !== undefined) documents.push({ start, end, value: value.value, position });
  return documents;
}

function add(documents: JsonDocument[], bytes: Buffer, span: { readonly start: number; readonly end: number; readonly position: number }): boolean {
  const document = parse(bytes.toString('utf8', span.start, span.end));
  if (document !== undefined) documents.push({ ...span, value: document.value });
  return document !== undefined;
}

// Cut behind the last complete element of the outermost open list, or the last complete pair of the root; then closed.
function completeElements({ bytes, frames }: JsonWalk, start: number): { readonly value: unknown } | undefined {
  const list = frames.findIndex(({ kind }) => kind === 'array');
  const cutIn = Math.max(0, list);
  const cut = frames[cutIn]?.completeEnd ?? -1;
  if (cut < 0) return undefined;
  const closing = frames.slice(0, cutIn + 1).map(({ kind }) => (kind === 'array' ? CLOSE_BRACKET : CLOSE_BRACE));
  return parse(bytes.toString('utf8', start, cut) + Buffer.from(closing.reverse()).toString('latin1'));
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    // Torn off, or not JSON: which of the two does not matter here.
    return undefined;
  }
}
