import type { Storage } from '../device/storage.ts';
import type { Addressee, CanaryRole } from '../flow/canary.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { AppIdentity } from '../ui/app-package.ts';
import type { Phone } from '../ui/phone.ts';

/** An app as a journey needs it: a page object that can be opened from anywhere. */
export interface AppUnderTest {
  /** Package under which this phone carries it. */
  readonly packageName: string;
  /** Brings the app to its first screen, whatever was on the glass before. */
  open(): Promise<unknown>;
}

/** A page object class of an app. */
export interface AppClass<App extends AppUnderTest = AppUnderTest> extends AppIdentity {
  new (phone: Phone): App;
}

/** What an action works with: a fresh one for every performance. */
export interface Scene<App extends AppUnderTest> {
  readonly app: App;
  readonly phone: Phone;
  readonly storage: Storage;
  /** The canary of this role for this performance: the same value each time it is asked for. */
  readonly canary: (role: CanaryRole) => string;
  /** Lets the phone lie for as long as the slowest telemetry SDK that is known keeps events: 15 minutes, shortened by the phone's time scale. */
  readonly lieIdle: () => Promise<void>;
}

/** One performance of an action, repeatable from the app's first screen. */
export interface Performance {
  /** Prepares the phone; what is sent because of it is not held against the action. */
  readonly arrange?: () => Promise<unknown>;
  /** The taps under judgement. */
  readonly act: () => Promise<unknown>;
  /** The post-condition on the screen: without it nobody knows whether the taps landed. */
  readonly landed: () => Promise<boolean>;
  /** Names of what the action turned out to be about, asked for once it has been arranged: what a list shows, say. */
  readonly subjects?: () => Promise<readonly string[]>;
  /** Who is meant to hear of a canary: the site asked for, the search engine chosen. */
  readonly heardBy?: readonly Addressee[];
}

export interface ActionAbout {
  readonly claims?: readonly string[];
  /** Names under which telemetry may speak of this action where nothing can be planted. */
  readonly subjects?: readonly string[];
  /** Ids of the register of expected traffic that this action may bring about, beside those of its journey. */
  readonly allows?: readonly string[];
  /**
   * The action of its journey that it is to be compared with: only both together tell its claim. A brief run performs both, or neither on a phone that
   * cannot perform the other.
   */
  readonly comparedWith?: string;
  /** Why this phone cannot perform it, with the app under this package; undefined when it can. */
  readonly whyNot?: (phone: PhoneFacts, packageName: string) => string | undefined;
}

export interface ActionPlan<App extends AppUnderTest> extends ActionAbout {
  readonly kind: 'action' | 'sham' | 'control';
  readonly seenAt?: string;
  readonly perform: (scene: Scene<App>) => Performance;
}

/** A journey on one phone, its app at hand. */
export interface OpenedJourney {
  readonly app: AppUnderTest;
  perform(name: string, canary: Scene<AppUnderTest>['canary']): Performance;
}

/** A journey with all that performing it takes; what `journey()` hands to the phone. */
export interface PlannedJourney {
  readonly title: string;
  /** Package of the app on this phone. */
  readonly packageName: string;
  readonly actions: readonly { readonly name: string; readonly plan: Omit<ActionPlan<AppUnderTest>, 'perform'> }[];
  /** Windows it may take beyond its first; absent: enough to name one culprit among its actions. */
  readonly windowBudget?: number;
  /** Opens the app on a phone; the performances belong to that opening. */
  onPhone(tools: Pick<Scene<AppUnderTest>, 'phone' | 'storage' | 'lieIdle'>): OpenedJourney;
}
