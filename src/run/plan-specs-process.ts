import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { listenToPlans } from './plan-listener.ts';
import type { SpecPlanning } from './plan-specs.ts';
import { specFile } from './spec-process.ts';

const [specsFolder, list = '[]'] = z.tuple([z.string(), z.string().optional()]).parse(process.argv.slice(2));

// What spec files ask of mocha, without a test ever being run.
const ignore = (): void => undefined;
Object.assign(globalThis, { before: ignore, describe: ignore, it: ignore });

for (const spec of z.array(z.string()).parse(JSON.parse(list))) {
  const answer = await plan(spec);
  process.send?.(answer);
}
process.disconnect();

async function plan(spec: string): Promise<SpecPlanning> {
  let planning: SpecPlanning = { spec, failed: 'it declares no journey' };
  listenToPlans((actions) => { planning = { spec, actions }; });
  try {
    await import(pathToFileURL(specFile(specsFolder, spec)).href);
    return planning;
  } catch (error) {
    return { spec, failed: error instanceof Error ? error.message : String(error) };
  }
}
