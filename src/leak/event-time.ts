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
 * The time of the event a value belongs to: from the innermost JSON object around it that states one. What stands in
 * the envelope of several events belongs to all of them; the time there is when they were sent, and is not taken.
 *
 * @param objects The objects around the value, innermost first.
 */
export function eventTimeAround(objects: readonly JsonObject[]): number | undefined {
  for (const [index, object] of objects.entries()) {
    const time = timeOf(object) ?? timeOfHeader(object);
    if (time === undefined) continue;
    const parent = objects[index + 1];
    const isHeader = parent !== undefined && Object.values(parent).includes(object);
    return holdsEvents(object) || (isHeader && holdsEvents(parent)) ? undefined : time;
  }
  return undefined;
}

// Asked for every value found in one object, and the object may hold a hundred thousand events.
const EVENTS_HELD = new WeakMap<JsonObject, boolean>();

function holdsEvents(object: JsonObject): boolean {
  const known = EVENTS_HELD.get(object);
  if (known !== undefined) return known;
  const holds = Object.values(object).some((value) => Array.isArray(value) && statesTime(value, 0));
  EVENTS_HELD.set(object, holds);
  return holds;
}

/** The times of all events stated in a flow, one for each event object, in the order they stand. */
export function eventTimes(layers: readonly Layer[]): readonly number[] {
  const times: number[] = [];
  for (const { documents } of walkLayers(layers)) {
    for (const document of documents) addTimes(document, 0, times);
  }
  return times;
}

/**
 * Whether a flow carries an event that states no time of its own beside others, or in an envelope whose time is that of
 * its sending. What `isKnown` recognises is left out.
 */
export function hasUndatedEvents(layers: readonly Layer[], isKnown: (event: JsonObject) => boolean): boolean {
  for (const { documents } of walkLayers(layers)) {
    if (documents.some((document) => holdsUndated(document, { isKnown, isInEnvelope: false, depth: 0 }))) return true;
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
    if (isList && events.some((event) => !statesTime(event, inner.depth) && !search.isKnown(event))) return true;
    return value.some((item) => holdsUndated(item, inner));
  }
  if (!isObject(value)) return false;
  const isInEnvelope = timeOf(value) !== undefined || timeOfHeader(value) !== undefined;
  return Object.values(value).some((item) => holdsUndated(item, { ...inner, isInEnvelope }));
}

// Every value is visited once: a list that is looked into twice at each depth would be looked into 2^depth times.
function addTimes(value: unknown, depth: number, times: number[]): void {
  if (depth > MAX_DEPTH) return;
  if (Array.isArray(value)) {
    for (const item of value) addTimes(item, depth + 1, times);
    return;
  }
  if (!isObject(value)) return;
  // The time of an envelope is when it was sent; the events in its arrays know better.
  const before = times.length;
  for (const item of Object.values(value)) if (Array.isArray(item)) addTimes(item, depth + 1, times);
  if (times.length > before) return;
  const own = timeOf(value) ?? timeOfHeader(value);
  if (own !== undefined) {
    times.push(own);
    return;
  }
  for (const item of Object.values(value)) if (!Array.isArray(item)) addTimes(item, depth + 1, times);
}

/** Whether anything in a value states a time. */
function statesTime(value: unknown, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  if (Array.isArray(value)) return value.some((item) => statesTime(item, depth + 1));
  if (!isObject(value)) return false;
  return timeOf(value) !== undefined || timeOfHeader(value) !== undefined || Object.values(value).some((item) => statesTime(item, depth + 1));
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
