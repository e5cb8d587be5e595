import { JsonWalk } from './json-walk.ts';
import type { Frame } from './json-walk.ts';
import { unescapeJson } from './json-escapes.ts';

/** Where an offset lies in JSON text. */
export interface JsonPlace {
  /** Position of the document among those in a row (lines of NDJSON). */
  readonly document: number;
  /** Whether there is more than one document. */
  readonly isOneOfMany: boolean;
  /** Keys and indexes from the root to the value. */
  readonly keys: readonly (string | number)[];
  /** The offset lies in the key of the pair, not in its value. */
  readonly isKey: boolean;
}

const PLAIN_KEY = /^[A-Za-z_$][\w$]*$/;
const MAX_KEY_LENGTH = 200;

// Whether there is a second document takes a walk to the end of the first, and is asked for every finding in the text.
const hasSeveral = new WeakMap<Buffer, boolean>();

// A finding asks for the place of its value twice: to name it, and for the objects around it.
const lastPlaces = new WeakMap<Buffer, { readonly offset: number; readonly place: JsonPlace | undefined }>();

/** The place of an offset in JSON text, or undefined behind its end. One walk to the offset, the first time also to the end of its document. */
export function placeInJson(bytes: Buffer, offset: number): JsonPlace | undefined {
  const last = lastPlaces.get(bytes);
  if (last?.offset === offset) return last.place;
  const place = walkTo(bytes, offset);
  lastPlaces.set(bytes, { offset, place });
  return place;
}

function walkTo(bytes: Buffer, offset: number): JsonPlace | undefined {
  const walk = new JsonWalk(bytes);
  while (walk.next()) {
    if (offset >= walk.end) continue;
    const place = { document: walk.document, keys: keysOf(walk), isKey: walk.isKey && offset >= walk.start };
    const isOneOfMany = hasSeveral.get(bytes) ?? (place.document > 0 || hasMore(walk));
    hasSeveral.set(bytes, isOneOfMany);
    return { ...place, isOneOfMany };
  }
  return undefined;
}

function hasMore(walk: JsonWalk): boolean {
  while (walk.document === 0 && walk.next());
  return walk.document > 0;
}

function keysOf(walk: JsonWalk): (string | number)[] {
  const frames = walk.kind === 'open' ? walk.frames.slice(0, -1) : walk.frames;
  return frames.flatMap((frame) => keyOf(frame, walk.bytes));
}

function keyOf(frame: Frame, bytes: Buffer): readonly (string | number)[] {
  if (frame.kind === 'array') return [frame.index];
  if (frame.keyStart < 0) return [];
  return [unescapeJson(bytes.subarray(frame.keyStart, frame.keyEnd)).toString('utf8')];
}

/** Keys as a path expression: `$[0].properties["a b"]`. */
export function pathExpression(keys: readonly (string | number)[]): string {
  return `$${keys.map(member).join('')}`;
}

function member(key: string | number): string {
  if (typeof key === 'number') return `[${key}]`;
  const short = key.length > MAX_KEY_LENGTH ? `${key.slice(0, MAX_KEY_LENGTH)}…` : key;
  return PLAIN_KEY.test(short) ? `.${short}` : `[${JSON.stringify(short)}]`;
}
