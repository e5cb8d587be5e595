import type { Point } from '../view.ts';
import { elementIdOf, isObject, optionalNumber, requireObjects, requireString, type JsonObject } from './body.ts';
import { invalidArgument } from './errors.ts';
import { distance, perform, type Stroke } from './finger.ts';
import { keyEvents } from './typed-keys.ts';
import type { Command, Routes } from './route.ts';
import { centreOf } from './screen.ts';
import type { Session } from './session.ts';

/** The W3C actions command: https://www.w3.org/TR/webdriver2/#actions */
export const actionRoutes: Routes = { 'POST actions': performActions };

/** Something that happens at a moment of the sequence. */
export interface TimedEvent {
  readonly atMs: number;
  /** Absent where only time passes. */
  readonly run?: () => void;
}

/** All sources run side by side, each in its own time; the command ends when the last one does. */
async function performActions({ session, body }: Command): Promise<null> {
  const sources = requireObjects(body, 'actions');
  const pinch = pinchOf(sources, session);
  if (pinch !== undefined) {
    await session.sleep(pinch.durationMs);
    session.display.pinch(pinch.centre, pinch.scale);
    return null;
  }
  const events = sources.flatMap((source) => eventsOf(source, session));
  events.sort((a, b) => a.atMs - b.atMs);
  let nowMs = 0;
  for (const event of events) {
    if (event.atMs > nowMs) await session.sleep(event.atMs - nowMs);
    nowMs = Math.max(nowMs, event.atMs);
    event.run?.();
  }
  return null;
}

function eventsOf(source: JsonObject, session: Session): readonly TimedEvent[] {
  const type = requireString(source, 'type');
  switch (type) {
    case 'pointer':
      return pointerEvents(requireObjects(source, 'actions'), session);
    case 'key':
      return keyEvents(requireObjects(source, 'actions'), session);
    case 'none':
      return pauses(requireObjects(source, 'actions'));
    default:
      throw invalidArgument(`Unknown action type '${type}', expected one of [pointer, key, none]`);
  }
}

interface Pinch {
  readonly centre: Point;
  readonly scale: number;
  readonly durationMs: number;
}

/** Two fingers that are down at the same time and part or meet; several that do not are each taken for themselves. */
function pinchOf(sources: readonly JsonObject[], session: Session): Pinch | undefined {
  const fingers = sources.filter(({ type }) => type === 'pointer').map((source) => strokesOf(requireObjects(source, 'actions'), session));
  const [one, other] = fingers.map(([stroke]) => stroke);
  if (fingers.length !== 2 || one === undefined || other === undefined) return undefined;
  if (one.atMs - one.durationMs >= other.atMs || other.atMs - other.durationMs >= one.atMs) return undefined;
  const [before, after] = [distance(one.from, other.from), distance(one.to, other.to)];
  if (Math.abs(before - after) < PINCH_SLOP_PX) return undefined;
  const centre = { x: Math.round((one.from.x + other.from.x) / 2), y: Math.round((one.from.y + other.from.y) / 2) };
  return { centre, scale: Math.max(1, after) / Math.max(1, before), durationMs: Math.max(one.atMs, other.atMs) };
}

/** `ScaleGestureDetector` asks for more than this before it begins. */
const PINCH_SLOP_PX = 48;

function pauses(actions: readonly JsonObject[]): readonly TimedEvent[] {
  const total = actions.reduce((sum, action) => sum + durationOf(action), 0);
  return [{ atMs: total }];
}

/** Where the finger is, and since when it touches. */
interface Finger {
  readonly at: Point | undefined;
  readonly touch?: { readonly from: Point; readonly sinceMs: number; readonly reachPx: number };
}

function pointerEvents(actions: readonly JsonObject[], session: Session): readonly TimedEvent[] {
  const total = actions.reduce((sum, action) => sum + durationOf(action), 0);
  return [...strokesOf(actions, session).map((stroke) => ({ atMs: stroke.atMs, run: () => perform(stroke, session) })), { atMs: total }];
}

/** What one finger does, each time from touching the glass to leaving it. */
function strokesOf(actions: readonly JsonObject[], session: Session): readonly (Stroke & { readonly atMs: number })[] {
  const strokes: (Stroke & { readonly atMs: number })[] = [];
  let finger: Finger = { at: undefined };
  let nowMs = 0;
  for (const action of actions) {
    nowMs += durationOf(action);
    const type = requireString(action, 'type');
    if (type === 'pointerMove') finger = moved(finger, targetOf(action, finger.at, session));
    else if (type === 'pointerDown') finger = put(finger, nowMs);
    else if (type === 'pointerUp') {
      const stroke = strokeOf(finger, nowMs);
      if (stroke !== undefined) strokes.push({ ...stroke, atMs: nowMs });
      finger = { at: finger.at };
    } else if (type === 'pointerCancel') finger = { at: finger.at };
    else if (type !== 'pause') throw invalidArgument(`Unexpected action item '${type}' of a pointer`);
  }
  return strokes;
}

function put({ at }: Finger, nowMs: number): Finger {
  if (at === undefined) throw invalidArgument('A finger was put down before it was moved to any coordinates');
  return { at, touch: { from: at, sinceMs: nowMs, reachPx: 0 } };
}

function moved({ touch }: Finger, to: Point): Finger {
  if (touch === undefined) return { at: to };
  return { at: to, touch: { ...touch, reachPx: Math.max(touch.reachPx, distance(touch.from, to)) } };
}

function strokeOf({ at, touch }: Finger, nowMs: number): Stroke | undefined {
  if (at === undefined || touch === undefined) return undefined;
  return { from: touch.from, to: at, durationMs: nowMs - touch.sinceMs, reachPx: touch.reachPx };
}

/** Only moves and pauses take time. */
function durationOf(action: JsonObject): number {
  const durationMs = optionalNumber(action, 'duration') ?? 0;
  if (durationMs < 0) throw invalidArgument(`The duration of an action cannot be negative, found ${durationMs}`);
  return action['type'] === 'pause' || action['type'] === 'pointerMove' ? durationMs : 0;
}

/** Coordinates count from the screen's corner, from where the finger is, or from the middle of an element. */
function targetOf(action: JsonObject, at: Point | undefined, session: Session): Point {
  const x = optionalNumber(action, 'x') ?? 0;
  const y = optionalNumber(action, 'y') ?? 0;
  const base = baseOf(action['origin'] ?? 'viewport', at, session);
  return { x: Math.round(base.x + x), y: Math.round(base.y + y) };
}

function baseOf(origin: unknown, at: Point | undefined, session: Session): Point {
  if (origin === 'viewport') return { x: 0, y: 0 };
  if (origin === 'pointer') {
    if (at === undefined) throw invalidArgument('The first move of a finger must use absolute coordinates');
    return at;
  }
  const id = isObject(origin) ? elementIdOf(origin) : typeof origin === 'string' ? origin : undefined;
  if (id === undefined) throw invalidArgument(`An unknown element '${JSON.stringify(origin)}' is the origin of a move`);
  const { bounds } = session.elements.resolve(id, session.look());
  if (bounds.right === bounds.left || bounds.bottom === bounds.top) {
    throw invalidArgument(`The element with id '${id}' has zero width/height`);
  }
  return centreOf(bounds);
}
