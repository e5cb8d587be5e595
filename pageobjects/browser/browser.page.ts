import type { Phone } from '../../src/ui/phone.ts';
import { AppPage } from '../app.page.ts';
import type { FirstStart } from '../first-run.page.ts';
import { whyNoEnhancedIncognito } from './enhanced-incognito.ts';
import { selectorsOf, type Selector, type ViewName } from '../selectors.ts';
import { WebView } from '../web-view.component.ts';

const LOAD_LIMIT_MS = 15_000;

/** How a tab is used. */
export type Mode = 'normal' | 'incognito';

export type SearchEngine = 'Google' | 'DuckDuckGo';

/** The views that every one of these browsers has, by the names of the table. */
export type BrowserView = ViewName<'mi-browser'> & ViewName<'mint-browser'>;

/** What can be done with any of Xiaomi's browsers; each says how its own screens lead there. */
export abstract class Browser extends AppPage {
  /** How the views that all of them have are found in this one. */
  protected abstract readonly views: Readonly<Record<BrowserView, Selector>>;
  /** What it is brought to the front by. */
  protected abstract readonly mainActivity: string;
  protected readonly page: WebView;
  protected readonly common: Readonly<Record<ViewName<'any-app'>, Selector>>;

  constructor(phone: Phone) {
    super(phone);
    this.page = new WebView(phone, this.packageName);
    this.common = selectorsOf('any-app', phone.facts, this.packageName);
  }

  get firstStart(): FirstStart {
    return { activity: this.mainActivity, question: this.views.welcome };
  }

  /** A fresh tab with the start page. */
  async open(): Promise<void> {
    await this.start('open the browser', `${this.packageName}/${this.mainActivity}`);
    await this.agreeTo(this.views.welcome);
    await this.backToTab();
    await this.openTab('normal');
  }

  openTabSwitcher(): Promise<void> {
    return this.tap('open the tab switcher', this.views.tabs);
  }

  /** Opens another tab. */
  async openTab(mode: Mode): Promise<void> {
    await this.openTabSwitcher();
    if (mode === 'normal') await this.tap('open a new tab', this.views.newTab);
    else await this.tap('open a new incognito tab', this.views.newIncognitoTab);
  }

  /** A fresh tab of this mode; the normal one is there already. */
  async beIn(mode: Mode): Promise<void> {
    if (mode === 'incognito') await this.openTab('incognito');
  }

  /** Whether the tab on the screen is of this mode. */
  async isIn(mode: Mode): Promise<boolean> {
    const isIncognito = await this.isShown(this.views.incognitoMark);
    return isIncognito === (mode === 'incognito') && (await this.isShown(this.views.tabs));
  }

  /** How many tabs there are. */
  async tabCount(): Promise<number> {
    return Number(await this.textOf(this.views.tabs));
  }

  /** Touches the address bar and leaves it at that. */
  touchNothing(): Promise<void> {
    return this.tap('touch the address bar', this.views.addressBar);
  }

  /** Types an address or search words and stops there. */
  type(text: string): Promise<void> {
    return this.enterText(`type "${text}" into the address bar`, this.views.addressBar, text);
  }

