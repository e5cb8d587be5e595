import type { Flow } from '../flow/flow.ts';
import type { WindowRecord } from '../flow/window.ts';
import { CLOCK_TOLERANCE_MS, actionAt, hostTime } from './action-spans.ts';

/** Queues outlive a window, but an event said to be older than this explains nothing about what is sent now. */
export const OLDEST_BELIEVED_MS = 30 * 60_000;

/**
 * What an event's own time says of a flow. `act`: it happened during an action. `runner`: it happened while the runner
 * arranged or drained. `earlier`: not long before the window. `stale`: before the window, though it was sent after the
 * window had drained, and later than any known SDK holds an event back. `impossible`: after the flow, or too long ago; whoever
 * states that states nothing.
 */
export type StatedTime = 'act' | 'runner' | 'earlier' | 'stale' | 'impossible';

/** How far the stated time of an event goes to explain the flow that carries it. */
export function judgeTime(eventTimeMs: number, flow: Flow, window: WindowRecord): StatedTime {
  const { startMs, endMs } = hostTime(eventTimeMs, window);
  const spokenMs = lastSpokenMs(flow, window);
  if (startMs > spokenMs + CLOCK_TOLERANCE_MS || endMs < window.startMs - OLDEST_BELIEVED_MS) return 'impossible';
  if (actionAt(eventTimeMs, window) !== undefined) return 'act';
  if (endMs >= window.startMs) return 'runner';
  const drainedMs = window.barriers[0]?.endMs ?? Infinity;
  const isHeldTooLong = spokenMs - endMs > window.drainMs + window.settleMs + CLOCK_TOLERANCE_MS;
  return isHeldTooLong && spokenMs > drainedMs ? 'stale' : 'earlier';
}

/** When the phone last said something in a flow: a connection that stays open speaks when it speaks. */
function lastSpokenMs(flow: Flow, window: WindowRecord): number {
  if (flow.kind === 'http') return flow.startMs;
  return Math.max(flow.startMs, flow.endMs ?? window.endMs);
}
