import { html, isWithin, type Site, type SiteRequest, type SiteResponse } from '../site.ts';
import { assetFor } from './assets.ts';
import { renderPage } from './page.ts';

/** Sites that keep the address of their pages to themselves: `Referrer-Policy: no-referrer`. */
export const visitedSites: Site = {
  name: 'ordinary web sites, discreet',
  answersFor: (host) => isWithin(host, 'visited.test'),
  answer: (request) => ordinaryPage(request, { 'referrer-policy': 'no-referrer' }),
};

/** Sites whose third parties hear, by `Referer`, which page was read: the old default, spelled out. */
export const chattySites: Site = {
  name: 'ordinary web sites, leaking the address of their pages',
  answersFor: (host) => isWithin(host, 'chatty.test'),
  answer: (request) => ordinaryPage(request, { 'referrer-policy': 'unsafe-url' }),
};

/** The third party that ordinary sites include scripts and pixels from. */
export const thirdParties: Site = {
  name: 'third-party content',
  answersFor: (host) => isWithin(host, 'thirdparty.test'),
  answer: (request) => assetFor(request.url.pathname) ?? { status: 204 },
};

function ordinaryPage(request: SiteRequest, headers: Readonly<Record<string, string>>): SiteResponse {
  const { url, host } = request;
  const asset = assetFor(url.pathname);
  if (asset !== undefined) return asset;
  if (url.pathname.startsWith('/moved/')) {
    return { status: 302, headers: { location: `/${url.pathname.slice('/moved/'.length)}${url.search}`, ...headers } };
  }

  const title = url.searchParams.get('title') ?? titleOf(url.pathname, host);
  const page = renderPage({
    title,
    paragraphs: [`You are reading ${title}.`],
    links: [
      { href: '/', text: 'Home' },
      { href: '/more.html', text: 'Read on' },
      { href: 'https://elsewhere.visited.test/', text: 'Elsewhere' },
    ],
    favicon: '/favicon.ico',
    stylesheets: ['/assets/style.css'],
    scripts: ['/assets/app.js', '//cdn.thirdparty.test/lib/widgets.js'],
    images: ['/assets/photo.png', '//cdn.thirdparty.test/pixel.png'],
  });
  return html(page, { 'set-cookie': 'visit=1; Path=/', ...headers });
}

function titleOf(pathname: string, host: string): string {
  const last = pathname.split('/').filter((part) => part !== '').at(-1);
  if (last === undefined) return host;
  return decodeLeniently(last).replace(/\.html?$/, '').replace(/[-_]+/g, ' ');
}

function decodeLeniently(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray % is part of the name then.
    return text;
  }
}
