import type { WindowClock } from '../flow/window.ts';

/**
 * How long a phone is left lying in an action, ms: as long as the slowest SDK that is known keeps events by itself, so that
 * what comes with its clock alone comes within the action.
 */
export function idleMs({ settleMs, drainMs, heldBack = [] }: Pick<WindowClock, 'settleMs' | 'drainMs' | 'heldBack'>): number {
  return Math.max(settleMs, drainMs, ...heldBack.map(({ heldMs }) => heldMs));
}
