import { setTimeout as delay } from 'node:timers/promises';
import type { Flow } from '../flow/flow.ts';

const POLL_MS = 50;

/** What waiting for quiet needs to see. */
export interface FlowSource {
  flows(): readonly Flow[];
}

/**
 * Waits until `quietMs` have passed since `sinceMs` and since the last thing that happened on the wire, so that an
 * event an SDK held back still falls into the action that caused it.
 *
 * @returns The time it stopped waiting. Gives up at `sinceMs + limitMs`: a phone that never stops talking is judged
 * by what it said.
 */
export async function waitForQuiet(
  source: FlowSource,
  wait: { readonly sinceMs: number; readonly quietMs: number; readonly limitMs: number },
): Promise<number> {
  for (;;) {
    const nowMs = Date.now();
    const lastActivityMs = source.flows().reduce((latest, flow) => Math.max(latest, activityMs(flow)), wait.sinceMs);
    if (nowMs - lastActivityMs >= wait.quietMs || nowMs - wait.sinceMs >= wait.limitMs) return nowMs;
    await delay(Math.min(POLL_MS, wait.quietMs));
  }
}

/**
 * When something last happened in a flow. A request that waits for its answer is not activity: a server that never
 * answers must not hold the window open.
 */
function activityMs(flow: Flow): number {
  const spokenMs = [...(flow.messages ?? []), ...(flow.tunnel?.sendings ?? [])].at(-1)?.atMs ?? flow.startMs;
  return Math.max(flow.endMs ?? flow.startMs, spokenMs);
}
