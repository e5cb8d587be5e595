import type { Cause } from '../app-event.ts';
import type { AppContext, AppModel, AppModelFactory } from '../app-model.ts';
import { isTrue } from '../template.ts';
import type { Row, Value } from '../value.ts';
import { emptyPage, pageRows } from '../web-page/page-view.ts';
import { engineNamed, readAddress, searchOf, searchUrl } from './address.ts';
import type { BrowserBuild } from './browser-build.ts';
import { Downloads, sizeText } from './downloads.ts';
import { Feed } from './feed.ts';
import { Library } from './library.ts';
import { PageLoader } from './page-loader.ts';
import { PageTools } from './page-tools.ts';
import { QuickDial } from './quick-dial.ts';
import { BrowserSession, textOf, type Operations } from './session.ts';
import { Suggestions } from './suggestions.ts';
import type { Tab } from './tab.ts';

/** Which start of the process asks whether the browser is liked (invented: the dialog is known, its moment is not). */
const RATING_AT_START = 10;

/** What a build of the browser knows and does. */
export function createBrowserModel(build: BrowserBuild): AppModelFactory {
  return (context) => new BrowserModel(context, build);
}

class BrowserModel implements AppModel {
  readonly #session: BrowserSession;
  readonly #loader: PageLoader;
  readonly #library: Library;
  readonly #dials: QuickDial;
  readonly #feed: Feed;
  readonly #suggestions: Suggestions;
  readonly #downloads: Downloads;
  readonly #tools: PageTools;
  readonly #operations: Operations;
  /** A page asked for before the first-run dialog was answered. */
  #waiting: string | undefined;

