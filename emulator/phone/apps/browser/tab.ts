import { emptyPage, type PageView } from '../web-page/page-view.ts';

/** A tab: what it shows, and where back and forward lead. */
export interface Tab {
  readonly id: number;
  readonly incognito: boolean;
  /** URLs, the start page as the empty one. */
  readonly history: string[];
  /** Place in the history. */
  at: number;
  page: PageView;
  /** *Desktop site* is ticked. */
  desktop: boolean;
  /** What is looked for in the page; undefined while nothing is. */
  sought: string | undefined;
  /** The page's videos that run, by URL. */
  playing: ReadonlySet<string>;
}

/** A tab on the start page. */
export function newTab(id: number, incognito: boolean): Tab {
  return { id, incognito, history: [''], at: 0, page: emptyPage(), desktop: false, sought: undefined, playing: new Set() };
}

/** What the tab is called in the switcher. */
export function titleOf(tab: Tab): string {
  const title = tab.page.values.url === '' ? 'New tab' : tab.page.values.title === '' ? tab.page.values.url : tab.page.values.title;
  return tab.incognito ? `${title} (incognito)` : title;
}

/** Notes that the tab goes to a new place: what was ahead is forgotten. */
export function goTo(tab: Tab, url: string): void {
  tab.history.splice(tab.at + 1);
  tab.history.push(url);
  tab.at += 1;
}

/** Takes the last step back: the place turned out to be none. */
export function stay(tab: Tab): void {
  tab.history.splice(tab.at);
  tab.at -= 1;
}
