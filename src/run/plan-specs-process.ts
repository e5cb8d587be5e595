import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import { packageOn, type AppIdentity } from '../ui/app-package.ts';
import { actionAskedBy, listenToPlans, type DeclaredJourney, type DeclaredTest } from './plan-listener.ts';
import type { CarriedAnswer, CarriedQuestion, PlannerMessage, SpecPlanning } from './plan-specs.ts';
import { specFile } from './spec-process.ts';

const [specsFolder, list = '[]'] = z.tuple([z.string(), z.string().optional()]).parse(process.argv.slice(2));

const apps = new Map<string, AppIdentity>();
const journeys = new Map<string, DeclaredJourney>();
/** Tests of the spec that is being read. */
let tests: DeclaredTest[] = [];

letSpecsBeLoaded();
for (const spec of z.array(z.string()).parse(JSON.parse(list))) tell({ type: 'planning', planning: await plan(spec) });
tell({ type: 'all planned' });

process.on('message', (message) => {
  const { id, facts } = message as CarriedQuestion;
  tell({ type: 'carried', id, answer: carriedBy(facts) });
});

function tell(message: PlannerMessage): void {
  process.send?.(message);
}

async function plan(spec: string): Promise<SpecPlanning> {
  let planning: SpecPlanning = { spec, failed: 'it declares no journey' };
  const declaredTests: DeclaredTest[] = [];
  tests = declaredTests;
  listenToPlans((journey) => {
    const { actions, apps: declared, isFamily, consents } = journey;
    journeys.set(spec, journey);
    for (const app of declared) apps.set(app.appName, app);
    const named = declared.map(({ appName, title, packageNames }) => ({ appName, title, packageNames }));
    planning = { spec, actions, apps: named, isFamily, tests: declaredTests, ...(consents === undefined ? {} : { consents }) };
  });
  try {
    await import(pathToFileURL(specFile(specsFolder, spec)).href);
    return planning;
  } catch (error) {
    return { spec, failed: error instanceof Error ? error.message : String(error) };
  }
}

function carriedBy(facts: PhoneFacts): CarriedAnswer {
  try {
    const packages = Object.fromEntries([...apps].flatMap(([name, app]) => {
      const found = packageOn(app, facts);
      return found === undefined ? [] : [[name, found]];
    }));
    const impossible = [...journeys].flatMap(([spec, journey]) => journey.apps.flatMap(({ appName: app }) => journey.actions.flatMap(({ name: action }) => {
      const reason = packages[app] === undefined ? undefined : journey.whyNot?.(action, facts, packages[app]);
      return reason === undefined ? [] : [{ spec, app, action, reason }];
    })));
    return { packages, impossible };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

/** What spec files ask of mocha, without a test ever being run. */
function letSpecsBeLoaded(): void {
  const ignore = (): void => undefined;
  const suite = Object.assign((_title: string, body?: () => void): void => body?.(), { skip: ignore, only: ignore });
  const test = Object.assign((title: string, body?: object): void => {
    const action = body === undefined ? undefined : actionAskedBy(body);
    if (action !== undefined) tests.push({ title, action });
  }, { skip: ignore, only: ignore });
  Object.assign(globalThis, { before: ignore, beforeEach: ignore, after: ignore, afterEach: ignore, describe: suite, context: suite, it: test, specify: test });
}
