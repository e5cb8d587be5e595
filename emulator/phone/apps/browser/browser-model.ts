import type { Cause } from '../app-event.ts';
import type { AppContext, AppModel } from '../app-model.ts';
import { isTrue } from '../template.ts';
import type { Row, Value } from '../value.ts';
import type { FeedItem } from '../web-engine.ts';
import { failedPage, loadedPage, loadingPage, emptyPage, pageRows, reasonOf } from '../web-page/page-view.ts';
import { engineNamed, readAddress } from './address.ts';
import { goTo, newTab, titleOf, type Tab } from './tab.ts';

const FEED_URL = 'https://hot.browser.intl.miui.com/feed';

/** First version with a switch for what incognito mode reports: 12.1.4. */
const FIRST_WITH_SWITCH = [12, 1, 4];

/** Tabs, pages, searches and the feed of the Mi Browser. */
export function createBrowserModel(context: AppContext): AppModel {
  return new BrowserModel(context);
}

class BrowserModel implements AppModel {
  readonly #context: AppContext;
  readonly #tabs: Tab[] = [newTab(1, false)];
  #current = 0;
  #lastId = 1;
  #feed: readonly FeedItem[] | undefined;
  #isFeedLoading = false;
  /** A page asked for before the first-run dialog was answered. */
  #waiting: string | undefined;

  constructor(context: AppContext) {
    this.#context = context;
  }

  value(name: string): Value | undefined {
    const { page, incognito, history, at } = this.#tab();
    switch (name) {
      case 'url': return page.values.url;
      case 'title': return page.values.title;
      case 'loading': return page.values.loading;
      case 'onPage': return page.values.url !== '';
      case 'incognito': return incognito;
      case 'tabCount': return this.#tabs.length;
      case 'canGoBack': return at > 0;
      case 'canGoForward': return at < history.length - 1;
      case 'showsFeed': return page.values.url === '' && !incognito;
      case 'hasEnhancedSwitch': return this.#hasEnhancedSwitch();
      default: return undefined;
    }
  }

  rows(source: string): readonly Row[] {
    if (source === 'page') return pageRows(this.#tab().page);
    if (source === 'feed') return (this.#feed ?? []).map((item) => ({ key: item.url, title: item.title, url: item.url }));
    return this.#tabs.map((tab, i) => ({ key: String(tab.id), tab: i, title: titleOf(tab), current: i === this.#current }));
  }

  call(operation: string, args: Row, cause: Cause): void {
    const text = (name: string): string => String(args[name] ?? '');
    switch (operation) {
      case 'show': this.#show(cause); break;
      case 'agreed': this.#agreed(cause); break;
      case 'typed': this.#context.emit('url.typed', { text: text('text'), incognito: this.#tab().incognito }, cause); break;
      case 'submit': this.#submit(text('text'), cause); break;
      case 'follow': this.#load(this.#tab(), text('url'), { cause, referrer: this.#tab().page.values.url }); break;
      case 'openFeed': this.#openFeed(text('title'), text('url'), cause); break;
      case 'newTab': this.#addTab(isTrue(args['incognito']), cause); break;
      case 'openInTab': this.#openInTab(text('url'), cause); break;
      case 'view': this.#view(text('uri'), cause); break;
      case 'selectTab': this.#selectTab(Number(args['tab']), cause); break;
      case 'closeTab': this.#closeTab(Number(args['tab']), cause); break;
      case 'closeAll': this.#closeAll(cause); break;
      case 'back': this.#step(-1, cause); break;
      case 'forward': this.#step(1, cause); break;
      case 'refresh': this.#refresh(cause); break;
      default: break;
    }
  }

  #tab(): Tab {
    const tab = this.#tabs[this.#current] ?? this.#tabs[0];
    if (tab === undefined) throw new Error('the browser has no tab, it always has one');
    return tab;
  }

  /** The start page is shown: its feed is fetched, once in the process's life. */
  #show(cause: Cause): void {
    const { page, incognito } = this.#tab();
    if (page.values.url === '' && !incognito && isTrue(this.#context.state['consent']) && this.#feed === undefined) this.#loadFeed(cause);
  }

  #agreed(cause: Cause): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) this.#show(cause);
    else this.#openInTab(waiting, cause);
  }

  #loadFeed(cause: Cause): void {
    if (this.#isFeedLoading) return;
    this.#isFeedLoading = true;
    this.#context.web.fetchFeed({ packageName: this.#context.packageName, url: FEED_URL, cause }).then(
      (items) => {
        this.#isFeedLoading = false;
        this.#feed = items;
        this.#context.emit('feed.show', { count: items.length }, cause);
      },
      // A start page without news; the next time it is shown asks again.
      () => { this.#isFeedLoading = false; },
    );
  }

  #submit(text: string, cause: Cause): void {
    if (text.trim() === '') return;
    const tab = this.#tab();
    const address = readAddress(text, engineNamed(this.#context.state['engine']));
    if (address.kind === 'search') {
      this.#context.emit('search', { engine: engineNamed(this.#context.state['engine']), term: address.term, url: address.url, ...this.#mode(tab) }, cause);
    }
    this.#load(tab, address.url, { cause });
  }

  #openFeed(title: string, url: string, cause: Cause): void {
    const tab = this.#tab();
    this.#context.emit('feed.open', { title, url, incognito: tab.incognito }, cause);
    this.#load(tab, url, { cause });
  }

  #load(tab: Tab, url: string, how: { readonly cause: Cause; readonly referrer?: string; readonly inHistory?: boolean }): void {
    if (how.inHistory !== true) goTo(tab, url);
    const wanted = loadingPage(url);
    tab.page = wanted;
    const { cause, referrer = '' } = how;
    this.#context.emit('page.start', { url, ...this.#mode(tab) }, cause);
    const request = { packageName: this.#context.packageName, url, incognito: tab.incognito, cause, ...(referrer === '' ? {} : { referrer }) };
    this.#context.web.load(request).then(
      (page) => {
        if (tab.page === wanted) tab.page = loadedPage(page);
        this.#context.emit('page.finish', { url: page.url, title: page.title, status: page.status, ...this.#mode(tab) }, cause);
      },
      (error: unknown) => {
        if (tab.page === wanted) tab.page = failedPage(url, reasonOf(error));
        this.#context.emit('page.error', { url, reason: reasonOf(error), ...this.#mode(tab) }, cause);
      },
    );
  }

