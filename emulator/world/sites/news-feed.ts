import { json, type Site } from '../site.ts';
import { assetFor } from './assets.ts';

const HEADLINES = [
  'City opens its longest cycle bridge',
  'Why bread tastes better the second day',
  'The lighthouse keeper who counted birds',
  'Night trains are coming back',
  'A library that lends tools',
  'How to read a weather map',
  'The village that moved uphill',
  'Chess club wins on penalties',
] as const;

/** One entry of the Mi Browser's news feed. */
export interface FeedItem {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly source: string;
  readonly thumbnail: string;
}

/** What the feed lists, in order. */
export const FEED_ITEMS: readonly FeedItem[] = HEADLINES.map((title, index) => ({
  id: `n${1001 + index}`,
  title,
  url: `https://news.visited.test/story/n${1001 + index}?title=${encodeURIComponent(title)}`,
  source: 'News of the World Wide',
  thumbnail: `https://hot.browser.intl.miui.com/thumbnail/n${1001 + index}.png`,
}));

/** The Mi Browser's news feed: `/feed` is JSON, the stories lie on another site. */
export const newsFeed: Site = {
  name: 'Mi Browser news feed',
  answersFor: (host) => host === 'hot.browser.intl.miui.com',
  answer: (request) =>
    assetFor(request.url.pathname) ??
    (request.url.pathname === '/feed' ? json({ code: 0, items: FEED_ITEMS }) : json({ code: 404, items: [] }, 404)),
};
