import type { Bounds, Point } from '../view.ts';
import type { Session } from './session.ts';

export type Direction = 'up' | 'down' | 'left' | 'right';

/** `ViewConfiguration.getLongPressTimeout()` of Android 9. */
export const LONG_PRESS_MS = 500;
/** `ViewConfiguration.getScaledTouchSlop()`: a finger that moved less has not moved. */
const TOUCH_SLOP_DP = 8;

/** What one finger did between touching the glass and leaving it. */
export interface Stroke {
  readonly from: Point;
  readonly to: Point;
  readonly durationMs: number;
  /** Furthest from where it began, in px: a finger may come back. */
  readonly reachPx: number;
}

/** Hands a finished stroke to the display as what Android takes it for: a tap, a long press or a swipe. */
export function perform(stroke: Stroke, session: Session): void {
  const { display } = session;
  if (stroke.reachPx >= TOUCH_SLOP_DP * session.pixelRatio()) display.swipe(stroke.from, stroke.to, stroke.durationMs);
  else if (stroke.durationMs >= LONG_PRESS_MS) display.longPress(stroke.from);
  else display.tap(stroke.from);
}

/** Moves a finger in a straight line; takes as long as that takes. */
export async function swipe(from: Point, to: Point, speedPxPerS: number, session: Session): Promise<void> {
  const reachPx = distance(from, to);
  const durationMs = Math.round((reachPx / Math.max(1, speedPxPerS)) * 1000);
  await session.sleep(durationMs);
  session.display.swipe(from, to, durationMs);
}

/** Start and end of a swipe through an area, `percent` (0 to 1) of its length, as UiAutomator places it. */
export function swipeThrough(
  area: Bounds,
  direction: Direction,
  percent: number,
): { readonly from: Point; readonly to: Point } {
  const x = (area.left + area.right) >> 1;
  const y = (area.top + area.bottom) >> 1;
  const width = Math.trunc((area.right - area.left) * percent);
  const height = Math.trunc((area.bottom - area.top) * percent);
  switch (direction) {
    case 'left':
      return { from: { x: area.right - 1, y }, to: { x: area.right - width, y } };
    case 'right':
      return { from: { x: area.left, y }, to: { x: Math.min(area.left + width, area.right - 1), y } };
    case 'up':
      return { from: { x, y: area.bottom - 1 }, to: { x, y: area.bottom - height } };
    case 'down':
      return { from: { x, y: area.top }, to: { x, y: Math.min(area.top + height, area.bottom - 1) } };
  }
}

/** To see more of what lies below, the finger goes up. */
export function opposite(direction: Direction): Direction {
  return ({ up: 'down', down: 'up', left: 'right', right: 'left' } as const)[direction];
}

/** Distance between two points in px. */
export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
