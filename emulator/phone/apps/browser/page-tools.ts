import type { Cause } from '../app-event.ts';
import { isTrue } from '../template.ts';
import type { Row } from '../value.ts';
import { textOf, type BrowserSession, type Operations } from './session.ts';

/** What can be done with the page in front besides reading it. */
export class PageTools {
  readonly #session: BrowserSession;
  readonly #reload: (cause: Cause) => void;

  constructor(session: BrowserSession, reload: (cause: Cause) => void) {
    this.#session = session;
    this.#reload = reload;
  }

  readonly operations: Operations = {
    find: (args, cause) => this.#find(textOf(args, 'term'), cause),
    endFind: () => { this.#session.tabs.current.sought = undefined; },
    desktop: (_, cause) => {
      const tab = this.#session.tabs.current;
      tab.desktop = !tab.desktop;
      this.#session.emit('page.desktop', { url: tab.page.values.url, value: tab.desktop }, cause);
      this.#reload(cause);
    },
    openReader: (_, cause) => {
      this.#session.emit('reader.open', this.#place(), cause);
      this.#session.context.go('reader', this.#place(), cause);
    },
    share: (_, cause) => {
      this.#session.emit('share.page', this.#place(), cause);
      this.#session.context.go('share', this.#place(), cause);
    },
    copyLink: (args, cause) => {
      const url = textOf(args, 'url');
      this.#session.context.clipboard?.set(url);
      this.#session.emit('link.copy', { url }, cause);
    },
    playVideo: (args, cause) => this.#play(textOf(args, 'video'), cause),
  };

  /** How often what is looked for stands on the page. */
  get foundCount(): number {
    const { sought = '', page } = this.#session.tabs.current;
    if (sought === '') return 0;
    const text = [page.values.title, page.text, ...page.links.map((link) => link.text)].join('\n').toLowerCase();
    return text.split(sought.toLowerCase()).length - 1;
  }

  /** The page as the reader shows it: nothing but its text. */
  readerRows(): readonly Row[] {
    return this.#session.tabs.current.page.text.split(/(?<=[.!?])\s+/).filter((part) => part !== '').map((text, i) => ({ key: String(i), text }));
  }

  #find(term: string, cause: Cause): void {
    const tab = this.#session.tabs.current;
    tab.sought = term;
    if (isTrue(term)) this.#session.emit('page.find', { url: tab.page.values.url, term, count: this.foundCount }, cause);
  }

  #play(video: string, cause: Cause): void {
    const { tabs, context } = this.#session;
    const { page, incognito, playing } = tabs.current;
    if (playing.has(video)) {
      tabs.current.playing = new Set([...playing].filter((other) => other !== video));
      return;
    }
    tabs.current.playing = new Set([...playing, video]);
    this.#session.emit('video.play', { ...this.#place(), video }, cause);
    // A player that gets nothing shows a black picture; the network has written down why.
    context.web.play({ packageName: context.packageName, url: video, page: page.values.url, incognito, cause }).catch(() => undefined);
  }

  #place(): Row {
    const { title, url } = this.#session.tabs.current.page.values;
    return { title, url };
  }
}
