import type { WindowClock } from '../flow/window.ts';
import { QUIET_LIMIT_FACTOR } from './barrier.ts';
import { idleMs } from './idle.ts';

/**
 * Besides listening: taps and the waiting for views and post-conditions, a driver that is started or does not answer,
 * a window judged on a slow machine.
 */
const WORK_MS = 10 * 60_000;

/** How long a spec process may take until it first says how long it listens. */
export const START_PATIENCE_MS = WORK_MS;

/**
 * Longest time between two signs of life of a spec process that is well. It speaks at each action: in between lie at
 * most the settle times of one action, the time it lets the phone lie, the barriers before and after its act, and the opening of a
 * further window. However many
 * actions and windows a spec has, one that hangs is noticed after this time, and one that works is never ended.
 */
export function patienceMs(clock: Pick<WindowClock, 'settleMs' | 'drainMs' | 'heldBack'>): number {
  return QUIET_LIMIT_FACTOR * (4 * clock.settleMs + 2 * clock.drainMs) + idleMs(clock) + WORK_MS;
}
