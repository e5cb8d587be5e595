import { MintBrowser } from '../../pageobjects/browser/mint-browser.page.ts';
import { expectSilence, expectTraffic } from '../../src/run/expect.ts';
import { journey } from '../../src/run/journey.ts';

const browsing = journey('browsing with Mint Browser', MintBrowser, ({ action, control, sham }) => ({
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
  'searches with DuckDuckGo': action({ claims: ['C2'] }, ({ app, canary }) => ({
    arrange: () => app.useSearchEngine('DuckDuckGo'),
    act: () => app.searchFor(canary('search')),
    landed: () => app.isLoaded(canary('search')),
    heardBy: [{ role: 'search', host: 'duckduckgo.com' }],
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
  'opens the user agreement': control({ seenAt: 'privacy.mi.com' }, ({ app }) => ({
    act: () => app.openUserAgreement(),
    landed: async () => (await app.pageTitle()) !== undefined,
  })),
}), {
  // Pages include parts from elsewhere.
  allows: ['web.third-party-parts'],
});

describe('Mint Browser: where you go is between you and the site', () => {
  it('visiting a site is heard by that site alone', expectSilence(browsing, 'visits a site'));
  it('searching with DuckDuckGo is heard by DuckDuckGo alone', expectSilence(browsing, 'searches with DuckDuckGo'));
  it('visiting a site incognito is heard by that site alone', expectSilence(browsing, 'visits a site incognito'));
  it('opening the user agreement is seen on the wire (positive control)', expectTraffic(browsing, 'opens the user agreement'));
});
