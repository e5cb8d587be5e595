import type { Mode } from '../../pageobjects/browser/browser.page.ts';
import { BROWSERS_WITH_NEWS } from '../../pageobjects/browser/browsers.ts';
import type { MiBrowser } from '../../pageobjects/browser/mi-browser.page.ts';
import { expectSilence, expectTraffic } from '../../src/run/expect.ts';
import { journey, type Performance, type Scene } from '../../src/run/journey.ts';
import { ALLOWED } from './allowed.ts';

/** Nothing can be planted in the news: the item's own title is looked for, so each action opens an item of its own. */
const openItem = (place: number, mode: Mode) => ({ app }: Scene<MiBrowser>): Performance => {
  let title = '';
  return {
    subjects: async () => {
      title = (await app.newsTitles())[place] ?? '';
      return [title];
    },
    act: () => app.openNewsItem(title, mode),
    landed: async () => (await app.isIn(mode)) && (await app.isLoaded(title)),
    heardBy: [{ role: 'url', host: 'news.visited.test' }],
  };
};

const news = journey('reading the news', BROWSERS_WITH_NEWS, ({ action, control, sham }) => ({
  'touches the address bar': sham(({ app }) => ({
    act: () => app.touchNothing(),
    landed: () => app.isIn('normal'),
  })),
  'opens a news item': action({ claims: ['C4'] }, openItem(0, 'normal')),
  'opens a news item incognito': action({ claims: ['C4'] }, openItem(1, 'incognito')),
  'opens the user agreement': control({ seenAt: 'privacy.mi.com' }, ({ app }) => ({
    act: () => app.openUserAgreement(),
    landed: async () => (await app.pageTitle()) !== undefined,
  })),
}), { allows: ALLOWED });

describe('Browser: what you read is between you and its publisher', () => {
  it('opening a news item is heard by its publisher alone', expectSilence(news, 'opens a news item'));
  it('opening a news item incognito is heard by its publisher alone', expectSilence(news, 'opens a news item incognito'));
  it('opening the user agreement is seen on the wire (positive control)', expectTraffic(news, 'opens the user agreement'));
});
