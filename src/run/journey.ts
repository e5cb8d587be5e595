import type { Addressee, CanaryRole } from '../flow/canary.ts';
import type { Control, Verdict } from '../flow/verdict.ts';
import type { Storage } from '../device/storage.ts';
import type { Phone } from '../ui/phone.ts';
import { announcePlan, performOnThisPhone } from './perform-on-this-phone.ts';

/** An app as a journey needs it: a page object that can be opened from anywhere. */
export interface AppUnderTest {
  /** Brings the app to its first screen, whatever was on the glass before. */
  open(): Promise<unknown>;
}

/** A page object class of an app. */
export interface AppClass<App extends AppUnderTest> {
  readonly packageName: string;
  new (phone: Phone): App;
}

/** What an action works with: a fresh one for every performance. */
export interface Scene<App extends AppUnderTest> {
  readonly app: App;
  readonly phone: Phone;
  readonly storage: Storage;
  /** The canary of this role for this performance: the same value each time it is asked for. */
  readonly canary: (role: CanaryRole) => string;
}

/** One performance of an action, repeatable from the app's first screen. */
export interface Performance {
  /** Prepares the phone; what is sent because of it is not held against the action. */
  readonly arrange?: () => Promise<unknown>;
  /** The taps under judgement. */
  readonly act: () => Promise<unknown>;
  /** The post-condition on the screen: without it nobody knows whether the taps landed. */
  readonly landed: () => Promise<boolean>;
  /** Who is meant to hear of a canary: the site asked for, the search engine chosen. */
  readonly heardBy?: readonly Addressee[];
}

export interface ActionAbout {
  readonly claims?: readonly string[];
  /** Names under which telemetry may speak of this action where nothing can be planted. */
  readonly subjects?: readonly string[];
}

export interface ActionPlan<App extends AppUnderTest> extends ActionAbout {
  readonly kind: 'action' | 'sham' | 'control';
  readonly seenAt?: string;
  readonly perform: (scene: Scene<App>) => Performance;
}

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
  /** The verdict, or for a control its result. Only after the hook that performs the journey has run. */
  judged(name: Name): Verdict | Control;
}

/** A journey on one phone, its app at hand. */
export interface OpenedJourney {
  readonly app: AppUnderTest;
  perform(name: string, canary: Scene<AppUnderTest>['canary']): Performance;
}

/** A journey with all that performing it takes; what `journey()` hands to the phone. */
export interface PlannedJourney {
  readonly title: string;
  readonly packageName: string;
  readonly actions: readonly { readonly name: string; readonly plan: Omit<ActionPlan<AppUnderTest>, 'perform'> }[];
  /** Opens the app on a phone; the performances belong to that opening. */
  onPhone(tools: { readonly phone: Phone; readonly storage: Storage }): OpenedJourney;
}

/**
 * Declares a journey and, inside mocha, the hook that performs it before the first test. The hook never throws: what
 * fails on the phone becomes `inconclusive` for the actions concerned.
 */
export function journey<App extends AppUnderTest, Name extends string>(
  title: string,
  app: AppClass<App>,
  declare: (kinds: Kinds<App>) => Readonly<Record<Name, ActionPlan<App>>>,
): Journey<Name> {
  const actions = declare(kinds<App>());
  const names = Object.keys(actions) as Name[];
  const planned: PlannedJourney = {
    title,
    packageName: app.packageName,
    actions: names.map((name) => ({ name, plan: actions[name] })),
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
    packageName: app.packageName,
    actions: names,
    judged: (name) => {
      const result = results.get(name);
      if (result === undefined) throw new Error(`The journey "${title}" has not been performed, so "${name}" has no verdict.`);
      return result;
    },
  };
}
