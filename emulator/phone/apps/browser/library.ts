import type { Cause } from '../app-event.ts';
import type { Row } from '../value.ts';
import { textOf, type BrowserSession, type Operations } from './session.ts';
import { StoredList } from './stored-list.ts';

type Place = { readonly title: string; readonly url: string };
type Visit = Place & { readonly atMs: number };

/** Opens a page in the tab in front. */
export type OpenPage = (url: string, cause: Cause) => void;

/** Bookmarks and history. */
export class Library {
  readonly #session: BrowserSession;
  readonly #open: OpenPage;
  readonly #bookmarks: StoredList<Place>;
  readonly #history: StoredList<Visit>;

  constructor(session: BrowserSession, open: OpenPage) {
    this.#session = session;
    this.#open = open;
    this.#bookmarks = new StoredList(session.context, 'bookmarks');
    this.#history = new StoredList(session.context, 'history');
  }

  readonly operations: Operations = {
    addBookmark: (_, cause) => {
      const { title, url } = this.#session.tabs.current.page.values;
      if (url === '' || this.hasBookmark(url)) return;
      this.#bookmarks.add({ title, url });
      this.#session.emit('bookmark.add', { title, url }, cause);
    },
    openBookmark: (args, cause) => {
      this.#session.emit('bookmark.open', placeOf(args), cause);
      this.#open(textOf(args, 'url'), cause);
    },
    removeBookmark: (args, cause) => {
      const url = textOf(args, 'url');
      const removed = this.#bookmarks.remove(this.#bookmarks.all().findIndex((bookmark) => bookmark.url === url));
      if (removed !== undefined) this.#session.emit('bookmark.remove', placeOf(removed), cause);
    },
    openVisit: (args, cause) => {
      this.#session.emit('history.open', placeOf(args), cause);
      this.#open(textOf(args, 'url'), cause);
    },
    removeVisit: (args, cause) => {
      const removed = this.#history.remove(Number(args['index']));
      if (removed !== undefined) this.#session.emit('history.remove', placeOf(removed), cause);
    },
    clearHistory: (_, cause) => {
      this.#session.emit('history.clear', { count: this.forgetVisits() }, cause);
    },
  };

  /** Remembers a visit; one after the other to the same page counts once. */
  note(title: string, url: string): void {
    const [last] = this.#history.all();
    if (last?.url === url) this.#history.remove(0);
    this.#history.add({ title: title === '' ? url : title, url, atMs: this.#session.context.clock.now() });
  }

  /** Empties the history; how many visits were in it. */
  forgetVisits(): number {
    const count = this.#history.all().length;
    this.#history.clear();
    return count;
  }

  hasBookmark(url: string): boolean {
    return this.#bookmarks.all().some((bookmark) => bookmark.url === url);
  }

  bookmarkRows(): readonly Row[] {
    return this.#bookmarks.all().map((bookmark) => ({ key: bookmark.url, ...bookmark }));
  }

  historyRows(): readonly Row[] {
    return this.#history.all().map((visit, index) => ({ key: `${visit.atMs} ${visit.url}`, index, ...visit }));
  }

  /** Visits whose title or address holds the words, the newest first. */
  visitsWith(words: string): readonly Place[] {
    const sought = words.toLowerCase();
    const found = this.#history.all().filter(({ title, url }) => title.toLowerCase().includes(sought) || url.toLowerCase().includes(sought));
    return found.filter(({ url }, i) => found.findIndex((other) => other.url === url) === i);
  }
}

const placeOf = (row: Row): Row => ({ title: textOf(row, 'title'), url: textOf(row, 'url') });
