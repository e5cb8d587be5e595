import type { Phone } from '../../src/ui/phone.ts';
import { AppPage } from '../app.page.ts';
import { WebView } from '../web-view.component.ts';
import type { SearchEngine } from './mi-browser.page.ts';

const PACKAGE = 'com.mi.globalbrowser.mini';

/** Invented, but for those of MIUI's framework: nobody has published the ids of Mint Browser. */
const SELECTORS = {
  addressBar: { id: `${PACKAGE}:id/url` },
  incognitoMark: { id: `${PACKAGE}:id/url_incognito` },
  startPage: { id: `${PACKAGE}:id/mint_logo` },
  tabs: { id: `${PACKAGE}:id/bottom_tabs` },
  newTab: { id: `${PACKAGE}:id/tabs_new` },
  newIncognitoTab: { id: `${PACKAGE}:id/tabs_new_incognito` },
  menu: { id: `${PACKAGE}:id/bottom_menu` },
  preference: 'android:id/title',
  choice: 'android:id/text1',
} as const;

/** Mint Browser. */
export class MintBrowser extends AppPage {
  static readonly appName = 'mint-browser';
  static readonly title = 'Mint Browser';
  static readonly packageNames = [PACKAGE];
  readonly #page: WebView;

  constructor(phone: Phone) {
    super(phone);
    this.#page = new WebView(phone, PACKAGE);
  }

  /** A fresh tab with the start page. */
  async open(): Promise<void> {
    await this.start('open Mint Browser', `${PACKAGE}/miui.globalbrowser.MintActivity`);
    await this.agreeTo('Welcome to Mint Browser');
    await this.backUntil(() => this.isShown(SELECTORS.tabs), 'a tab of Mint Browser');
    await this.tap('open the tab switcher', SELECTORS.tabs);
    await this.tap('open a new tab', SELECTORS.newTab);
  }

  /** A fresh incognito tab. */
  async openIncognitoTab(): Promise<void> {
    await this.tap('open the tab switcher', SELECTORS.tabs);
    await this.tap('open a new incognito tab', SELECTORS.newIncognitoTab);
  }

  isIncognito(): Promise<boolean> {
    return this.isShown(SELECTORS.incognitoMark);
  }

  /** Visits an address. */
  async visit(url: string): Promise<void> {
    await this.enterText(`type "${url}" into the address bar`, SELECTORS.addressBar, url);
    await this.pressEnter('go to the address');
  }

  /** Searches with the chosen engine. */
  async searchFor(words: string): Promise<void> {
    await this.enterText(`type "${words}" into the address bar`, SELECTORS.addressBar, words);
    await this.pressEnter('search');
  }

  /** Title of the page in this tab; undefined while none is loaded. */
  pageTitle(): Promise<string | undefined> {
    return this.#page.title();
  }

  async isLoaded(titlePart: string): Promise<boolean> {
    return (await this.pageTitle())?.includes(titlePart) ?? false;
  }

  /** Chooses the search engine in the settings and comes back to the tab. */
  async useSearchEngine(engine: SearchEngine): Promise<void> {
    await this.#choose('Settings');
    await this.tap('choose a search engine', { id: SELECTORS.preference, text: 'Search engine' });
    await this.tap(`choose ${engine}`, { id: SELECTORS.choice, text: engine });
    await this.backUntil(() => this.isShown(SELECTORS.tabs), 'a tab of Mint Browser');
  }

  /** Touches the address bar and leaves it at that. */
  touchNothing(): Promise<void> {
    return this.tap('touch the address bar', SELECTORS.addressBar);
  }

  isOnStartPage(): Promise<boolean> {
    return this.isShown(SELECTORS.startPage);
  }

  /** Opens the user agreement, a page of the vendor's own. */
  openUserAgreement(): Promise<void> {
    return this.#choose('User agreement');
  }

  async #choose(entry: string): Promise<void> {
    await this.tap('open the menu', SELECTORS.menu);
    await this.tapRow(`choose "${entry}"`, { id: SELECTORS.choice, text: entry });
  }
}