  constructor(context: AppContext, build: BrowserBuild) {
    const session = new BrowserSession(context, build);
    this.#session = session;
    // The incognito tabs of an earlier process are gone, and their cookies with them.
    context.web.forget(context.packageName, 'incognito');
    const open = (url: string, cause: Cause): void => this.#loader.load(session.tabs.current, url, { cause });
    this.#loader = new PageLoader(session, {
      visited: (tab, page) => { if (!tab.incognito && page.status < 400) this.#library.note(page.title, page.url); },
      offered: ({ url, fileName, sizeBytes, referrer }, cause) => context.go('download', { url, name: fileName, size: sizeText(sizeBytes), referrer }, cause),
    });
    this.#library = new Library(session, open);
    this.#dials = new QuickDial(session, open);
    this.#feed = new Feed(session);
    this.#suggestions = new Suggestions(session, this.#library);
    this.#downloads = new Downloads(session);
    this.#tools = new PageTools(session, (cause) => this.#refresh(cause));
    this.#operations = {
      ...this.#library.operations, ...this.#dials.operations, ...this.#feed.operations,
      ...this.#downloads.operations, ...this.#tools.operations, ...this.#pageOperations(), ...this.#tabOperations(),
    };
  }

  value(name: string): Value | undefined {
    const { id, page, incognito, history, at, desktop, sought } = this.#session.tabs.current;
    const { url, title, loading } = page.values;
    switch (name) {
      case 'url': return url;
      case 'title': return title;
      case 'loading': return loading;
      case 'onPage': return url !== '';
      case 'onStart': return url === '' && !incognito && !this.#suggests();
      case 'incognito': return incognito;
      case 'tabCount': return this.#session.tabs.count;
      case 'place': return `${id}.${at}`;
      case 'channel': return this.#feed.channel;
      case 'canGoBack': return at > 0;
      case 'canGoForward': return at < history.length - 1;
      case 'showsFeed': return url === '' && !incognito && this.#feed.isOn && !this.#suggests();
      case 'hasEnhancedSwitch': return this.#session.hasEnhancedSwitch;
      case 'isBookmarked': return this.#library.hasBookmark(url);
      case 'suggests': return this.#suggests();
      case 'finding': return sought !== undefined;
      case 'foundCount': return this.#tools.foundCount;
      case 'desktop': return desktop;
      case 'agreementUrl': return this.#session.build.agreementUrl;
      case 'version': return this.#session.context.packages.get(this.#session.context.packageName)?.versionName ?? '';
      default: return undefined;
    }
  }

  rows(source: string): readonly Row[] {
    switch (source) {
      case 'page': return pageRows(this.#session.tabs.current.page, this.#session.tabs.current.playing);
      case 'feed': return this.#feed.rows();
      case 'channels': return this.#feed.channelRows();
      case 'tabs': return this.#session.tabs.rows();
      case 'dials': return this.#dials.rows();
      case 'suggestions': return this.#suggestions.rows();
      case 'bookmarks': return this.#library.bookmarkRows();
      case 'history': return this.#library.historyRows();
      case 'downloads': return this.#downloads.rows();
      case 'reader': return this.#tools.readerRows();
      default: return [];
    }
  }

  call(operation: string, args: Row, cause: Cause): void {
    this.#operations[operation]?.(args, cause);
  }

  /** Proposals cover what is below the address bar. */
  #suggests(): boolean {
    return this.#suggestions.rows().length > 0;
  }

  #pageOperations(): Operations {
    return {
      start: (_, cause) => this.#start(cause),
      agreed: (_, cause) => this.#agreed(cause),
      endTyping: () => this.#suggestions.clear(),
      typed: (args, cause) => {
        this.#session.emit('url.typed', { text: textOf(args, 'text') }, cause);
        this.#suggestions.typed(textOf(args, 'text'), cause);
      },
      submit: (args, cause) => this.#submit(textOf(args, 'text'), { method: 'enter', cause }),
      searchSuggested: (args, cause) => this.#search(textOf(args, 'text'), { method: 'suggestion', cause }),
      visit: (args, cause) => this.#visit(textOf(args, 'url'), cause),
      follow: (args, cause) => this.#follow(textOf(args, 'title'), textOf(args, 'url'), cause),
      openFeed: (args, cause) => this.#openFeed(args, cause),
      openFeedInNewTab: (args, cause) => {
        this.#addTab(isTrue(args['incognito']), cause);
        this.#openFeed(args, cause);
      },
      back: (_, cause) => this.#step(-1, cause),
      forward: (_, cause) => this.#step(1, cause),
      home: (_, cause) => this.#home(cause),
      refresh: (_, cause) => this.#refresh(cause),
      clearData: (_, cause) => this.#clearData(cause),
      rate: (args, cause) => this.#session.emit('rating.answer', { answer: textOf(args, 'answer') }, cause),
    };
  }

  #tabOperations(): Operations {
    const { tabs } = this.#session;
    return {
      newTab: (args, cause) => this.#addTab(isTrue(args['incognito']), cause),
      openInTab: (args, cause) => this.#openInTab(textOf(args, 'url'), cause),
      openInNewTab: (args, cause) => {
        const referrer = tabs.current.page.values.url;
        this.#addTab(isTrue(args['incognito']), cause);
        this.#loader.load(tabs.current, textOf(args, 'url'), { cause, referrer });
      },
      view: (args, cause) => this.#view(textOf(args, 'uri'), cause),
      selectTab: (args, cause) => this.#selectTab(Number(args['tab']), cause),
      closeTab: (args, cause) => this.#minding(cause, () => this.#closeTab(Number(args['tab']), cause)),
      closeAll: (_, cause) => this.#minding(cause, () => this.#closeAll(cause)),
    };
  }

  /** The first screen is opened: by its person, or to ask them something. */
  #start(cause: Cause): void {
    this.#show(cause);
    const { context } = this.#session;
    if (!this.#session.isOn('consent')) return;
    const starts = Number(context.state['starts'] ?? 0) + 1;
    context.setState('starts', starts);
    if (starts >= RATING_AT_START && !this.#session.isOn('rated')) context.go('rating', {}, cause);
  }

  #show(cause: Cause): void {
    const { page, incognito } = this.#session.tabs.current;
    if (page.values.url === '' && !incognito && this.#session.isOn('consent') && this.#feed.isOn) this.#feed.show(cause);
  }

  #agreed(cause: Cause): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) this.#show(cause);
    else this.#openInTab(waiting, cause);
  }

  #submit(text: string, how: { readonly method: 'enter'; readonly cause: Cause }): void {
    if (text.trim() === '') return;
    const address = readAddress(text, engineNamed(this.#session.context.state['engine']));
    if (address.kind === 'search') this.#search(address.term, how);
    else this.#visit(address.url, how.cause);
  }

  #search(term: string, how: { readonly method: 'enter' | 'suggestion'; readonly cause: Cause }): void {
    const engine = engineNamed(this.#session.context.state['engine']);
    const url = searchUrl(engine, term);
    const position = this.#session.tabs.current.page.values.url === '' ? 'homepage' : 'page';
    this.#session.emit('search', { engine, term, url, position, method: how.method }, how.cause);
    this.#visit(url, how.cause);
  }

  #visit(url: string, cause: Cause): void {
    this.#suggestions.clear();
    this.#loader.load(this.#session.tabs.current, url, { cause });
  }

  #follow(title: string, url: string, cause: Cause): void {
    const tab = this.#session.tabs.current;
    const referrer = tab.page.values.url;
    const search = searchOf(referrer);
    if (search !== undefined) this.#session.emit('search.result.open', { ...search, title, url }, cause);
    this.#loader.load(tab, url, { cause, referrer });
  }

  #openFeed(args: Row, cause: Cause): void {
    const [title, url] = [textOf(args, 'title'), textOf(args, 'url')];
    this.#session.emit('feed.open', { channel: this.#feed.channel, title, url }, cause);
    this.#loader.load(this.#session.tabs.current, url, { cause });
  }

  #addTab(incognito: boolean, cause: Cause): void {
    this.#minding(cause, () => {
      const tab = this.#session.tabs.open(incognito);
      this.#session.emit('tab.open', { count: this.#session.tabs.count }, cause, tab);
    });
    this.#show(cause);
  }

  /** In the current tab while it is fresh, in a new one otherwise. Never in an incognito tab. */
  #openInTab(url: string, cause: Cause): void {
    const { history, incognito } = this.#session.tabs.current;
    if (history.length > 1 || incognito) this.#addTab(false, cause);
    this.#loader.load(this.#session.tabs.current, url, { cause });
  }

  #view(url: string, cause: Cause): void {
    if (this.#session.isOn('consent')) this.#openInTab(url, cause);
    else this.#waiting = url;
  }

  #selectTab(index: number, cause: Cause): void {
    this.#minding(cause, () => {
      const tab = this.#session.tabs.select(index);
      if (tab === undefined) return;
      const { title, url } = tab.page.values;
      this.#session.emit('tab.select', { title, url, count: this.#session.tabs.count }, cause, tab);
    });
    this.#show(cause);
  }

  #closeTab(index: number, cause: Cause): void {
    const closed = this.#session.tabs.close(index);
    if (closed !== undefined) this.#session.emit('tab.close', { count: closed.left }, cause, closed.tab);
  }

  #closeAll(cause: Cause): void {
    for (let index = this.#session.tabs.count - 1; index >= 0; index -= 1) this.#closeTab(index, cause);
  }

  /** Does something to the tabs and sees whether incognito mode was entered, left or ended by it. */
  #minding(cause: Cause, act: () => void): void {
    const { tabs, context } = this.#session;
    const before: Tab = tabs.current;
    const had = tabs.incognitoCount;
    this.#suggestions.clear();
    act();
    const count = tabs.incognitoCount;
    if (!before.incognito && tabs.current.incognito) this.#session.emit('incognito.enter', { count }, cause);
    if (before.incognito && !tabs.current.incognito) this.#session.emit('incognito.leave', { count }, cause);
    if (had > 0 && count === 0) context.web.forget(context.packageName, 'incognito');
  }

  #step(by: -1 | 1, cause: Cause): void {
    const tab = this.#session.tabs.current;
    const url = tab.history[tab.at + by];
    if (url === undefined) return;
    tab.at += by;
    this.#suggestions.clear();
    if (url === '') tab.page = emptyPage();
    else this.#loader.load(tab, url, { cause, inHistory: true });
    this.#show(cause);
  }

  /** To a start page, which is a step like any other. */
  #home(cause: Cause): void {
    const tab = this.#session.tabs.current;
    if (tab.page.values.url === '') return;
    tab.history.splice(tab.at + 1, Infinity, '');
    tab.at += 1;
    tab.page = emptyPage();
    this.#show(cause);
  }

  #refresh(cause: Cause): void {
    const tab = this.#session.tabs.current;
    const { url } = tab.page.values;
    if (url !== '') this.#loader.load(tab, url, { cause, inHistory: true });
    else if (!tab.incognito) this.#feed.refresh(cause);
  }

  #clearData(cause: Cause): void {
    const { context } = this.#session;
    this.#session.emit('data.clear', { count: this.#library.forgetVisits() }, cause);
    context.web.forget(context.packageName, 'all');
    this.#minding(cause, () => this.#closeAll(cause));
  }
}
