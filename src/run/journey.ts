import type { ConsentSetup } from '../flow/consent.ts';
import { EarshotError } from '../flow/errors.ts';
import type { SpecRun } from '../flow/spec-run.ts';
import type { Control, Verdict } from '../flow/verdict.ts';
import { chosenActions } from './chosen-actions.ts';
import { isOnlyPlanned } from './plan-listener.ts';
import { announcePlan, performOnThisPhone } from './perform-on-this-phone.ts';
import type { ActionAbout, ActionPlan, AppClass, AppUnderTest, Performance, PlannedJourney, Scene } from './planned-journey.ts';
import { readSpecRun } from './spec-run-file.ts';

export type { AppClass, AppUnderTest, Performance, Scene } from './planned-journey.ts';

/** The kinds of action a journey in an app is made of. */
export interface Kinds<App extends AppUnderTest> {
  /** An action that must be silent. */
  readonly action: (about: ActionAbout, perform: (scene: Scene<App>) => Performance) => ActionPlan<App>;
  /** The same touch on nothing: what is sent then is sent because the screen was touched. */
  readonly sham: (perform: (scene: Scene<App>) => Performance) => ActionPlan<App>;
  /** A legitimate action of the same app whose traffic to `seenAt` must be seen, or the window says nothing. */
  readonly control: (about: { readonly seenAt: string }, perform: (scene: Scene<App>) => Performance) => ActionPlan<App>;
}

function kinds<App extends AppUnderTest>(): Kinds<App> {
  return {
    action: (about, perform) => ({ kind: 'action', ...about, perform }),
    sham: (perform) => ({ kind: 'sham', perform }),
    control: (about, perform) => ({ kind: 'control', seenAt: about.seenAt, perform }),
  };
}

/** A sequence of actions in one app, observed through one window. */
export interface Journey<Name extends string = string> {
  readonly title: string;
  readonly actions: readonly Name[];
  /**
   * The verdict, or for a control its result; undefined for an action that this run leaves out. Only after the hook
   * that performs the journey has run.
   */
  judged(name: Name): Verdict | Control | undefined;
  /** Why this phone cannot perform an action; undefined when it can. */
  whyNot(name: Name): string | undefined;
}

/** How a journey is observed. */
export interface JourneyOptions {
  /** Windows it may take beyond its first, to tell actions apart that share what was seen. Default: enough to name one culprit. */
  readonly windowBudget?: number;
  /** Ids of the register of expected traffic (`specs/expected-traffic.json`) that any of its actions may bring about. */
  readonly allows?: readonly string[];
  /** The only consent setups it is performed under (`--consent`): a run that asks for none of them leaves it out. Default: all but `cleared`. */
  readonly consents?: readonly ConsentSetup[];
}

/**
 * Declares a journey and, inside mocha, the hook that performs it before the first test. The hook never throws: what
 * fails on the phone becomes `inconclusive` for the actions concerned.
 *
 * @param apps The app, or a family of apps in the order of their importance: the journey is performed in each that a phone
 *   carries, each time in a process of its own.
 */
export function journey<App extends AppUnderTest, Name extends string>(
  title: string,
  apps: AppClass<App> | readonly AppClass<App>[],
  declare: (kinds: Kinds<App>) => Readonly<Record<Name, ActionPlan<App>>>,
  options: JourneyOptions = {},
): Journey<Name> {
  const actions = withAllowed(declare(kinds<App>()), options.allows ?? []);
  const names = Object.keys(actions) as Name[];
  const family = asFamily(apps);
  const plan = names.map((name) => {
    const { kind, claims = [], allows = [], comparedWith } = actions[name];
    return { name, kind, claims, allows, ...(comparedWith === undefined ? {} : { comparedWith }) };
  });
  const { consents } = options;
  const whyNot = (name: string, ...on: Parameters<NonNullable<ActionAbout['whyNot']>>): string | undefined => actions[name as Name].whyNot?.(...on);
  if (isOnlyPlanned({ actions: plan, apps: family, isFamily: !('appName' in apps), whyNot, ...(consents === undefined ? {} : { consents }) })) return { title, actions: names, judged: () => undefined, whyNot: () => undefined };
  const spec = readSpecRun();
  const app = appOf(family, spec, title);
  const planned: PlannedJourney = {
    title,
    packageName: spec.package,
    actions: chosenActions(names.map((name) => ({ name, plan: actions[name] })), spec, spec),
    ...(options.windowBudget === undefined ? {} : { windowBudget: options.windowBudget }),
    onPhone: (tools) => {
      const opened = new app(tools.phone);
      return {
        app: opened,
        perform: (name, canary) => actions[name as Name].perform({ app: opened, ...tools, canary }),
      };
    },
  };

  announcePlan(planned);
  let results = new Map<string, Verdict | Control>();
  before(`performs the journey "${title}"`, async function () {
    this.timeout(0);
    results = await performOnThisPhone(planned);
  });

  return {
    title,
    actions: names,
    whyNot: (name) => whyNot(name, spec.phone, spec.package),
    judged: (name) => {
      const result = results.get(name);
      if (result === undefined && planned.actions.some((action) => action.name === name)) {
        throw new Error(`The journey "${title}" has not been performed, so "${name}" has no verdict.`);
      }
      return result;
    },
  };
}

/** Actions that say what they and their journey may bring about. */
function withAllowed<App extends AppUnderTest, Name extends string>(actions: Readonly<Record<Name, ActionPlan<App>>>, allows: readonly string[]): Readonly<Record<Name, ActionPlan<App>>> {
  const entries = Object.entries<ActionPlan<App>>(actions).map(([name, plan]) => [name, { ...plan, allows: [...new Set([...allows, ...(plan.allows ?? [])])] }] as const);
  return Object.fromEntries(entries) as Record<Name, ActionPlan<App>>;
}

function asFamily<App extends AppUnderTest>(apps: AppClass<App> | readonly AppClass<App>[]): readonly AppClass<App>[] {
  return 'appName' in apps ? [apps] : apps;
}

/** The app of the family that this process is to drive. */
function appOf<App extends AppUnderTest>(family: readonly AppClass<App>[], { app, spec }: SpecRun, title: string): AppClass<App> {
  const found = family.find(({ appName }) => appName === app);
  if (found !== undefined) return found;
  throw new EarshotError('BAD_INPUT', `${spec} is to be performed in the app "${app}", found that the journey "${title}" is about ${family.map(({ appName }) => appName).join(', ')}`, {
    hint: 'The spec file could not be read when the run was planned; load it by itself to see why: node --import tsx <file>',
  });
}
