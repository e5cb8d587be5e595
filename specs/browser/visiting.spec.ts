import type { Browser, Mode, SearchEngine } from '../../pageobjects/browser/browser.page.ts';
import { BROWSERS } from '../../pageobjects/browser/browsers.ts';
import { expectSilence, expectTraffic } from '../../src/run/expect.ts';
import { journey, type Performance, type Scene } from '../../src/run/journey.ts';
import { ALLOWED } from './allowed.ts';

/** Where search engines find something about whatever they are asked for. */
const ENCYCLOPEDIA = 'encyclopedia.visited.test';

const HOSTS: Readonly<Record<SearchEngine, string>> = { Google: 'www.google.com', DuckDuckGo: 'duckduckgo.com' };

/** Visits a page that nobody has ever heard of. */
const visit = (mode: Mode) => ({ app, canary }: Scene<Browser>): Performance => {
  const site = `${canary('host')}.visited.test`;
  return {
    arrange: () => app.beIn(mode),
    act: () => app.visit(`https://${site}/${canary('url')}?q=${canary('query')}`),
    landed: async () => (await app.isIn(mode)) && (await app.isLoaded(canary('url'))),
    heardBy: [{ role: 'host', host: site }, { role: 'url', host: site }, { role: 'query', host: site }],
  };
};

/** Searches for a word that nobody has ever searched for. */
const search = (engine: SearchEngine, mode: Mode) => ({ app, canary }: Scene<Browser>): Performance => ({
  arrange: async () => {
    await app.useSearchEngine(engine);
    await app.beIn(mode);
  },
  act: () => app.searchFor(canary('search')),
  landed: async () => (await app.isIn(mode)) && (await app.isLoaded(canary('search'))),
  heardBy: [{ role: 'search', host: HOSTS[engine] }],
});

/** Opens what a search has found: a page whose address and title are the word that was searched for. */
const openResult = (mode: Mode) => ({ app, canary }: Scene<Browser>): Performance => ({
  arrange: async () => {
    await app.useSearchEngine('DuckDuckGo');
    await app.beIn(mode);
    await app.searchFor(canary('search'));
    await app.untilLoaded();
  },
  act: () => app.openResult(canary('search')),
  landed: async () => (await app.isIn(mode)) && (await app.pageTitle()) === canary('search'),
  heardBy: [{ role: 'search', host: HOSTS.DuckDuckGo }, { role: 'search', host: ENCYCLOPEDIA }],
});

const type = (mode: Mode) => ({ app, canary }: Scene<Browser>): Performance => ({
  arrange: () => app.beIn(mode),
  act: () => app.type(canary('search')),
  landed: async () => (await app.isIn(mode)) && (await app.addressBarText()).includes(canary('search')),
});

const visiting = journey('visiting', BROWSERS, ({ action, control, sham }) => ({
  'touches the address bar': sham(({ app }) => ({
    act: () => app.touchNothing(),
    landed: () => app.isIn('normal'),
  })),
  'visits a site': action({ claims: ['C1'] }, visit('normal')),
  'visits a site incognito': action({ claims: ['C1', 'C3'] }, visit('incognito')),
  'searches with Google': action({ claims: ['C2'] }, search('Google', 'normal')),
  'searches with Google incognito': action({ claims: ['C2', 'C3'] }, search('Google', 'incognito')),
  'searches with DuckDuckGo': action({ claims: ['C2'] }, search('DuckDuckGo', 'normal')),
  'searches with DuckDuckGo incognito': action({ claims: ['C2', 'C3'] }, search('DuckDuckGo', 'incognito')),
  'opens a result': action({ claims: ['C1'] }, openResult('normal')),
  'opens a result incognito': action({ claims: ['C1', 'C3'] }, openResult('incognito')),
  'types without going anywhere': action({}, type('normal')),
  'types without going anywhere incognito': action({}, type('incognito')),
  'opens the user agreement': control({ seenAt: 'privacy.mi.com' }, ({ app }) => ({
    act: () => app.openUserAgreement(),
    landed: async () => (await app.pageTitle()) !== undefined,
  })),
}), { allows: ALLOWED });

describe('Browser: where you go is between you and the site', () => {
  it('visiting a site is heard by that site alone', expectSilence(visiting, 'visits a site'));
  it('visiting a site incognito is heard by that site alone', expectSilence(visiting, 'visits a site incognito'));
  it('searching with Google is heard by Google alone', expectSilence(visiting, 'searches with Google'));
  it('searching with Google incognito is heard by Google alone', expectSilence(visiting, 'searches with Google incognito'));
  it('searching with DuckDuckGo is heard by DuckDuckGo alone', expectSilence(visiting, 'searches with DuckDuckGo'));
  it('searching with DuckDuckGo incognito is heard by DuckDuckGo alone', expectSilence(visiting, 'searches with DuckDuckGo incognito'));
  it('opening a result is heard by its site alone', expectSilence(visiting, 'opens a result'));
  it('opening a result incognito is heard by its site alone', expectSilence(visiting, 'opens a result incognito'));
  it('typing without going anywhere is heard by nobody', expectSilence(visiting, 'types without going anywhere'));
  it('typing without going anywhere incognito is heard by nobody', expectSilence(visiting, 'types without going anywhere incognito'));
  it('opening the user agreement is seen on the wire (positive control)', expectTraffic(visiting, 'opens the user agreement'));
});
