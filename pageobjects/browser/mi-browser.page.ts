import type { Phone } from '../../src/ui/phone.ts';
import { Page } from '../page.ts';
import { WebView } from '../web-view.component.ts';

const PACKAGE = 'com.mi.globalbrowser';

/** Recorded on MIUI 13 and its Chinese sibling unless marked invented: nobody has published those ids yet. */
const SELECTORS = {
  addressBar: { id: `${PACKAGE}:id/url` },
  tabs: { id: `${PACKAGE}:id/action_tabs` },
  profile: { id: `${PACKAGE}:id/action_my` },
  newTab: { id: `${PACKAGE}:id/action_new_tab` },
  newIncognitoTab: { id: `${PACKAGE}:id/action_new_incognito_tab` }, // invented
  incognitoMark: { id: `${PACKAGE}:id/incognito_mark` }, // invented
  newsTitle: `${PACKAGE}:id/news_title`, // invented
  settings: { id: `${PACKAGE}:id/my_settings` }, // invented
  help: { id: `${PACKAGE}:id/my_help` }, // invented
  preference: 'android:id/title',
  choice: 'android:id/text1',
} as const;

export type SearchEngine = 'Google' | 'DuckDuckGo';

/** Mi Browser, global build. */
export class MiBrowser extends Page {
  static readonly packageName = PACKAGE;
  readonly #page: WebView;

  constructor(phone: Phone) {
    super(phone);
    this.#page = new WebView(phone, PACKAGE);
  }

  /** A fresh tab with the start page. */
  async open(): Promise<void> {
    await this.#bringToFront();
    await this.tap('open the tab switcher', SELECTORS.tabs);
    await this.tap('open a new tab', SELECTORS.newTab);
  }

  /** A fresh incognito tab. */
  async openIncognitoTab(): Promise<void> {
    await this.#bringToFront();
    await this.tap('open the tab switcher', SELECTORS.tabs);
    await this.tap('open a new incognito tab', SELECTORS.newIncognitoTab);
  }

  isIncognito(): Promise<boolean> {
    return this.isShown(SELECTORS.incognitoMark);
  }

  /** Types an address or search words and stops there. */
  type(text: string): Promise<void> {
    return this.enterText(`type "${text}" into the address bar`, SELECTORS.addressBar, text);
  }

  /** What stands in the address bar. */
  addressBarText(): Promise<string> {
    return this.textOf(SELECTORS.addressBar);
  }

  /** Visits an address. */
  async visit(url: string): Promise<void> {
    await this.type(url);
    await this.pressEnter('go to the address');
  }

  /** Searches with the chosen engine. */
  async searchFor(words: string): Promise<void> {
    await this.type(words);
    await this.pressEnter('search');
  }

  /** Title of the page in this tab; undefined while none is loaded. */
  pageTitle(): Promise<string | undefined> {
    return this.#page.title();
  }

  async isLoaded(titlePart: string): Promise<boolean> {
    return (await this.pageTitle())?.includes(titlePart) ?? false;
  }

  /** Chooses the search engine in the settings and comes back to a fresh tab. */
  async useSearchEngine(engine: SearchEngine): Promise<void> {
    await this.tap('open the profile page', SELECTORS.profile);
    await this.tap('open the settings', SELECTORS.settings);
    await this.tap('choose a search engine', { id: SELECTORS.preference, text: 'Search engine' });
    await this.tap(`choose ${engine}`, { id: SELECTORS.choice, text: engine });
    await this.backUntil(() => this.isShown(SELECTORS.tabs), 'a tab of Mi Browser');
  }

  /** Titles of the news on the start page, top to bottom. */
  newsTitles(): Promise<readonly string[]> {
    return this.textsOf(SELECTORS.newsTitle);
  }

  /** Opens the first item of the news feed. */
  async openFirstNewsItem(): Promise<void> {
    await this.tap('open the first news item', { id: SELECTORS.newsTitle });
  }

  /** Touches the address bar and leaves it at that. */
  touchNothing(): Promise<void> {
    return this.tap('touch the address bar', SELECTORS.addressBar);
  }

  isOnStartPage(): Promise<boolean> {
    return this.isShown({ id: SELECTORS.newsTitle });
  }

  /** Opens the user agreement, a page of the vendor's own. */
  async openUserAgreement(): Promise<void> {
    await this.tap('open the profile page', SELECTORS.profile);
    await this.tap('open the user agreement', SELECTORS.help);
  }

  async #bringToFront(): Promise<void> {
    await this.start('open Mi Browser', `${PACKAGE}/com.android.browser.BrowserActivity`);
    await this.agreeTo('Welcome to Mi Browser');
    await this.backUntil(() => this.isShown(SELECTORS.tabs), 'a tab of Mi Browser');
  }
}
