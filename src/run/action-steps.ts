import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const windowSchema = z.object({
  actions: z.array(
    z.object({
      name: z.string(),
      arrange: z.object({ startMs: z.number() }).exactOptional(),
      screenshots: z.array(z.string()),
      steps: z.array(z.object({ title: z.string(), startMs: z.number(), endMs: z.number(), error: z.string().exactOptional() })),
    }),
  ),
});

/** What was done for one action, ready to be told. */
export interface ActionSteps {
  readonly steps: readonly { readonly title: string; readonly failed: boolean }[];
  readonly screenshots: readonly string[];
}

/** The steps of an action from the window's record; empty when there is no window. */
export function actionSteps(evidenceFolder: string, action: string): ActionSteps {
  const file = join(evidenceFolder, 'window.json');
  if (!existsSync(file)) return { steps: [], screenshots: [] };
  const record = windowSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).actions.find(({ name }) => name === action);
  if (record === undefined) return { steps: [], screenshots: [] };
  const zeroMs = record.arrange?.startMs ?? record.steps[0]?.startMs ?? 0;
  return {
    screenshots: record.screenshots,
    steps: record.steps.map(({ title, startMs, endMs, error }) => ({
      title: `+${((startMs - zeroMs) / 1000).toFixed(2)} s  ${title} (${Math.round(endMs - startMs)} ms)${error === undefined ? '' : `: ${error}`}`,
      failed: error !== undefined,
    })),
  };
}
