import type { ConsentSetup } from '../flow/consent.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { AppClass } from './planned-journey.ts';

/** An action as its spec file declares it. */
export interface DeclaredAction {
  readonly name: string;
  readonly kind: 'action' | 'sham' | 'control';
  readonly claims: readonly string[];
  /** Name of the action that it tells its claim together with. */
  readonly comparedWith?: string;
  /** Ids of the register of expected traffic that it or its journey names. */
  readonly allows?: readonly string[];
}

/** A journey as its spec file declares it. */
export interface DeclaredJourney {
  readonly actions: readonly DeclaredAction[];
  /** The app it is about, or each app of a family. */
  readonly apps: readonly AppClass[];
  /** Whether it is performed in each of several apps, however many of them there are. */
  readonly isFamily: boolean;
  /** The only consent setups it is performed under; absent: any. */
  readonly consents?: readonly ConsentSetup[];
  /** Why a phone cannot perform one of its actions, with the app under this package; undefined when it can. */
  readonly whyNot?: (action: string, facts: PhoneFacts, packageName: string) => string | undefined;
}

/** A test of a spec file, and the action it asks about. */
export interface DeclaredTest {
  readonly title: string;
  readonly action: string;
}

type Listener = (journey: DeclaredJourney) => void;

let listener: Listener | undefined;

/** From now on journeys of this process only say what they would perform: no phone is there. */
export function listenToPlans(to: Listener): void {
  listener = to;
}

/** Tells the listener, if there is one. @returns whether there is: then nothing must be performed. */
export function isOnlyPlanned(journey: DeclaredJourney): boolean {
  listener?.(journey);
  return listener !== undefined;
}

/** What the body of a test asks about. */
const asked = new WeakMap<object, string>();

/** Notes which action a test's body asks about, for whoever reads the spec without performing it. */
export function asksAbout<Body extends object>(action: string, body: Body): Body {
  asked.set(body, action);
  return body;
}

/** The action a test's body asks about; undefined where it asks about none. */
export function actionAskedBy(body: object): string | undefined {
  return asked.get(body);
}