  /** What stands in the address bar. */
  addressBarText(): Promise<string> {
    return this.textOf(this.views.addressBar);
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

  /** Waits until the page that was asked for is there. */
  async untilLoaded(): Promise<void> {
    await this.phone.driver.waitUntil(() => this.page.isLoaded(), {
      timeout: LOAD_LIMIT_MS, timeoutMsg: `a page had to be loaded; it was not within ${LOAD_LIMIT_MS} ms`,
    });
  }

  /** Opens the first result that has these words in its title. */
  openResult(words: string): Promise<void> {
    return this.page.followLink(words);
  }

  /** Title of the page in this tab; undefined while none is loaded. */
  pageTitle(): Promise<string | undefined> {
    return this.page.title();
  }

  async isLoaded(titlePart: string): Promise<boolean> {
    return (await this.pageTitle())?.includes(titlePart) ?? false;
  }

  /** Chooses the search engine in the settings and comes back to the tab. */
  async useSearchEngine(engine: SearchEngine): Promise<void> {
    await this.openSettings();
    await this.tap('choose a search engine', this.views.searchEngine);
    await this.tap(`choose ${engine}`, { ...this.common.choice, text: engine });
    await this.backToTab();
  }

  /** Opens the user agreement, a page of the vendor's own. */
  abstract openUserAgreement(): Promise<void>;

  /** Bookmarks the page in this tab and opens the list of bookmarks. */
  async bookmarkPage(): Promise<void> {
    await this.choose('bookmark the page', this.views.menuAddBookmark);
    await this.openBookmarks();
  }

  /** Whether the list of bookmarks on the screen has this title. */
  listsBookmark(title: string): Promise<boolean> {
    return this.isInList({ ...this.views.bookmarkTitle, text: title });
  }

  /** Whether the browser asks if it shall keep what the address led to. */
  asksToDownload(): Promise<boolean> {
    return this.isShown(this.views.downloadQuestion);
  }

  /** Waits until it asks. */
  async untilAskedToDownload(): Promise<void> {
    await this.phone.driver.waitUntil(() => this.asksToDownload(), {
      timeout: LOAD_LIMIT_MS, timeoutMsg: `the browser had to ask whether it shall download the file; it did not within ${LOAD_LIMIT_MS} ms`,
    });
  }

  /** Says yes to that and opens the list of downloads. */
  async download(): Promise<void> {
    await this.tap('download the file', this.common.ok);
    await this.openDownloads();
  }

  /** Whether the list of downloads on the screen has this file, all of it. */
  async hasDownloaded(name: string): Promise<boolean> {
    return (await this.isShown({ ...this.views.downloadTitle, text: name })) && !(await this.isShown(this.views.downloading));
  }

  /** Opens what the page could be shared with, and leaves it at that. */
  sharePage(): Promise<void> {
    return this.choose('share the page', this.views.menuShare);
  }

  isAskedWhomToShareWith(): Promise<boolean> {
    return this.isShown(this.common.shareWith);
  }

  openReaderMode(): Promise<void> {
    return this.choose('open reader mode', this.views.menuReaderMode);
  }

  isReading(title: string): Promise<boolean> {
    return this.isShown({ ...this.views.readerTitle, text: title });
  }

  playVideo(): Promise<void> {
    return this.page.playVideo();
  }

  isVideoPlaying(): Promise<boolean> {
    return this.page.isVideoPlaying();
  }

  /** Whether this version has the switch *Enhanced incognito mode*. */
  get hasEnhancedIncognito(): boolean {
    return whyNoEnhancedIncognito(this.phone.facts, this.packageName) === undefined;
  }

  /** Whether *Enhanced incognito mode* is on, as its switch says; leaves a fresh incognito tab behind. */
  async isEnhancedIncognitoOn(): Promise<boolean> {
    await this.openTab('incognito');
    return this.isChecked(this.views.enhancedIncognito);
  }

  /** Turns *Enhanced incognito mode* on or off; leaves a fresh incognito tab behind. */
  async setEnhancedIncognito(on: boolean): Promise<void> {
    if ((await this.isEnhancedIncognitoOn()) === on) return;
    await this.tap(`turn enhanced incognito mode ${on ? 'on' : 'off'}`, this.views.enhancedIncognito);
  }

  openMenu(): Promise<void> {
    return this.tap('open the menu', this.views.menu);
  }

  abstract openSettings(): Promise<void>;

  protected abstract openBookmarks(): Promise<void>;
  protected abstract openDownloads(): Promise<void>;

  /** Chooses an entry of the menu. */
  protected async choose(title: string, entry: Selector): Promise<void> {
    await this.openMenu();
    await this.tapRow(title, { ...entry, text: entry.text ?? '' });
  }

  /** Leaves pages, lists and dialogs until a tab is on the screen. */
  protected backToTab(): Promise<void> {
    return this.backUntil(() => this.isShown(this.views.tabs), 'a tab of the browser');
  }
}
