import { within } from '../../farm/wait-until.ts';
import type { AppCode } from '../../flow/app-code.ts';
import { EarshotError } from '../../flow/errors.ts';
import { firstAnswer, startThread } from '../../flow/typescript-thread.ts';
import type { ApkBytes } from './read-app.ts';
import type { ReadAnswer } from './read-app-worker.ts';

/** What reading one app may take: a browser has 60 MB of it. */
const MOST_MEMORY_MB = 2_048;

/**
 * Reads an app's APKs in a thread of its own, so that the run's clocks go on, and an APK made to be never-ending or endlessly large costs
 * itself alone.
 *
 * @throws {EarshotError} PHONE_REFUSED when the APKs cannot be read, or not in time.
 */
export async function readAppApart(apks: readonly ApkBytes[], limitMs: number): Promise<AppCode> {
  const worker = startThread(new URL('./read-app-worker.ts', import.meta.url), { workerData: apks, resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB } });
  const what = `read ${apks.map(({ path }) => path).join(', ')}`;
  try {
    const answer = await within(firstAnswer<ReadAnswer>(worker), limitMs, () => new EarshotError('PHONE_REFUSED', `${what}, found no end within ${limitMs / 1000} s, expected one`));
    if ('code' in answer) return answer.code;
    throw new EarshotError('PHONE_REFUSED', `${what}, found that ${answer.failed}, expected an APK`);
  } finally {
    await worker.terminate();
  }
}
