import { WebLoadError, type FeedItem } from '../../apps/web-engine.ts';

/** The items of the Mi Browser's news feed. @throws {WebLoadError} when it is none. */
export function feedItems(body: Buffer): readonly FeedItem[] {
  const parsed = parse(body);
  const items: unknown = typeof parsed === 'object' && parsed !== null && 'items' in parsed ? parsed.items : undefined;
  if (!Array.isArray(items)) throw new WebLoadError('net::ERR_INVALID_RESPONSE');
  return items.flatMap((item: unknown) => {
    if (typeof item !== 'object' || item === null || !('title' in item) || !('url' in item)) return [];
    return typeof item.title === 'string' && typeof item.url === 'string' ? [{ title: item.title, url: item.url }] : [];
  });
}

/** Suggestions as search engines answer them to browsers (OpenSearch): `["words", ["words more", …]]`. @throws {WebLoadError} */
export function suggestions(body: Buffer): readonly string[] {
  const parsed = parse(body);
  const list: unknown = Array.isArray(parsed) ? parsed[1] : undefined;
  if (!Array.isArray(list)) throw new WebLoadError('net::ERR_INVALID_RESPONSE');
  return list.flatMap((one: unknown) => (typeof one === 'string' ? [one] : []));
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch (error) {
    throw new WebLoadError('net::ERR_INVALID_RESPONSE', { cause: error });
  }
}
