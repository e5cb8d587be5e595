import { html, json, type Site, type SiteRequest } from '../site.ts';
import { assetFor } from './assets.ts';
import { renderPage } from './page.ts';

/** Google: result pages at `/search?q=`, suggestions at `/complete/search?q=`. */
export const google: Site = {
  name: 'Google search',
  answersFor: (host) => host === 'www.google.com' || host === 'google.com',
  answer: (request) => answerSearch(request, { brand: 'Google Search', suggestPath: '/complete/search' }),
};

/** DuckDuckGo: result pages at `/?q=`, suggestions at `/ac/?q=`. */
export const duckDuckGo: Site = {
  name: 'DuckDuckGo search',
  answersFor: (host) => host === 'duckduckgo.com' || host === 'www.duckduckgo.com',
  answer: (request) => answerSearch(request, { brand: 'at DuckDuckGo', suggestPath: '/ac/' }),
};

function answerSearch(request: SiteRequest, engine: { readonly brand: string; readonly suggestPath: string }) {
  const { url } = request;
  const asset = assetFor(url.pathname);
  if (asset !== undefined) return asset;
  const query = url.searchParams.get('q') ?? '';
  if (url.pathname === engine.suggestPath) return json([query, query === '' ? [] : [`${query} meaning`, `${query} near me`]]);

  // Results lead to sites by their own names: a result that carried the query would spread it when it is opened.
  const page = renderPage({
    title: query === '' ? engine.brand : `${query} - ${engine.brand}`,
    paragraphs: query === '' ? [] : [`About 3 results for ${query}`],
    links: [
      { href: 'https://encyclopedia.visited.test/', text: 'Encyclopedia' },
      { href: 'https://forum.visited.test/', text: 'Forum' },
      { href: 'https://shop.visited.test/', text: 'Shop' },
    ],
    favicon: '/favicon.ico',
    stylesheets: ['/assets/results.css'],
    images: ['/assets/logo.png'],
  });
  return html(page, { 'referrer-policy': 'origin' });
}
