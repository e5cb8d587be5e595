import type { Cause } from '../app-event.ts';
import type { Row } from '../value.ts';
import type { FeedItem } from '../web-engine.ts';
import { textOf, type BrowserSession, type Operations } from './session.ts';

const FEED_URL = 'https://hot.browser.intl.miui.com/feed';

interface Channel {
  readonly path: string;
  readonly title: string;
}

/** What of a channel has come so far. */
interface Loaded {
  readonly items: readonly FeedItem[];
  readonly page: number;
  /** There was nothing more. */
  readonly isEnd: boolean;
}

/** The news of the start page: channels that get longer as they are scrolled. Lives as long as the process. */
export class Feed {
  readonly #session: BrowserSession;
  readonly #loaded = new Map<string, Loaded>();
  #channel: Channel | undefined;
  #isLoading = false;

  constructor(session: BrowserSession) {
    this.#session = session;
    this.#channel = session.build.channels[0];
  }

  readonly operations: Operations = {
    chooseChannel: (args, cause) => {
      const chosen = this.#session.build.channels.find(({ path }) => path === textOf(args, 'path'));
      if (chosen === undefined || chosen === this.#channel) return;
      this.#channel = chosen;
      this.#session.emit('feed.channel', { channel: chosen.title }, cause);
      this.show(cause);
    },
    moreFeed: (_, cause) => this.#more(cause),
    refreshFeed: (_, cause) => this.refresh(cause),
  };

  /** Whether there is one: not in every build, and not without *Personalized services*. */
  get isOn(): boolean {
    return this.#channel !== undefined && this.#session.isOn('personalized');
  }

  /** Name of the channel that is shown. */
  get channel(): string {
    return this.#channel?.title ?? '';
  }

  rows(): readonly Row[] {
    return this.#items().map((item, i) => ({ key: `${i} ${item.url}`, title: item.title, url: item.url }));
  }

  channelRows(): readonly Row[] {
    return this.#session.build.channels.map((channel) => ({ key: channel.path, ...channel, current: channel === this.#channel }));
  }

  /** The start page is shown: the channel is fetched, once in the life of the process. */
  show(cause: Cause): void {
    if (this.#channel !== undefined && !this.#loaded.has(this.#channel.path)) this.refresh(cause);
  }

  /** Fetches the channel anew. */
  refresh(cause: Cause): void {
    const channel = this.#channel;
    if (channel === undefined || !this.isOn) return;
    const isFirst = channel === this.#session.build.channels[0];
    this.#fetch(isFirst ? FEED_URL : `${FEED_URL}/${channel.path}`, cause, (items) => {
      this.#loaded.set(channel.path, { items, page: 1, isEnd: items.length === 0 });
      this.#session.emit('feed.show', { channel: channel.title, count: items.length }, cause);
    });
  }

  #items(): readonly FeedItem[] {
    return this.#loaded.get(this.#channel?.path ?? '')?.items ?? [];
  }

  #more(cause: Cause): void {
    const channel = this.#channel;
    const loaded = channel === undefined ? undefined : this.#loaded.get(channel.path);
    if (channel === undefined || loaded === undefined || loaded.isEnd || !this.isOn) return;
    const page = loaded.page + 1;
    this.#fetch(`${FEED_URL}/${channel.path}/${page}`, cause, (items) => {
      this.#loaded.set(channel.path, { items: [...loaded.items, ...items], page, isEnd: items.length === 0 });
      this.#session.emit('feed.more', { channel: channel.title, page, count: items.length }, cause);
    });
  }

  #fetch(url: string, cause: Cause, came: (items: readonly FeedItem[]) => void): void {
    if (this.#isLoading) return;
    this.#isLoading = true;
    const { packageName, web } = this.#session.context;
    web.fetchFeed({ packageName, url, cause }).then(
      (items) => {
        this.#isLoading = false;
        came(items);
      },
      // A start page without news; the next time it is shown asks again.
      () => { this.#isLoading = false; },
    );
  }
}
