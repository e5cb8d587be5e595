import type { Cause } from './app-event.ts';

/** A page an app wants to show. */
export interface PageRequest {
  readonly packageName: string;
  /** Absolute, http or https. */
  readonly url: string;
  /** No cookies are taken along, none are kept. */
  readonly incognito: boolean;
  /** Page the link stood on; what of it reaches the server is the engine's business. */
  readonly referrer?: string;
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
}

export interface FeedRequest {
  readonly packageName: string;
  readonly url: string;
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
