import { html, json, type Site, type SiteRequest } from '../site.ts';
import { assetFor } from './assets.ts';
import { renderPage } from './page.ts';

/** Google: result pages at `/search?q=`, suggestions at `/complete/search?q=`. */
export const google: Site = {
  name: 'Google search',
  answersFor: (host) => host === 'www.google.com' || host === 'google.com',
  answer: (request) => answerSearch(request, { brand: 'Google Search', parameter: 'q', suggest: { path: '/complete/search', parameter: 'q' } }),
};

/** DuckDuckGo: result pages at `/?q=`, suggestions at `/ac/?q=`. */
export const duckDuckGo: Site = {
  name: 'DuckDuckGo search',
  answersFor: (host) => host === 'duckduckgo.com' || host === 'www.duckduckgo.com',
  answer: (request) => answerSearch(request, { brand: 'at DuckDuckGo', parameter: 'q', suggest: { path: '/ac/', parameter: 'q' } }),
};

/** Bing: result pages at `/search?q=`, suggestions at `/osjson.aspx?query=`. */
export const bing: Site = {
  name: 'Bing search',
  answersFor: (host) => host === 'www.bing.com' || host === 'bing.com',
  answer: (request) => answerSearch(request, { brand: 'Bing', parameter: 'q', suggest: { path: '/osjson.aspx', parameter: 'query' } }),
};

/** Yahoo!: result pages at `/search?p=`, suggestions at `/sugg/chrome?command=`. */
export const yahoo: Site = {
  name: 'Yahoo! search',
  answersFor: (host) => host === 'search.yahoo.com',
  answer: (request) => answerSearch(request, { brand: 'Yahoo Search', parameter: 'p', suggest: { path: '/sugg/chrome', parameter: 'command' } }),
};

/** Baidu: result pages at `/s?wd=`; suggestions at `suggestion.baidu.com/su?wd=`. */
export const baidu: Site = {
  name: 'Baidu search',
  answersFor: (host) => /^(?:(?:www|m|suggestion)\.)?baidu\.com$/.test(host),
  answer: (request) => answerSearch(request, { brand: '百度一下', parameter: 'wd', suggest: { path: '/su', parameter: 'wd' } }),
};

interface SearchEngine {
  readonly brand: string;
  /** Which parameter holds the words. */
  readonly parameter: string;
  readonly suggest: { readonly path: string; readonly parameter: string };
}

function answerSearch(request: SiteRequest, engine: SearchEngine) {
  const { url } = request;
  const asset = assetFor(url.pathname);
  if (asset !== undefined) return asset;
  if (url.pathname === engine.suggest.path) return json(suggestionsFor(url.searchParams.get(engine.suggest.parameter) ?? ''));
  const query = url.searchParams.get(engine.parameter) ?? '';

  const page = renderPage({
    title: query === '' ? engine.brand : `${query} - ${engine.brand}`,
    paragraphs: query === '' ? [] : [`About 3 results for ${query}`],
    links: [
      // An encyclopedia has an article on everything; the others are led to by their own names.
      { href: `https://encyclopedia.visited.test/wiki/${encodeURIComponent(query)}`, text: query === '' ? 'Encyclopedia' : `${query} - Encyclopedia` },
      { href: 'https://forum.visited.test/', text: 'Forum' },
      { href: 'https://shop.visited.test/', text: 'Shop' },
    ],
    favicon: '/favicon.ico',
    stylesheets: ['/assets/results.css'],
    images: ['/assets/logo.png'],
  });
  return html(page, { 'referrer-policy': 'origin' });
}

/** As OpenSearch writes them: the words, and what they may be completed to. */
function suggestionsFor(query: string) {
  return [query, query === '' ? [] : [`${query} meaning`, `${query} near me`]];
}
