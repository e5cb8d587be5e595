import type { Placed } from '../../ui/layout/box.ts';
import type { Effects } from '../app-definition.ts';
import { fill } from '../template.ts';
import { scopeWith } from './screen.ts';
import { scrollKeyOf, TRAITS, type View } from './views.ts';

export type Direction = 'up' | 'down' | 'left' | 'right';

/** A step leaves this much of the old content in sight. */
const STEP_OF_VIEWPORT = 0.8;

/** Moves a list's content; false when it is no list or was at its end already. */
export function scrollBy(view: Placed<View>, distancePx: number): boolean {
  const { spec, screen } = view.content;
  const key = scrollKeyOf(view.content);
  if (TRAITS[spec.type].arrangement !== 'scroll' || screen === undefined) return false;
  const before = Math.min(screen.scrolled.get(key) ?? 0, view.overflowPx);
  const after = Math.max(0, Math.min(view.overflowPx, before + distancePx));
  screen.scrolled.set(key, after);
  return after !== before;
}

/** SwipeRefreshLayout (androidx): the circle follows half the finger's way and lets go of it after 64 dp; here at 440 dpi. */
const PULL_PX = 352;

/** What a list's data says of its end having come into sight, or of being pulled down at its beginning; nothing otherwise. */
export function edgeEffects(view: Placed<View>, distancePx: number, moved: boolean): Effects {
  const { spec, screen } = view.content;
  const atPx = screen?.scrolled.get(scrollKeyOf(view.content)) ?? 0;
  if (distancePx > 0 && atPx >= view.overflowPx) return spec.onEnd ?? [];
  return distancePx <= -PULL_PX && !moved && atPx === 0 ? (spec.onPull ?? []) : [];
}

/** How long a flung list goes on, at the mean of its speeds: it slows down until it stands. */
const FLING_MS = 400;
/** `ViewConfiguration.getScaledMaximumFlingVelocity()` at 440 dpi: 8000 dp a second. */
const MOST_PX_PER_MS = 22;

/** How far a list goes on by itself when a finger left it at full speed. */
export function flingPx(distancePx: number, durationMs: number): number {
  const speed = Math.max(-MOST_PX_PER_MS, Math.min(MOST_PX_PER_MS, distancePx / Math.max(1, durationMs)));
  return Math.round(speed * FLING_MS);
}

/** One step of a list, one page of a pager; `perform` does what the pager's data says of a turned page. */
export function scrollStep(view: Placed<View>, direction: Direction, perform: (effects: Effects, view: View) => void): boolean {
  if (view.content.spec.type === 'pager') return turnPage(view.content, direction, perform);
  if (direction === 'left' || direction === 'right') return false;
  const stepPx = Math.round((view.bounds.bottom - view.bounds.top) * STEP_OF_VIEWPORT);
  return scrollBy(view, direction === 'down' ? stepPx : -stepPx);
}

function turnPage(view: View, direction: Direction, perform: (effects: Effects, view: View) => void): boolean {
  const { spec: { pages, onPage }, scope, screen } = view;
  if (pages === undefined || screen === undefined || direction === 'up' || direction === 'down') return false;
  const from = Number(scope.lookUp(pages.name) ?? 0);
  const to = direction === 'right' ? from + 1 : from - 1;
  if (to < 0 || to >= Number(fill(pages.count, scope))) return false;
  screen.set(pages.name, to);
  perform(onPage ?? [], { ...view, scope: scopeWith(scope, 'page', { from: from + 1, to: to + 1 }) });
  return true;
}
