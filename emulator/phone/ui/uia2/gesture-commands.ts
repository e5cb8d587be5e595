import type { Bounds, Point, ViewNode } from '../view.ts';
import { elementIdOf, optionalNumber, optionalObject, requireNumber, requireString, type JsonObject } from './body.ts';
import { elementOf } from './element-commands.ts';
import { invalidArgument, invalidSelector, noSuchElement } from './errors.ts';
import { distance, LONG_PRESS_MS, opposite, perform, swipe, swipeThrough, type Direction } from './finger.ts';
import { findOne } from './find.ts';
import type { Command, Routes } from './route.ts';
import { centreOf } from './screen.ts';
import { scrollTo } from './ui-scrollable.ts';
import { matchOne, type UiSelector } from './ui-selector.ts';
import { parseUiAutomator } from './ui-selector-parser.ts';

/** The driver's `mobile: …Gesture` commands. */
export const gestureRoutes: Routes = {
  'POST appium/gestures/click': clickAt,
  'POST appium/gestures/double_click': doubleClickAt,
  'POST appium/gestures/long_click': longClickAt,
  'POST appium/gestures/drag': drag,
  'POST appium/gestures/swipe': async (command) => {
    await swipeArea(command, { direction: directionOf(command), percent: percentOf(command, 1) });
    return null;
  },
  'POST appium/gestures/scroll': scroll,
  'POST appium/gestures/fling': async (command) => {
    return await movesScreen(command, () => flingArea(command));
  },
  'POST appium/gestures/pinch_open': (command) => pinch(command, 'open'),
  'POST appium/gestures/pinch_close': (command) => pinch(command, 'close'),
  'POST gestures/scroll_to': scrollToSelector,
  'POST appium/element/:id/scroll_to/:id2': scrollToElement,
};

/** Speeds of UiObject2's gestures. */
const SWIPE_DP_PER_S = 5000;
const FLING_DP_PER_S = 7500;
const DRAG_DP_PER_S = 2500;
const PINCH_DP_PER_S = 1000;
/** UiObject2 keeps its gestures off the rim of an element by a tenth of it. */
const MARGIN = 0.1;

/** A tap on the middle of an element, on a point of it, or on a point of the screen. */
export function clickAt(command: Command): null {
  command.session.display.tap(targetOf(command, 'Click'));
  return null;
}

/** Two taps at once, placed as `clickAt` does. */
export function doubleClickAt(command: Command): null {
  command.session.display.doubleTap(targetOf(command, 'Double click'));
  return null;
}

/** A tap that lasts, placed as `clickAt` does. */
export async function longClickAt(command: Command): Promise<null> {
  const point = targetOf(command, 'Long click');
  const durationMs = optionalNumber(command.body, 'duration') ?? LONG_PRESS_MS;
  if (durationMs < 0) throw invalidArgument('Long click duration cannot be negative');
  await command.session.sleep(durationMs);
  perform({ from: point, to: point, durationMs, reachPx: 0 }, command.session);
  return null;
}

/** A drag begins with a long press, which is what picks something up. */
async function drag(command: Command): Promise<null> {
  const { session, body } = command;
  const origin = originOf(command);
  const start = optionalObject(body, 'start');
  if (origin === undefined && start === undefined) {
    throw invalidArgument('The starting point coordinates must be provided if element is not set');
  }
  const end = optionalObject(body, 'end');
  if (end === undefined) throw invalidArgument("Expected 'end' to be an object, found nothing");
  const from = start === undefined && origin !== undefined ? centreOf(origin) : offsetBy(origin, start ?? {});
  await session.sleep(LONG_PRESS_MS);
  const to = pointOf(end);
  const durationMs = Math.round((distance(from, to) / Math.max(1, speedOf(command, DRAG_DP_PER_S))) * 1000);
  await session.sleep(durationMs);
  session.display.drag(from, to, durationMs);
  return null;
}

