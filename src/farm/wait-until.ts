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

/** The promise's value, or what `late` throws once the time is up; the promise itself goes on. */
export async function within<T>(promise: Promise<T>, timeoutMs: number, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => { reject(late()); }, timeoutMs);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}
