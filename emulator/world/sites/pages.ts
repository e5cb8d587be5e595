import { html, isWithin, type Site, type SiteRequest, type SiteResponse } from '../site.ts';
import { assetFor } from './assets.ts';
import { fileAt, videoAt } from './files.ts';
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

const FAMOUS = new Set(['m.youtube.com', 'm.facebook.com', 'en.m.wikipedia.org', 'weather.com']);

/** Sites that a browser's start page leads to. */
export const famousSites: Site = {
  name: 'sites on the start pages of browsers',
  answersFor: (host) => FAMOUS.has(host),
  answer: (request) => ordinaryPage(request, { 'referrer-policy': 'origin' }),
};

/** The third party that ordinary sites include scripts and pixels from. */
export const thirdParties: Site = {
  name: 'third-party content',
  answersFor: (host) => isWithin(host, 'thirdparty.test'),
  answer: (request) => assetFor(request.url.pathname) ?? { status: 204 },
};

function ordinaryPage(request: SiteRequest, headers: Readonly<Record<string, string>>): SiteResponse {
  const { url, host } = request;
  const file = fileAt(url.pathname) ?? videoAt(url.pathname) ?? assetFor(url.pathname);
  if (file !== undefined) return file;
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
      ...(url.pathname.startsWith('/downloads') ? [{ href: `/files/${nameFor(url)}.pdf`, text: 'The report as PDF' }] : []),
    ],
    ...(url.pathname.startsWith('/watch') ? { videos: [{ src: `/videos/${nameFor(url)}.mp4`, title }] } : {}),
    favicon: '/favicon.ico',
    stylesheets: ['/assets/style.css'],
    scripts: ['/assets/app.js', '//cdn.thirdparty.test/lib/widgets.js'],
    images: ['/assets/photo.png', '//cdn.thirdparty.test/pixel.png'],
  });
  return html(page, { 'set-cookie': 'visit=1; Path=/', ...headers });
}

/** What the file on a page is called: the last part of its path. */
function nameFor({ pathname }: URL): string {
  return pathname.split('/').filter((part) => part !== '').at(-1) ?? 'file';
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