  #mode(tab: Tab): Row {
    return { incognito: tab.incognito, enhanced: this.#hasEnhancedSwitch() && isTrue(this.#context.state['enhanced']) };
  }

  #addTab(incognito: boolean, cause: Cause): void {
    this.#lastId += 1;
    this.#tabs.push(newTab(this.#lastId, incognito));
    this.#current = this.#tabs.length - 1;
    this.#context.emit('tab.open', { incognito, count: this.#tabs.length }, cause);
    this.#show(cause);
  }

  /** In the current tab while it is fresh, in a new one otherwise. Never in an incognito tab. */
  #openInTab(url: string, cause: Cause): void {
    const { history, incognito } = this.#tab();
    if (history.length > 1 || incognito) this.#addTab(false, cause);
    this.#load(this.#tab(), url, { cause });
  }

  #view(url: string, cause: Cause): void {
    if (isTrue(this.#context.state['consent'])) this.#openInTab(url, cause);
    else this.#waiting = url;
  }

  #selectTab(index: number, cause: Cause): void {
    if (this.#tabs[index] !== undefined) this.#current = index;
    this.#show(cause);
  }

  #closeTab(index: number, cause: Cause): void {
    const [closed] = this.#tabs.splice(index, 1);
    if (closed === undefined) return;
    this.#context.emit('tab.close', { incognito: closed.incognito, count: this.#tabs.length }, cause);
    if (index <= this.#current) this.#current = Math.max(0, this.#current - 1);
    if (this.#tabs.length === 0) this.#startAfresh();
  }

  #closeAll(cause: Cause): void {
    while (this.#tabs.length > 1) this.#closeTab(this.#tabs.length - 1, cause);
    this.#closeTab(0, cause);
  }

  #startAfresh(): void {
    this.#lastId += 1;
    this.#tabs.push(newTab(this.#lastId, false));
    this.#current = 0;
  }

  #step(by: -1 | 1, cause: Cause): void {
    const tab = this.#tab();
    const url = tab.history[tab.at + by];
    if (url === undefined) return;
    tab.at += by;
    if (url === '') tab.page = emptyPage();
    else this.#load(tab, url, { cause, inHistory: true });
    this.#show(cause);
  }

  #refresh(cause: Cause): void {
    const tab = this.#tab();
    const { url } = tab.page.values;
    if (url !== '') this.#load(tab, url, { cause, inHistory: true });
    else if (!tab.incognito) this.#loadFeed(cause);
  }

  #hasEnhancedSwitch(): boolean {
    const version = (this.#context.packages.get(this.#context.packageName)?.versionName ?? '').split(/[^0-9]+/).map(Number);
    const differing = FIRST_WITH_SWITCH.findIndex((part, i) => part !== (version[i] ?? 0));
    return differing === -1 || (version[differing] ?? 0) > (FIRST_WITH_SWITCH[differing] ?? 0);
  }
}
