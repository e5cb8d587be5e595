import type { Phone } from '../../src/ui/phone.ts';
import { AppPage } from '../app.page.ts';
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
  menu: { id: `${PACKAGE}:id/action_more` }, // recorded on the Chinese sibling
  bookmarkTitle: `${PACKAGE}:id/bookmark_title`, // invented
  downloadTitle: `${PACKAGE}:id/download_title`, // invented
  downloading: { id: `${PACKAGE}:id/download_info`, text: 'Downloading…' }, // invented
  readerTitle: `${PACKAGE}:id/reader_title`, // invented
  settings: { id: `${PACKAGE}:id/my_settings` }, // invented
  help: { id: `${PACKAGE}:id/my_help` }, // invented
  preference: 'android:id/title',
  choice: 'android:id/text1',
  dialogTitle: { id: 'miui:id/alertTitle' },
  ok: { id: 'android:id/button1' },
  shareWith: { id: 'android:id/resolver_list' }, // the name AOSP gives it
} as const;

export type SearchEngine = 'Google' | 'DuckDuckGo';

/** Mi Browser, global build. */
export class MiBrowser extends AppPage {
  static readonly appName = 'mi-browser';
  static readonly title = 'Mi Browser';
  static readonly packageNames = [PACKAGE];
  readonly #page: WebView;

  constructor(phone: Phone) {
    super(phone);
    this.#page = new WebView(phone, PACKAGE);
  }

  /** A fresh tab with the start page. */
  async open(): Promise<void> {
    await this.#bringToFront();
    await this.openTab();
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

  /** Bookmarks the page in this tab and opens the list of bookmarks. */
  async bookmarkPage(): Promise<void> {
    await this.#choose('Add bookmark');
    await this.#choose('Bookmarks');
  }

  /** Whether the list of bookmarks on the screen has this title. */
  listsBookmark(title: string): Promise<boolean> {
    return this.isInList({ id: SELECTORS.bookmarkTitle, text: title });
  }

  /** Whether the browser asks if it shall keep what the address led to. */
  asksToDownload(): Promise<boolean> {
    return this.isShown({ ...SELECTORS.dialogTitle, text: 'Download file' });
  }

  /** Says yes to that and opens the list of downloads. */
  async download(): Promise<void> {
    await this.tap('download the file', SELECTORS.ok);
    await this.#choose('Downloads');
  }

  /** Whether the list of downloads on the screen has this file, all of it. */
  async hasDownloaded(name: string): Promise<boolean> {
    return (await this.isShown({ id: SELECTORS.downloadTitle, text: name })) && !(await this.isShown(SELECTORS.downloading));
  }

  /** Opens what the page could be shared with, and leaves it at that. */
  sharePage(): Promise<void> {
    return this.#choose('Share');
  }

  isAskedWhomToShareWith(): Promise<boolean> {
    return this.isShown(SELECTORS.shareWith);
  }

  openReaderMode(): Promise<void> {
    return this.#choose('Reader mode');
  }

  isReading(title: string): Promise<boolean> {
    return this.isShown({ id: SELECTORS.readerTitle, text: title });
  }

  playVideo(): Promise<void> {
    return this.#page.playVideo();
  }

  isVideoPlaying(): Promise<boolean> {
    return this.#page.isVideoPlaying();
  }

  /** Opens another tab. */
  async openTab(): Promise<void> {
    await this.tap('open the tab switcher', SELECTORS.tabs);
    await this.tap('open a new tab', SELECTORS.newTab);
  }

  /** How many tabs there are. */
  async tabCount(): Promise<number> {
    return Number(await this.textOf(SELECTORS.tabs));
  }

  async #choose(entry: string): Promise<void> {
    await this.tap('open the menu', SELECTORS.menu);
    await this.tapRow(`choose "${entry}"`, { id: SELECTORS.choice, text: entry });
  }

  async #bringToFront(): Promise<void> {
    await this.start('open Mi Browser', `${PACKAGE}/com.android.browser.BrowserActivity`);
    await this.agreeTo('Welcome to Mi Browser');
    await this.backUntil(() => this.isShown(SELECTORS.tabs), 'a tab of Mi Browser');
  }
}
