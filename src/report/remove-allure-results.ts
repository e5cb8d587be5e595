import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readWhole } from './allure-test-results.ts';

const pair = z.looseObject({ name: z.string(), value: z.unknown() });
const resultSchema = z.looseObject({ labels: z.array(pair).default([]), parameters: z.array(pair).default([]) });

/** Removes the Allure results of a piece of work that is going to be performed anew: two of one test would be shown as a retry. What was left half written goes too. */
export function removeAllureResults(results: string, { device, spec }: { readonly device: string; readonly spec: string }): void {
  for (const name of readdirSync(results).filter((file) => file.endsWith('-result.json'))) {
    const path = join(results, name);
    const json = readWhole(path);
    if (json === undefined) rmSync(path);
    const parsed = resultSchema.safeParse(json);
    if (!parsed.success) continue;
    const { labels, parameters } = parsed.data;
    const isSpec = labels.some((label) => label.name === 'suite' && label.value === spec);
    if (isSpec && parameters.some((parameter) => parameter.name === 'phone' && parameter.value === device)) rmSync(path);
  }
}
