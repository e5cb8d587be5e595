import { MiBrowser } from '../../pageobjects/browser/mi-browser.page.ts';
import { expectSilence, expectTraffic } from '../../src/run/expect.ts';
import { journey } from '../../src/run/journey.ts';

/** A page that stands for nothing: it carries no canary. */
const PLAIN_SITE = 'control.visited.test';

const incognito = journey('browsing incognito', MiBrowser, ({ action, control, sham }) => ({
  'touches the address bar': sham(({ app }) => ({
    arrange: () => app.openIncognitoTab(),
    act: () => app.touchNothing(),
    landed: () => app.isIncognito(),
  })),
  'visits a site incognito': action({ claims: ['C1', 'C3'] }, ({ app, canary }) => ({
    arrange: () => app.openIncognitoTab(),
    act: () => app.visit(`https://${canary('host')}.visited.test/${canary('url')}?q=${canary('query')}`),
    landed: async () => (await app.isIncognito()) && (await app.isLoaded(canary('url'))),
    heardBy: [
      { role: 'host', host: `${canary('host')}.visited.test` },
      { role: 'url', host: `${canary('host')}.visited.test` },
      { role: 'query', host: `${canary('host')}.visited.test` },
    ],
  })),
  'searches with DuckDuckGo incognito': action({ claims: ['C2', 'C3'] }, ({ app, canary }) => ({
    arrange: async () => {
      await app.useSearchEngine('DuckDuckGo');
      await app.openIncognitoTab();
    },
    act: () => app.searchFor(canary('search')),
    landed: async () => (await app.isIncognito()) && (await app.isLoaded(canary('search'))),
    heardBy: [{ role: 'search', host: 'duckduckgo.com' }],
  })),
  'loads a page that says nothing': control({ seenAt: PLAIN_SITE }, ({ app }) => ({
    act: () => app.visit(`https://${PLAIN_SITE}/`),
    landed: async () => (await app.pageTitle()) !== undefined,
  })),
}), {
  // The start page lists news; pages include parts from elsewhere.
  allows: ['browser.news-feed', 'browser.news-feed.thumbnails', 'browser.news-feed.icon', 'web.third-party-parts'],
});

describe('Mi Browser: incognito means incognito', () => {
  it('visiting a site incognito is heard by that site alone', expectSilence(incognito, 'visits a site incognito'));
  it('searching with DuckDuckGo incognito is heard by DuckDuckGo alone', expectSilence(incognito, 'searches with DuckDuckGo incognito'));
  it('loading a page is seen on the wire (positive control)', expectTraffic(incognito, 'loads a page that says nothing'));
});
