import type { Cause } from '../app-event.ts';
import type { Attachment, WebPage } from '../web-engine.ts';
import { emptyPage, failedPage, loadedPage, loadingPage, reasonOf, type PageView } from '../web-page/page-view.ts';
import type { BrowserSession } from './session.ts';
import { goTo, stay, type Tab } from './tab.ts';

/** Why and how a page is loaded. */
export interface Loading {
  readonly cause: Cause;
  /** Page the link stood on. */
  readonly referrer?: string;
  /** A place in the tab's history, which stays as it is. */
  readonly inHistory?: boolean;
}

/** A file a server offered in place of a page. */
export interface Offer extends Attachment {
  readonly url: string;
  readonly referrer: string;
}

interface Listener {
  /** A page came, in this tab. */
  readonly visited: (tab: Tab, page: WebPage) => void;
  readonly offered: (offer: Offer, cause: Cause) => void;
}

/** Loads pages into tabs and says how that goes. */
export class PageLoader {
  readonly #session: BrowserSession;
  readonly #listener: Listener;

  constructor(session: BrowserSession, listener: Listener) {
    this.#session = session;
    this.#listener = listener;
  }

  load(tab: Tab, url: string, how: Loading): void {
    const before = tab.page;
    if (how.inHistory !== true) goTo(tab, url);
    const wanted = loadingPage(url);
    tab.page = wanted;
    tab.sought = undefined;
    const { cause, referrer = '' } = how;
    this.#session.emit('page.start', { url }, cause, tab);
    const { packageName, web } = this.#session.context;
    const request = { packageName, url, incognito: tab.incognito, desktop: tab.desktop, cause, ...(referrer === '' ? {} : { referrer }) };
    web.load(request).then(
      (page) => {
        const isWaitedFor = tab.page === wanted;
        if (page.attachment !== undefined) this.#offer(tab, { page, before, isWaitedFor, how });
        else this.#show(tab, page, { isWaitedFor, cause });
      },
      (error: unknown) => {
        if (tab.page === wanted) tab.page = failedPage(url, reasonOf(error));
        this.#session.emit('page.error', { url, reason: reasonOf(error) }, cause, tab);
      },
    );
  }

  #show(tab: Tab, page: WebPage, how: { readonly isWaitedFor: boolean; readonly cause: Cause }): void {
    if (how.isWaitedFor) tab.page = loadedPage(page);
    this.#session.emit('page.finish', { url: page.url, title: page.title, status: page.status }, how.cause, tab);
    this.#listener.visited(tab, page);
  }

  /** What came is a file: the tab stays where it was. */
  #offer(tab: Tab, came: { readonly page: WebPage; readonly before: PageView; readonly isWaitedFor: boolean; readonly how: Loading }): void {
    const { page, before, isWaitedFor, how } = came;
    if (page.attachment === undefined || !isWaitedFor) return;
    if (how.inHistory !== true) stay(tab);
    tab.page = before.values.loading ? emptyPage() : before;
    this.#listener.offered({ ...page.attachment, url: page.url, referrer: how.referrer ?? '' }, how.cause);
  }
}
