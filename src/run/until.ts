import { waitUntil } from '../farm/wait-until.ts';

const POLL_MS = 100;

/**
 * Whether a condition came true within the limit. A condition that throws has not come true yet; its last error is
 * thrown when the limit is reached without a single answer.
 */
export async function until(condition: () => Promise<boolean>, limitMs: number): Promise<boolean> {
  const errors: Error[] = [];
  let answers = 0;
  const look = async (): Promise<true | undefined> => {
    try {
      const isTrue = await condition();
      answers += 1;
      return isTrue ? true : undefined;
    } catch (error) {
      errors.push(error instanceof Error ? error : new Error(String(error)));
      return undefined;
    }
  };
  if ((await waitUntil(look, { timeoutMs: limitMs, everyMs: POLL_MS })) === true) return true;
  const lastError = errors.at(-1);
  if (answers === 0 && lastError !== undefined) throw lastError;
  return false;
}
