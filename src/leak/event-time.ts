import { walkLayers } from '../decode/layer.ts';
import type { JsonObject, Layer } from '../decode/layer.ts';

/**
 * Keys under which SDKs write when an event happened, the most certain first: Sensors `time`, OneTrack `e_ts`, MiStat
 * `ts`, the MIUI analytics service `st`. Sensors' `_flush_time` is when it was sent, and is not among them.
 */
export const EVENT_TIME_KEYS: readonly string[] = ['time', 'e_ts', 'event_time', 'eventTime', 'ts', 'timestamp', 'st'];

// 2001-09-09 and 2100: seconds below and milliseconds above cannot be confused between these bounds.
const EARLIEST_S = 1_000_000_000;
const LATEST_S = 4_102_444_800;
// Deeper than any SDK nests; bounds the recursion.
const MAX_DEPTH = 50;
// Envelope objects in which an SDK keeps what its events have in common.
const HEADER_KEYS: readonly string[] = ['H', 'head', 'header'];

/** A value as ms since the epoch, or undefined when it cannot be one. Accepts s and ms, numbers and numeric strings. */
export function readEpochMs(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{10,13}(\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number') return undefined;
  if (number >= EARLIEST_S && number < LATEST_S) return number * 1000;
  return number >= EARLIEST_S * 1000 && number < LATEST_S * 1000 ? number : undefined;
}

/**
 * The time of the event a layer belongs to: from the innermost JSON object around it that states one. What stands in
 * the envelope of several events belongs to all of them; the time there is when they were sent, and is not taken.
 */
export function eventTimeAround(layer: Layer): number | undefined {
  for (const [index, object] of layer.objects.entries()) {
    const time = timeOf(object) ?? timeOfHeader(object);
    if (time === undefined) continue;
    const parent = layer.objects[index + 1];
    const isHeader = parent !== undefined && Object.values(parent).includes(object);
    return holdsEvents(object) || (isHeader && holdsEvents(parent)) ? undefined : time;
  }
  return undefined;
}

function holdsEvents(object: JsonObject): boolean {
  return Object.values(object).some((value) => Array.isArray(value) && timesIn(value, 0).length > 0);
}

/** The times of all events stated in a flow, one for each event object, in the order they stand. */
export function eventTimes(layers: readonly Layer[]): readonly number[] {
  const times: number[] = [];
  for (const layer of walkLayers(layers)) {
    if (layer.document !== undefined) times.push(...timesIn(layer.document, 0));
  }
  return times;
}

/**
 * Whether a flow carries an event that states no time of its own beside others, or in an envelope whose time is that of
 * its sending. What `isKnown` recognises is left out.
 */
export function hasUndatedEvents(layers: readonly Layer[], isKnown: (event: JsonObject) => boolean): boolean {
  for (const { document } of walkLayers(layers)) {
    if (document !== undefined && holdsUndated(document, { isKnown, isInEnvelope: false, depth: 0 })) return true;
  }
  return false;
}

interface UndatedSearch {
  readonly isKnown: (event: JsonObject) => boolean;
  /** An object around it states a time. */
  readonly isInEnvelope: boolean;
  readonly depth: number;
}

function holdsUndated(value: unknown, search: UndatedSearch): boolean {
  if (search.depth > MAX_DEPTH || typeof value !== 'object' || value === null) return false;
  const inner: UndatedSearch = { ...search, depth: search.depth + 1 };
  if (Array.isArray(value)) {
    const events = value.filter(isObject);
    const isList = events.length > 1 || search.isInEnvelope;
    if (isList && events.some((event) => timesIn(event, inner.depth).length === 0 && !search.isKnown(event))) return true;
    return value.some((item) => holdsUndated(item, inner));
  }
  if (!isObject(value)) return false;
  const isInEnvelope = timeOf(value) !== undefined || timeOfHeader(value) !== undefined;
  return Object.values(value).some((item) => holdsUndated(item, { ...inner, isInEnvelope }));
}

function timesIn(value: unknown, depth: number): number[] {
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(value)) return value.flatMap((item) => timesIn(item, depth + 1));
  if (!isObject(value)) return [];
  const inner = Object.values(value).filter((item) => typeof item === 'object' && item !== null);
  // The time of an envelope is when it was sent; the events in its arrays know better.
  const ofEvents = inner.filter(Array.isArray).flatMap((item) => timesIn(item, depth + 1));
  if (ofEvents.length > 0) return ofEvents;
  const own = timeOf(value) ?? timeOfHeader(value);
  return own === undefined ? inner.flatMap((item) => timesIn(item, depth + 1)) : [own];
}

function timeOf(object: JsonObject): number | undefined {
  for (const key of EVENT_TIME_KEYS) {
    const time = readEpochMs(object[key]);
    if (time !== undefined) return time;
  }
  return undefined;
}

function timeOfHeader(object: JsonObject): number | undefined {
  for (const key of HEADER_KEYS) {
    const header = object[key];
    const time = isObject(header) ? timeOf(header) : undefined;
    if (time !== undefined) return time;
  }
  return undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
