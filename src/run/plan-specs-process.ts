import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import { packageOn, type AppIdentity } from '../ui/app-package.ts';
import { listenToPlans } from './plan-listener.ts';
import type { PackagesAnswer, PackagesQuestion, PlannerMessage, SpecPlanning } from './plan-specs.ts';
import { specFile } from './spec-process.ts';

const [specsFolder, list = '[]'] = z.tuple([z.string(), z.string().optional()]).parse(process.argv.slice(2));

const apps = new Map<string, AppIdentity>();

letSpecsBeLoaded();
for (const spec of z.array(z.string()).parse(JSON.parse(list))) tell({ type: 'planning', planning: await plan(spec) });
tell({ type: 'all planned' });

process.on('message', (message) => {
  const { id, facts } = message as PackagesQuestion;
  tell({ type: 'packages', id, answer: packagesOn(facts) });
});

function tell(message: PlannerMessage): void {
  process.send?.(message);
}

async function plan(spec: string): Promise<SpecPlanning> {
  let planning: SpecPlanning = { spec, failed: 'it declares no journey' };
  listenToPlans(({ actions, apps: declared, isFamily }) => {
    for (const app of declared) apps.set(app.appName, app);
    planning = { spec, actions, apps: declared.map(({ appName, title, packageNames }) => ({ appName, title, packageNames })), isFamily };
  });
  try {
    await import(pathToFileURL(specFile(specsFolder, spec)).href);
    return planning;
  } catch (error) {
    return { spec, failed: error instanceof Error ? error.message : String(error) };
  }
}

function packagesOn(facts: PhoneFacts): PackagesAnswer {
  try {
    return { packages: Object.fromEntries([...apps].flatMap(([name, app]) => {
      const found = packageOn(app, facts);
      return found === undefined ? [] : [[name, found]];
    })) };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

/** What spec files ask of mocha, without a test ever being run. */
function letSpecsBeLoaded(): void {
  const ignore = (): void => undefined;
  const declaring = Object.assign((): void => undefined, { skip: ignore, only: ignore });
  Object.assign(globalThis, { before: ignore, beforeEach: ignore, after: ignore, afterEach: ignore, describe: declaring, context: declaring, it: declaring, specify: declaring });
}