/** True while there was still something to scroll. */
async function scroll(command: Command): Promise<boolean> {
  const direction = opposite(directionOf(command));
  let percent = requireNumber(command.body, 'percent');
  if (percent < 0) throw invalidArgument('Percent must be greater than 0.0f');
  for (; percent > 0; percent -= 1) {
    const segment = Math.min(percent, 1);
    if (!(await movesScreen(command, () => swipeArea(command, { direction, percent: segment })))) return false;
  }
  return true;
}

/**
 * Two fingers part or meet in the middle of an area. UiObject2 lets each go `percent` of half the area's diagonal; the
 * closest they come to each other is what is left of it.
 */
async function pinch(command: Command, how: 'open' | 'close'): Promise<null> {
  const area = areaOf(command, 'pinch');
  const percent = percentOf(command);
  const speed = speedOf(command, PINCH_DP_PER_S);
  const half = Math.hypot(area.right - area.left, area.bottom - area.top) / 2;
  await command.session.sleep(Math.round(((half * percent) / Math.max(1, speed)) * 1000));
  const wide = 1 / Math.max(NARROWEST, 1 - percent);
  command.session.display.pinch(centreOf(area), how === 'open' ? wide : 1 / wide);
  return null;
}

/** Fingers are never nearer to each other than a fifth of where they may part to. */
const NARROWEST = 0.2;

async function flingArea(command: Command): Promise<void> {
  const { session } = command;
  const { from, to } = swipeThrough(areaOf(command), opposite(directionOf(command)), 1);
  const durationMs = Math.round((distance(from, to) / Math.max(1, speedOf(command, FLING_DP_PER_S))) * 1000);
  await session.sleep(durationMs);
  session.display.fling(from, to, durationMs);
}

function scrollToSelector(command: Command): null {
  const { session, body } = command;
  const params = optionalObject(body, 'params') ?? {};
  const container = originSelector(command) ?? SCROLLABLE;
  const wanted = selectorOf(requireString(params, 'strategy'), requireString(params, 'selector'));
  const maxSwipes = optionalNumber(params, 'maxSwipes');
  const found = scrollTo(wanted, { container, maxSwipes }, { display: session.display, look: () => session.look() });
  if (!found) throw noSuchElement(`Cannot scroll to ${requireString(params, 'selector')}`);
  return null;
}

/** The wanted element may have been scrolled away, so that only its key is known; it is looked for by that. */
function scrollToElement(command: Command): null {
  const { session, parameters } = command;
  const container = elementOf(command);
  const wanted = session.elements.keyOf(parameters['id2'] ?? '');
  const isThere = (): boolean => holdsKey(session.display.root(), wanted);
  for (let swipes = 0; swipes < 30 && !isThere() && session.display.scroll(container.view.key, 'up'); swipes += 1);
  for (let swipes = 0; swipes < 30 && !isThere() && session.display.scroll(container.view.key, 'down'); swipes += 1);
  if (!isThere()) throw noSuchElement('Cannot scroll to the element');
  return null;
}

function holdsKey(view: ViewNode, key: string): boolean {
  return (view.key === key && view.displayed) || view.children.some((child) => holdsKey(child, key));
}

const SCROLLABLE: UiSelector = { criteria: [{ method: 'scrollable', value: true }] };

function originSelector(command: Command): UiSelector | undefined {
  const id = elementIdOf(optionalObject(command.body, 'origin'));
  if (id === undefined) return undefined;
  const { view } = command.session.elements.resolve(id, command.session.look());
  const { root } = command.session.look();
  const byClass: UiSelector = { criteria: [{ method: 'className', value: view.className }] };
  for (let instance = 0; ; instance += 1) {
    const found = matchOne({ ...byClass, instance }, root);
    if (found === undefined) throw noSuchElement();
    if (found.view.key === view.key) return { ...byClass, instance };
  }
}

function selectorOf(strategy: string, selector: string): UiSelector {
  switch (strategy) {
    case 'accessibility id':
      return { criteria: [{ method: 'description', value: selector }] };
    case 'class name':
      return { criteria: [{ method: 'className', value: selector }] };
    case '-android uiautomator': {
      const [statement] = parseUiAutomator(selector);
      if (statement?.kind === 'selector') return statement.selector;
      throw invalidSelector(`Expected a UiSelector to scroll to, found ${selector}`);
    }
    default:
      throw invalidArgument(
        `Unsupported strategy: '${strategy}'. The only supported strategies are: [accessibility id, class name, -android uiautomator].`,
      );
  }
}

