import { html, json, type Site } from '../site.ts';
import { assetFor } from './assets.ts';
import { renderPage } from './page.ts';

const HOSTS = new Set(['www.mi.com', 'mi.com', 'privacy.mi.com', 'zhuti.intl.xiaomi.com']);

/** Xiaomi's own pages an app opens when asked to: help, legal texts, wallpapers. */
export const xiaomiPages: Site = {
  name: 'Xiaomi help, legal and wallpaper pages',
  answersFor: (host) => HOSTS.has(host),
  answer: ({ url, host }) => {
    const asset = assetFor(url.pathname);
    if (asset !== undefined) return asset;
    if (url.pathname.startsWith('/api/')) return json({ code: 0, data: [] });
    const title = host === 'privacy.mi.com' ? 'Xiaomi Privacy Policy' : host.startsWith('zhuti') ? 'Wallpapers' : 'Mi Support';
    const page = renderPage({
      title,
      paragraphs: ['Text as published, in short.'],
      favicon: '/favicon.ico',
      stylesheets: ['/assets/site.css'],
      images: ['/assets/logo.png'],
    });
    return html(page, { 'referrer-policy': 'no-referrer' });
  },
};

/** Where phones ask whether a captive portal is in the way: an empty 204 means none. */
export const connectivityChecks: Site = {
  name: 'connectivity checks',
  answersFor: (host) => host === 'connect.rom.miui.com' || host === 'connectivitycheck.gstatic.com',
  answer: ({ url }) => (url.pathname === '/generate_204' ? { status: 204 } : { status: 404 }),
};
