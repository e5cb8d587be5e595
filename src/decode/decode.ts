import { Budget } from './budget.ts';
import type { Decoded, Part } from './decoder.ts';
import { DECODERS } from './decoders.ts';
import type { JsonObject, Layer } from './layer.ts';
import { readText } from './readable.ts';

/** What an entry point is known to consist of, before any decoder is asked. */
export interface EntryPoint {
  /** First element of the path: `body`, `url`, `header:referer`, `host`. */
  readonly step: string;
  readonly bytes: Buffer;
  /** The entry point's own structure where it is known (a URL's segments, a cookie's pairs); decoders are asked otherwise. */
  readonly parts?: readonly Part[];
}

/**
 * Decodes bytes as far as they can be, layer by layer. Never throws; what cannot be read stays in the tree as opaque
 * or cut off, with its bytes.
 */
export function decodeBytes(bytes: Buffer, step = 'body', budget: Budget = new Budget()): Layer {
  return decodeEntry({ step, bytes }, budget);
}

/** Decodes one entry point of a flow. */
export function decodeEntry(entry: EntryPoint, budget: Budget = new Budget()): Layer {
  const part: Part = { step: entry.step, bytes: entry.bytes };
  const place: Place = { path: [], objects: [] };
  if (entry.parts === undefined) return grow(part, place, budget);
  const layer = { path: [entry.step], bytes: entry.bytes, objects: [] };
  const children = growAll({ parts: entry.parts }, layer, budget);
  if (children.length > 0) return { ...layer, state: 'decoded', children };
  return { ...layer, state: readText(entry.bytes) === undefined ? 'opaque' : 'text', children };
}

interface Place {
  readonly path: readonly string[];
  readonly objects: readonly JsonObject[];
}

function grow(part: Part, place: Place, budget: Budget): Layer {
  const path = [...place.path, part.step];
  const objects = part.objects === undefined ? place.objects : [...part.objects, ...place.objects];
  const leaf = { path, bytes: part.bytes, objects };
  if (!budget.take(place.path.length === 0 ? 0 : part.bytes.length)) {
    return { ...leaf, state: 'cut off', note: 'cut off at the size of one flow', children: [] };
  }
  const text = readText(part.bytes);
  if (part.final === true) return { ...leaf, state: 'text', children: [] };
  if (path.length >= budget.limits.maxDepth) {
    return { ...leaf, state: 'cut off', note: `cut off at depth ${path.length}`, children: [] };
  }
  let note = part.cutOff;
  let cutOff = part.cutOff !== undefined;
  for (const decoder of DECODERS) {
    const decoded = decoder.decode({ bytes: part.bytes, text }, budget);
    if (decoded === undefined) continue;
    const children = growAll(decoded, leaf, budget);
    note ??= decoded.note;
    cutOff ||= decoded.cutOff === true;
    const isDocument = decoded.document !== undefined;
    if (children.length === 0 && decoded.note === undefined && !isDocument) continue;
    const known = { ...leaf, ...(isDocument && { document: decoded.document }), ...(note !== undefined && { note }), children };
    if (cutOff) return { ...known, state: 'cut off' };
    if (children.length > 0) return { ...known, state: 'decoded' };
    return { ...known, state: isDocument ? 'text' : 'opaque' };
  }
  const state = cutOff ? 'cut off' : text === undefined ? 'opaque' : 'text';
  return { ...leaf, state, ...(note !== undefined && { note }), children: [] };
}

function growAll(decoded: Decoded, place: Place, budget: Budget): Layer[] {
  const children: Layer[] = [];
  for (const part of decoded.parts) {
    const child = grow(part, place, budget);
    if (part.literal === true && child.children.length === 0) continue;
    children.push(child);
  }
  return children;
}
