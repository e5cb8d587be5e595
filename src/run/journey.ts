import type { Control, Verdict } from '../flow/verdict.ts';
import { chosenActions } from './chosen-actions.ts';
import { isOnlyPlanned } from './plan-listener.ts';
import { announcePlan, performOnThisPhone } from './perform-on-this-phone.ts';
import type { ActionAbout, ActionPlan, AppClass, AppUnderTest, Performance, PlannedJourney, Scene } from './planned-journey.ts';
import { readSpecRun } from './spec-run-file.ts';

export type { Scene } from './planned-journey.ts';

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
  readonly packageName: string;
  readonly actions: readonly Name[];
  /**
   * The verdict, or for a control its result; undefined for an action that this run leaves out. Only after the hook
   * that performs the journey has run.
   */
  judged(name: Name): Verdict | Control | undefined;
}

/** How a journey is observed. */
export interface JourneyOptions {
  /** Windows it may take beyond its first, to tell actions apart that share what was seen. Default: enough to name one culprit. */
  readonly windowBudget?: number;
  /** Ids of the register of expected traffic (`specs/expected-traffic.json`) that any of its actions may bring about. */
  readonly allows?: readonly string[];
}

/**
 * Declares a journey and, inside mocha, the hook that performs it before the first test. The hook never throws: what
 * fails on the phone becomes `inconclusive` for the actions concerned.
 */
export function journey<App extends AppUnderTest, Name extends string>(
  title: string,
  app: AppClass<App>,
  declare: (kinds: Kinds<App>) => Readonly<Record<Name, ActionPlan<App>>>,
  options: JourneyOptions = {},
): Journey<Name> {
  const actions = withAllowed(declare(kinds<App>()), options.allows ?? []);
  const names = Object.keys(actions) as Name[];
  const declared = { title, packageName: app.packageName, actions: names };
  if (isOnlyPlanned(names.map((name) => ({ name, kind: actions[name].kind, claims: actions[name].claims ?? [], allows: actions[name].allows ?? [] })))) {
    return { ...declared, judged: () => undefined };
  }
  const planned: PlannedJourney = {
    title,
    packageName: app.packageName,
    actions: chosenActions(names.map((name) => ({ name, plan: actions[name] })), readSpecRun()),
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
    ...declared,
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
