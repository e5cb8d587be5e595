import { MiBrowser } from '../../pageobjects/browser/mi-browser.page.ts';
import { expectSilence, expectTraffic } from '../../src/run/expect.ts';
import { journey } from '../../src/run/journey.ts';

const browsing = journey('browsing', MiBrowser, ({ action, control, sham }) => ({
  'touches the address bar': sham(({ app }) => ({
    act: () => app.touchNothing(),
    landed: () => app.isOnStartPage(),
  })),
  'visits a site': action({ claims: ['C1'] }, ({ app, canary }) => ({
    act: () => app.visit(`https://${canary('host')}.visited.test/${canary('url')}?q=${canary('query')}`),
    landed: () => app.isLoaded(canary('url')),
    heardBy: [
      { role: 'host', host: `${canary('host')}.visited.test` },
      { role: 'url', host: `${canary('host')}.visited.test` },
      { role: 'query', host: `${canary('host')}.visited.test` },
    ],
  })),
  'searches with Google': action({ claims: ['C2'] }, ({ app, canary }) => ({
    arrange: () => app.useSearchEngine('Google'),
    act: () => app.searchFor(canary('search')),
    landed: () => app.isLoaded(canary('search')),
    heardBy: [{ role: 'search', host: 'www.google.com' }],
  })),
  'searches with DuckDuckGo': action({ claims: ['C2'] }, ({ app, canary }) => ({
    arrange: () => app.useSearchEngine('DuckDuckGo'),
    act: () => app.searchFor(canary('search')),
    landed: () => app.isLoaded(canary('search')),
    heardBy: [{ role: 'search', host: 'duckduckgo.com' }],
  })),
  // Nothing can be planted in the news: the item's own title is looked for.
  'opens a news item': action({ claims: ['C4'] }, ({ app }) => ({
    subjects: async () => (await app.newsTitles()).slice(0, 1),
    act: () => app.openFirstNewsItem(),
    landed: async () => (await app.pageTitle()) !== undefined,
    heardBy: [{ role: 'url', host: 'news.visited.test' }],
  })),
  'types without going anywhere': action({}, ({ app, canary }) => ({
    act: () => app.type(canary('search')),
    landed: async () => (await app.addressBarText()).includes(canary('search')),
  })),
  'opens the user agreement': control({ seenAt: 'privacy.mi.com' }, ({ app }) => ({
    act: () => app.openUserAgreement(),
    landed: async () => (await app.pageTitle()) !== undefined,
  })),
}), {
  // The start page lists news; pages include parts from elsewhere.
  allows: ['browser.news-feed', 'browser.news-feed.thumbnails', 'browser.news-feed.icon', 'web.third-party-parts'],
});

describe('Mi Browser: where you go is between you and the site', () => {
  it('visiting a site is heard by that site alone', expectSilence(browsing, 'visits a site'));
  it('searching with Google is heard by Google alone', expectSilence(browsing, 'searches with Google'));
  it('searching with DuckDuckGo is heard by DuckDuckGo alone', expectSilence(browsing, 'searches with DuckDuckGo'));
  it('opening a news item is heard by its publisher alone', expectSilence(browsing, 'opens a news item'));
  it('typing without going anywhere is heard by nobody', expectSilence(browsing, 'types without going anywhere'));
  it('opening the user agreement is seen on the wire (positive control)', expectTraffic(browsing, 'opens the user agreement'));
});
