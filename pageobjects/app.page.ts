import { packageOn, type AppIdentity } from '../src/ui/app-package.ts';
import type { Phone } from '../src/ui/phone.ts';
import { Page } from './page.ts';
import type { Selector } from './selectors.ts';

/** An app that is going to close over a declined agreement has closed by then. */
const CLOSE_LIMIT_MS = 2_000;

/** The negative button of Android's dialogs. */
export const DECLINE: Selector = { id: 'android:id/button2' };

/** A first-run agreement: what it is known by, and its buttons; without one to decline, going back declines. */
export interface Agreement {
  readonly asked: Selector;
  readonly agree: Selector;
  readonly decline?: Selector;
}

/** The first page of an app. Its class says what the app is called and under which packages phones carry it. */
export abstract class AppPage extends Page {
  /** Package under which this phone carries the app. */
  readonly packageName: string;

  constructor(phone: Phone) {
    super(phone);
    // A class cannot be made to have static members; whoever hands one to a journey must have these.
    const app = new.target as unknown as AppIdentity;
    const found = packageOn(app, phone.facts);
    if (found === undefined) throw new Error(`The phone ${phone.facts.id} does not carry ${app.title}; looked for ${app.packageNames.join(', ')}.`);
    this.packageName = found;
  }

  /** Answers a first-run dialog with two buttons, when it is shown. */
  protected agreeTo(dialog: Selector): Promise<void> {
    return this.answerAgreement({ asked: dialog, agree: this.anyApp.ok, decline: DECLINE });
  }

  /**
   * Answers a first-run agreement, when it is shown, as the run's consent setup says.
   *
   * @throws {Error} when it is declined and the app closes over that.
   */
  protected async answerAgreement({ asked, agree, decline }: Agreement): Promise<void> {
    if (!(await this.isShown(asked))) return;
    if (this.phone.consent !== 'declined') {
      this.phone.noteAgreement?.(this.packageName);
      await this.tap('agree to the terms', agree);
      return;
    }
    if (decline === undefined) await this.pressBack('leave without agreeing to the terms');
    else await this.tap('decline the terms', decline);
    const isClosed = await this.phone.driver
      .waitUntil(async () => (await this.phone.driver.getCurrentPackage()) !== this.packageName, { timeout: CLOSE_LIMIT_MS })
      .catch(() => false);
    if (isClosed) throw new Error('the app does not open without consent');
  }
}
