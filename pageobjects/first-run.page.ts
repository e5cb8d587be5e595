import { packageOn, type AppIdentity } from '../src/ui/app-package.ts';
import type { Phone } from '../src/ui/phone.ts';
import { DECLINE } from './app.page.ts';
import { Page } from './page.ts';
import type { Selector } from './selectors.ts';

/** What an app shows when it is started for the first time. */
export interface FirstStart {
  /** Activity that it is brought to the front by. */
  readonly activity: string;
  /** What its question for agreement is known by. */
  readonly question: Selector;
}

/** An app that asks for agreement before it lets itself be used. */
interface AsksAtFirstStart {
  readonly packageName: string;
  readonly firstStart: FirstStart;
}

/** An app at its first start, and at every later one until it is agreed to: its question is on the screen. */
export class FirstRun extends Page {
  readonly packageName: string;
  readonly #start: FirstStart;

  constructor(phone: Phone, { packageName, firstStart }: AsksAtFirstStart) {
    super(phone);
    this.packageName = packageName;
    this.#start = firstStart;
  }

  /** Starts the app, so that it asks. */
  async open(): Promise<void> {
    await this.start('start the app', `${this.packageName}/${this.#start.activity}`);
    await this.untilShown('be asked for agreement', this.#start.question);
  }

  /** Touches the title of the question and leaves it unanswered. */
  touchNothing(): Promise<void> {
    return this.tap('touch the title of the question', this.#start.question);
  }

  decline(): Promise<void> {
    return this.tap('decline the agreement', DECLINE);
  }

  isAsking(): Promise<boolean> {
    return this.isShown(this.#start.question);
  }
}

/** An app as it is before anybody has agreed to it: only its question can be driven. */
export function atFirstRun(App: AppIdentity & (new (phone: Phone) => AsksAtFirstStart)): AppIdentity & (new (phone: Phone) => FirstRun) {
  return class extends FirstRun {
    static readonly appName = App.appName;
    static readonly title = App.title;
    static readonly packageNames = App.packageNames;
    static readonly packageOn = (facts: Phone['facts']): string | undefined => packageOn(App, facts);

    constructor(phone: Phone) {
      super(phone, new App(phone));
    }
  };
}
