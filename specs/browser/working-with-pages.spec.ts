import type { Browser, Mode } from '../../pageobjects/browser/browser.page.ts';
import { BROWSERS } from '../../pageobjects/browser/browsers.ts';
import { expectSilence, expectTraffic } from '../../src/run/expect.ts';
import { journey, type Performance, type Scene } from '../../src/run/journey.ts';
import { ALLOWED } from './allowed.ts';

/** Where the pages lie that something is done with. */
const SITE = 'reading.visited.test';

/** Visits a page of that site in a fresh tab: who hears of that is another spec's business. */
const goTo = async (mode: Mode, app: Browser, path: string): Promise<void> => {
  await app.beIn(mode);
  await app.visit(`https://${SITE}/${path}`);
  await app.untilLoaded();
};

const bookmark = (mode: Mode) => ({ app, canary }: Scene<Browser>): Performance => ({
  arrange: () => goTo(mode, app, canary('url')),
  act: () => app.bookmarkPage(),
  landed: () => app.listsBookmark(canary('url')),
  heardBy: [{ role: 'url', host: SITE }],
});

const download = (mode: Mode) => ({ app, storage, canary }: Scene<Browser>): Performance => ({
  arrange: async () => {
    storage.willHold(`Download/${canary('file')}.txt`);
    await app.beIn(mode);
    await app.visit(`https://${SITE}/files/${canary('file')}.txt`);
    await app.untilAskedToDownload();
  },
  act: () => app.download(),
  landed: () => app.hasDownloaded(`${canary('file')}.txt`),
  heardBy: [{ role: 'file', host: SITE }],
});

/** Whom a page is shared with is between the two of you; that it is going to be shared is nobody's business. */
const share = (mode: Mode) => ({ app, canary }: Scene<Browser>): Performance => ({
  arrange: () => goTo(mode, app, canary('url')),
  act: () => app.sharePage(),
  landed: () => app.isAskedWhomToShareWith(),
  heardBy: [{ role: 'url', host: SITE }],
});

const read = (mode: Mode) => ({ app, canary }: Scene<Browser>): Performance => ({
  arrange: () => goTo(mode, app, canary('url')),
  act: () => app.openReaderMode(),
  landed: () => app.isReading(canary('url')),
  heardBy: [{ role: 'url', host: SITE }],
});

const playVideo = (mode: Mode) => ({ app, canary }: Scene<Browser>): Performance => ({
  arrange: () => goTo(mode, app, `watch/${canary('url')}`),
  act: () => app.playVideo(),
  landed: async () => (await app.isIn(mode)) && (await app.isVideoPlaying()),
  heardBy: [{ role: 'url', host: SITE }],
});

/** A tab says nothing that could be planted: that somebody hears of it at all is looked for. */
const openTab = (mode: Mode) => ({ app }: Scene<Browser>): Performance => {
  let before = 0;
  return {
    arrange: async () => { before = await app.tabCount(); },
    act: () => app.openTab(mode),
    landed: async () => (await app.isIn(mode)) && (await app.tabCount()) === before + 1,
  };
};

const pages = journey('doing something with a page', BROWSERS, ({ action, control, sham }) => ({
  'touches the address bar': sham(({ app }) => ({
    act: () => app.touchNothing(),
    landed: () => app.isIn('normal'),
  })),
  'bookmarks a page': action({ claims: ['C1'] }, bookmark('normal')),
  'bookmarks a page incognito': action({ claims: ['C1', 'C3'] }, bookmark('incognito')),
  'downloads a file': action({ claims: ['C1'] }, download('normal')),
  'downloads a file incognito': action({ claims: ['C1', 'C3'] }, download('incognito')),
  'shares a page': action({ claims: ['C1'] }, share('normal')),
  'shares a page incognito': action({ claims: ['C1', 'C3'] }, share('incognito')),
  'reads a page in reader mode': action({ claims: ['C1'] }, read('normal')),
  'reads a page in reader mode incognito': action({ claims: ['C1', 'C3'] }, read('incognito')),
  'plays a video': action({ claims: ['C1'] }, playVideo('normal')),
  'plays a video incognito': action({ claims: ['C1', 'C3'] }, playVideo('incognito')),
  'opens a tab': action({ claims: ['C1'] }, openTab('normal')),
  'opens an incognito tab': action({ claims: ['C1', 'C3'] }, openTab('incognito')),
  'opens the user agreement': control({ seenAt: 'privacy.mi.com' }, ({ app }) => ({
    act: () => app.openUserAgreement(),
    landed: async () => (await app.pageTitle()) !== undefined,
  })),
}), { allows: ALLOWED });

describe('Browser: what you do with a page is between you and the site', () => {
  it('bookmarking a page is heard by nobody', expectSilence(pages, 'bookmarks a page'));
  it('bookmarking a page incognito is heard by nobody', expectSilence(pages, 'bookmarks a page incognito'));
  it('downloading a file is heard by its site alone', expectSilence(pages, 'downloads a file'));
  it('downloading a file incognito is heard by its site alone', expectSilence(pages, 'downloads a file incognito'));
  it('sharing a page is heard by nobody', expectSilence(pages, 'shares a page'));
  it('sharing a page incognito is heard by nobody', expectSilence(pages, 'shares a page incognito'));
  it('reading a page in reader mode is heard by nobody', expectSilence(pages, 'reads a page in reader mode'));
  it('reading a page in reader mode incognito is heard by nobody', expectSilence(pages, 'reads a page in reader mode incognito'));
  it('playing a video is heard by its site alone', expectSilence(pages, 'plays a video'));
  it('playing a video incognito is heard by its site alone', expectSilence(pages, 'plays a video incognito'));
  it('opening a tab never produces a network event', expectSilence(pages, 'opens a tab'));
  it('opening an incognito tab never produces a network event', expectSilence(pages, 'opens an incognito tab'));
  it('opening the user agreement is seen on the wire (positive control)', expectTraffic(pages, 'opens the user agreement'));
});