interface Move {
  readonly direction: Direction;
  readonly percent: number;
}

async function swipeArea(command: Command, move: Move): Promise<void> {
  const { from, to } = swipeThrough(areaOf(command), move.direction, move.percent);
  await swipe(from, to, speedOf(command, SWIPE_DP_PER_S), command.session);
}

/** Whether anything on the screen is elsewhere after the movement. */
async function movesScreen({ session }: Command, move: () => Promise<void>): Promise<boolean> {
  const before = fingerprint(session.display.root());
  await move();
  return fingerprint(session.display.root()) !== before;
}

function fingerprint(view: ViewNode): string {
  const { left, top, right, bottom } = view.bounds;
  return `${view.key}@${left},${top},${right},${bottom}:${view.text}(${view.children.map(fingerprint).join()})`;
}

/** Where a click goes: a point, the middle of an element, or a point of an element. */
function targetOf(command: Command, gesture: string): Point {
  const offset = optionalObject(command.body, 'offset');
  const origin = originOf(command);
  if (origin === undefined) {
    if (offset === undefined) throw invalidArgument(`${gesture} offset coordinates must be provided if element is not set`);
    return pointOf(offset);
  }
  return offset === undefined ? centreOf(origin) : offsetBy(origin, offset);
}

/** What of the gesture's element is on the glass, or undefined when the command names none. */
function originOf({ session, body }: Command): Bounds | undefined {
  const id = elementIdOf(optionalObject(body, 'origin'));
  if (id !== undefined) return session.elements.resolve(id, session.look()).bounds;
  const locator = optionalObject(body, 'locator');
  if (locator === undefined) return undefined;
  return findOne(
    { strategy: requireString(locator, 'strategy'), selector: requireString(locator, 'selector') },
    session,
  ).bounds;
}

function areaOf(command: Command, gesture?: 'pinch'): Bounds {
  const origin = originOf(command);
  if (origin !== undefined) return withinMargins(origin);
  const area = optionalObject(command.body, 'area');
  if (area === undefined) throw invalidArgument(`The ${gesture === undefined ? '' : `${gesture} `}area coordinates must be provided if element is not set`);
  const left = requireNumber(area, 'left');
  const top = requireNumber(area, 'top');
  return { left, top, right: left + requireNumber(area, 'width'), bottom: top + requireNumber(area, 'height') };
}

function withinMargins({ left, top, right, bottom }: Bounds): Bounds {
  const [x, y] = [Math.trunc((right - left) * MARGIN), Math.trunc((bottom - top) * MARGIN)];
  return { left: left + x, top: top + y, right: right - x, bottom: bottom - y };
}

function directionOf({ body }: Command): Direction {
  const asked = requireString(body, 'direction').toLowerCase();
  if (asked === 'up' || asked === 'down' || asked === 'left' || asked === 'right') return asked;
  throw invalidArgument(`Direction must be one of [up, down, left, right]. '${asked}' is given instead`);
}

function percentOf({ body }: Command, most = 1): number {
  const percent = requireNumber(body, 'percent');
  if (percent < 0 || percent > most) throw invalidArgument('Percent must be between 0.0f and 1.0f');
  return percent;
}

/** Given speeds are in pixels a second already. */
function speedOf({ session, body }: Command, defaultDpPerS: number): number {
  const speed = optionalNumber(body, 'speed') ?? Math.trunc(defaultDpPerS * session.pixelRatio());
  if (speed < 0) throw invalidArgument('Speed cannot be negative');
  return speed;
}

function offsetBy(origin: Bounds | undefined, offset: JsonObject): Point {
  const point = pointOf(offset);
  return origin === undefined ? point : { x: origin.left + point.x, y: origin.top + point.y };
}

function pointOf(value: JsonObject): Point {
  return { x: Math.trunc(requireNumber(value, 'x')), y: Math.trunc(requireNumber(value, 'y')) };
}
