import { setTimeout as delay } from 'node:timers/promises';

/** How long to wait, and how often to look. */
export interface Patience {
  readonly timeoutMs: number;
  /** Default 50. */
  readonly everyMs?: number;
}

/** Looks until the check gives something; undefined when it never did in time. What the check throws goes through. */
export async function waitUntil<T>(check: () => Promise<T | undefined>, patience: Patience): Promise<T | undefined> {
  const deadlineMs = performance.now() + patience.timeoutMs;
  for (;;) {
    const found = await check();
    if (found !== undefined) return found;
    if (performance.now() >= deadlineMs) return undefined;
    await delay(patience.everyMs ?? 50);
  }
}

/** So many parts a time limit is counted in. */
const PARTS = 10;

/**
 * The promise's value, or what `late` throws once the time is up; the promise itself goes on. Time in which this process was busy with
 * something else, and could not have taken the answer, counts as a tenth of the limit at most.
 */
export async function within<T>(promise: Promise<T>, timeoutMs: number, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    const wait = (parts: number): void => {
      timer = setTimeout(() => { if (parts > 1) wait(parts - 1); else reject(late()); }, timeoutMs / PARTS);
    };
    wait(PARTS);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}
