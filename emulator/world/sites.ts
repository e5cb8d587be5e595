import type { Site, SiteRequest, SiteResponse } from './site.ts';
import {
  adServers,
  everybodyElse,
  mistatCollectors,
  overloadedServer,
  pushServices,
  sdkConfigs,
  sensorsAnalytics,
  trackingCollectors,
  troubledServers,
} from './sites/collectors.ts';
import { newsFeed } from './sites/news-feed.ts';
import { chattySites, famousSites, thirdParties, visitedSites } from './sites/pages.ts';
import { baidu, bing, duckDuckGo, google, yahoo } from './sites/search.ts';
import { connectivityChecks, xiaomiPages } from './sites/xiaomi-pages.ts';

/** Every server of the world; the first that answers for a host gets the request. */
export const SITES: readonly Site[] = [
  visitedSites,
  chattySites,
  famousSites,
  thirdParties,
  google,
  duckDuckGo,
  bing,
  yahoo,
  baidu,
  newsFeed,
  xiaomiPages,
  connectivityChecks,
  sensorsAnalytics,
  trackingCollectors,
  mistatCollectors,
  sdkConfigs,
  pushServices,
  adServers,
  overloadedServer,
  troubledServers,
  everybodyElse,
];

/** Names under `.invalid` resolve nowhere (RFC 2606). */
export function resolves(host: string): boolean {
  return host !== 'invalid' && !host.endsWith('.invalid');
}

/** What the world answers to a request. */
export function answerOf(request: SiteRequest): SiteResponse {
  const site = SITES.find((candidate) => candidate.answersFor(request.host)) ?? everybodyElse;
  return site.answer(request);
}
