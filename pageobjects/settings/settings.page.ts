import type { Phone } from '../../src/ui/phone.ts';
import { AppPage } from '../app.page.ts';
import { WebView } from '../web-view.component.ts';

const PACKAGE = 'com.android.settings';

/** Ids of AOSP and of MIUI's framework; Settings' own have not been published. */
const SELECTORS = {
  pageTitle: { id: 'miui:id/action_bar_title' },
  row: 'android:id/title',
} as const;

const FIRST_PAGE = 'Settings';

/** Settings of the phone. */
export class Settings extends AppPage {
  static readonly appName = 'settings';
  static readonly title = 'Settings';
  static readonly packageNames = [PACKAGE];
  readonly #legal: WebView;

  constructor(phone: Phone) {
    super(phone);
    this.#legal = new WebView(phone, PACKAGE);
  }

  /** The main list. */
  async open(): Promise<void> {
    await this.start('open Settings', `${PACKAGE}/.MainSettings`);
    await this.backUntil(() => this.isOnPage(FIRST_PAGE), 'the main list of Settings');
  }

  /** Opens a page by the name of its row. */
  openPage(name: string): Promise<void> {
    return this.tapRow(`open "${name}"`, { id: SELECTORS.row, text: name });
  }

  isOnPage(name: string): Promise<boolean> {
    return this.isShown({ ...SELECTORS.pageTitle, text: name });
  }

  /** Touches the title of the page: nothing reacts there. */
  touchNothing(): Promise<void> {
    return this.tap('touch the title of the page', SELECTORS.pageTitle);
  }

  isAtMainList(): Promise<boolean> {
    return this.isOnPage(FIRST_PAGE);
  }

  /** The page that leads to the legal texts. */
  async openLegalInformation(): Promise<void> {
    await this.openPage('About phone');
    await this.openPage('Legal information');
  }

  /** Opens the privacy policy, a page on the web. */
  openPrivacyPolicy(): Promise<void> {
    return this.openPage('Privacy policy');
  }

  isPrivacyPolicyShown(): Promise<boolean> {
    return this.#legal.isLoaded();
  }
}
