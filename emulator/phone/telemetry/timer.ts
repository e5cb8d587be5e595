import { MAX_TIMER_MS } from '../profile/marks.ts';

/** Calls back after a time; what no timer can wait for waits as long as one can. */
export function after(ms: number, callback: () => void): NodeJS.Timeout {
  return setTimeout(callback, Math.min(ms, MAX_TIMER_MS));
}
