import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 100;

/**
 * Whether a condition came true within the limit. A condition that throws has not come true yet; its last error is
 * thrown when the limit is reached without a single answer.
 */
export async function until(condition: () => Promise<boolean>, limitMs: number): Promise<boolean> {
  const deadlineMs = Date.now() + limitMs;
  let answered = false;
  let lastError: Error | undefined;
  do {
    try {
      if (await condition()) return true;
      answered = true;
    } catch (error) {
      lastError = error instanceof Error ? error : new Error(String(error));
    }
    await delay(POLL_MS);
  } while (Date.now() < deadlineMs);
  if (!answered && lastError !== undefined) throw lastError;
  return false;
}
