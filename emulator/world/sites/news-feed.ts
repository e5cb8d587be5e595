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

/** Beyond this page a channel has nothing more. */
const LAST_PAGE = 5;

/** What the feed's first channel begins with, in order. */
export const FEED_ITEMS: readonly FeedItem[] = itemsOf('for_you', 1);

/** The Mi Browser's news feed: `/feed`, `/feed/<channel>` and `/feed/<channel>/<page>` are JSON, the stories lie on another site. */
export const newsFeed: Site = {
  name: 'Mi Browser news feed',
  answersFor: (host) => host === 'hot.browser.intl.miui.com',
  answer: ({ url }) => {
    const asset = assetFor(url.pathname);
    if (asset !== undefined) return asset;
    const [, channel = 'for_you', page = '1'] = /^\/feed(?:\/([a-z_]+)(?:\/(\d+))?)?$/.exec(url.pathname) ?? [];
    if (!url.pathname.startsWith('/feed')) return json({ code: 404, items: [] }, 404);
    return json({ code: 0, items: itemsOf(channel, Number(page)) });
  },
};

function itemsOf(channel: string, page: number): readonly FeedItem[] {
  if (page < 1 || page > LAST_PAGE) return [];
  return HEADLINES.map((headline, index) => {
    const isFirst = channel === 'for_you' && page === 1;
    const title = isFirst ? headline : `${headline} (${channel.replace('_', ' ')}, ${page})`;
    const id = `${isFirst ? 'n' : `${channel.replace('_', '')}${page}`}${1001 + index}`;
    return {
      id,
      title,
      url: `https://news.visited.test/story/${id}?title=${encodeURIComponent(title)}`,
      source: 'News of the World Wide',
      thumbnail: `https://hot.browser.intl.miui.com/thumbnail/${id}.png`,
    };
  });
}
