import type { Cause } from './app-event.ts';

/** A page an app wants to show. */
export interface PageRequest {
  readonly packageName: string;
  /** Absolute, http or https. */
  readonly url: string;
  /** Cookies of its own, which are gone with the last incognito tab. */
  readonly incognito: boolean;
  /** Page the link stood on; what of it reaches the server is the engine's business. */
  readonly referrer?: string;
  /** Asks as a desktop browser does. */
  readonly desktop?: boolean;
  readonly cause: Cause;
}

/** A page as far as a screen shows it. */
export interface WebPage {
  /** After redirects. */
  readonly url: string;
  readonly status: number;
  /** Empty when the page has none. */
  readonly title: string;
  /** What a person would read on it. */
  readonly text: string;
  /** Absolute URLs. */
  readonly links: readonly { readonly text: string; readonly url: string }[];
  /** What can be played on it: absolute URLs of media files. */
  readonly videos?: readonly { readonly title: string; readonly url: string }[];
  /** Said in place of all the above: this is no page but a file to be kept. */
  readonly attachment?: Attachment;
}

/** A file that a server offers in place of a page. */
export interface Attachment {
  readonly fileName: string;
  readonly mimeType: string;
  readonly sizeBytes: number;
}

/** A file that was fetched. */
export interface Download extends Attachment {
  readonly url: string;
  readonly bytes: Uint8Array;
}

export interface FeedRequest {
  readonly packageName: string;
  readonly url: string;
  readonly cause: Cause;
}

export interface SuggestionRequest {
  readonly packageName: string;
  /** Of the engine's suggestion service, with what was typed so far. */
  readonly url: string;
  readonly cause: Cause;
}

/** A piece of media somebody plays. */
export interface MediaRequest {
  readonly packageName: string;
  readonly url: string;
  /** Page it stands on. */
  readonly page: string;
  readonly incognito: boolean;
  readonly cause: Cause;
}

/** One item of a news feed. */
export interface FeedItem {
  readonly title: string;
  readonly url: string;
}

/** What draws web pages for apps: the page and its sub-resources, through the phone's own network. */
export interface WebEngine {
  /** @throws {WebLoadError} when there is no page to show; an HTTP error status is a page. */
  load(request: PageRequest): Promise<WebPage>;
  /** @throws {WebLoadError} */
  fetchFeed(request: FeedRequest): Promise<readonly FeedItem[]>;
  /** What the engine would complete the words to; without cookies. @throws {WebLoadError} */
  suggest(request: SuggestionRequest): Promise<readonly string[]>;
  /** Fetches a file, whatever it is. @throws {WebLoadError} also for an HTTP error. */
  download(request: PageRequest): Promise<Download>;
  /** Fetches what a player needs to begin. @throws {WebLoadError} */
  play(request: MediaRequest): Promise<void>;
  /** Forgets cookies: those of the incognito tabs, or all the app has. */
  forget(packageName: string, what: 'incognito' | 'all'): void;
}

/** A page could not be loaded; `code` is Chromium's name for why: `net::ERR_PROXY_CONNECTION_FAILED`. */
export class WebLoadError extends Error {
  override readonly name = 'WebLoadError';
  readonly code: string;

  constructor(code: string, options: { readonly cause?: unknown } = {}) {
    super(code, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
  }
}
