import { setTimeout as delay } from 'node:timers/promises';

/** The longest an SDK of the table, or of the planted leaks, keeps an event without a trigger: an hour. */
const HELD_BACK_S = 3_600;
const TELL_EVERY_MS = 60_000;

/** What listening at the end of a phone's run takes. */
export interface FinalListening {
  readonly seconds: number;
  /** Ends the listening at once. */
  readonly interrupted: AbortSignal;
  readonly say: (message: string) => void;
}

/** How long a run listens at its end unless it is told: an hour by the SDKs' clocks, and not at all where it is partial. */
export function listenSeconds(run: { readonly isPartial: boolean; readonly timeScale: number }): number {
  return run.isPartial ? 0 : Math.ceil(HELD_BACK_S * run.timeScale);
}

/**
 * Waits for what was held back beyond every barrier while the recorder goes on recording; whoever judges then searches
 * all that came for what each window planted. Says how long it takes.
 */
export async function listenFinally({ seconds, interrupted, say }: FinalListening): Promise<void> {
  if (seconds <= 0 || interrupted.aborted) return;
  say(`listening ${describe(seconds)} for what was held back beyond every barrier (--listen)`);
  const endMs = performance.now() + seconds * 1000;
  for (let leftMs = seconds * 1000; leftMs > 0; leftMs = endMs - performance.now()) {
    if (leftMs < seconds * 1000) say(`listening, ${describe(Math.ceil(leftMs / 1000))} to go`);
    if (await isCutShort(Math.min(leftMs, TELL_EVERY_MS), interrupted)) return;
  }
}

async function isCutShort(waitMs: number, interrupted: AbortSignal): Promise<boolean> {
  try {
    await delay(waitMs, undefined, { signal: interrupted });
    return false;
  } catch {
    return true;
  }
}

function describe(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
