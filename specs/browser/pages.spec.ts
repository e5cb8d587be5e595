import { MiBrowser } from '../../pageobjects/browser/mi-browser.page.ts';
import { expectSilence, expectTraffic } from '../../src/run/expect.ts';
import { journey } from '../../src/run/journey.ts';

/** Where the pages lie that something is done with. */
const SITE = 'reading.visited.test';

const pages = journey('doing something with a page', MiBrowser, ({ action, control, sham }) => ({
  'touches the address bar': sham(({ app }) => ({
    act: () => app.touchNothing(),
    landed: () => app.isOnStartPage(),
  })),
  'bookmarks a page': action({ claims: ['C1'] }, ({ app, canary }) => ({
    arrange: () => app.visit(`https://${SITE}/${canary('url')}`),
    act: () => app.bookmarkPage(),
    landed: () => app.listsBookmark(canary('url')),
    heardBy: [{ role: 'url', host: SITE }],
  })),
  'downloads a file': action({ claims: ['C1'] }, ({ app, storage, canary }) => ({
    arrange: async () => {
      storage.willHold(`Download/${canary('file')}.txt`);
      await app.visit(`https://${SITE}/files/${canary('file')}.txt`);
    },
    act: () => app.download(),
    landed: () => app.hasDownloaded(`${canary('file')}.txt`),
    heardBy: [{ role: 'file', host: SITE }],
  })),
  // Whom a page is shared with is between the two of you; that it is going to be shared is nobody's business.
  'shares a page': action({ claims: ['C1'] }, ({ app, canary }) => ({
    arrange: () => app.visit(`https://${SITE}/${canary('url')}`),
    act: () => app.sharePage(),
    landed: () => app.isAskedWhomToShareWith(),
    heardBy: [{ role: 'url', host: SITE }],
  })),
  'reads a page in reader mode': action({ claims: ['C1'] }, ({ app, canary }) => ({
    arrange: () => app.visit(`https://${SITE}/${canary('url')}`),
    act: () => app.openReaderMode(),
    landed: () => app.isReading(canary('url')),
    heardBy: [{ role: 'url', host: SITE }],
  })),
  'plays a video': action({ claims: ['C1'] }, ({ app, canary }) => ({
    arrange: () => app.visit(`https://${SITE}/watch/${canary('url')}`),
    act: () => app.playVideo(),
    landed: () => app.isVideoPlaying(),
    heardBy: [{ role: 'url', host: SITE }],
  })),
  // A tab says nothing that could be planted: that somebody hears of it at all is looked for.
  'opens a tab': action({ claims: ['C1'] }, ({ app }) => {
    let before = 0;
    return {
      arrange: async () => { before = await app.tabCount(); },
      act: () => app.openTab(),
      landed: async () => (await app.tabCount()) === before + 1,
    };
  }),
  'opens the user agreement': control({ seenAt: 'privacy.mi.com' }, ({ app }) => ({
    act: () => app.openUserAgreement(),
    landed: async () => (await app.pageTitle()) !== undefined,
  })),
}), {
  // The start page lists news; pages include parts from elsewhere.
  allows: ['browser.news-feed', 'browser.news-feed.thumbnails', 'browser.news-feed.icon', 'web.third-party-parts'],
});

describe('Mi Browser: what you do with a page is between you and the site', () => {
  it('bookmarking a page is heard by nobody', expectSilence(pages, 'bookmarks a page'));
  it('downloading a file is heard by its site alone', expectSilence(pages, 'downloads a file'));
  it('sharing a page is heard by nobody', expectSilence(pages, 'shares a page'));
  it('reading a page in reader mode is heard by nobody', expectSilence(pages, 'reads a page in reader mode'));
  it('playing a video is heard by its site alone', expectSilence(pages, 'plays a video'));
  it('opening a tab never produces a network event', expectSilence(pages, 'opens a tab'));
  it('opening the user agreement is seen on the wire (positive control)', expectTraffic(pages, 'opens the user agreement'));
});
