import type { AppScreen, RareScreen } from '../app-screens.ts';
import type { Browser } from './browser.page.ts';

type SomeBrowser = 'mi-browser' | 'mint-browser';

/** Screens that all of them have. Those of a page come over one of the vendor's own: it is there for every browser. */
export function commonScreens<App extends Browser>(): Readonly<Record<string, AppScreen<App, SomeBrowser>>> {
  const openPage = async (browser: App): Promise<void> => {
    await browser.open();
    await browser.openUserAgreement();
    await browser.untilLoaded();
  };
  return {
    'the tab switcher': {
      show: async (browser) => {
        await browser.open();
        await browser.openTabSwitcher();
      },
      views: ['newTab', 'newIncognitoTab'],
    },
    'an incognito tab': {
      show: async (browser) => {
        await browser.open();
        await browser.openTab('incognito');
      },
      views: ['incognitoMark'],
    },
    'the settings': {
      show: async (browser) => {
        await browser.open();
        await browser.openSettings();
      },
      views: ['searchEngine'],
    },
    'a page': { show: openPage, views: ['any-app.webPage'] },
    'the menu over a page': {
      show: async (browser) => {
        await openPage(browser);
        await browser.openMenu();
      },
      views: ['menuAddBookmark', 'menuShare', 'menuReaderMode'],
    },
    'what a page can be shared with': {
      show: async (browser) => {
        await openPage(browser);
        await browser.sharePage();
      },
      views: ['any-app.shareWith'],
    },
    'reader mode': {
      show: async (browser) => {
        await openPage(browser);
        await browser.openReaderMode();
      },
      views: ['readerTitle'],
    },
  };
}

/** Screens that nobody can bring about at will without leaving something behind. */
export const RARE_SCREENS = {
  'the first start': { comes: 'before the agreement was accepted', views: ['welcome'] },
  'the bookmarks': { comes: 'once a page is bookmarked', views: ['bookmarkTitle'] },
  'the question whether to download': { comes: 'when an address leads to a file', views: ['downloadQuestion'] },
  'the downloads': { comes: 'once a file was downloaded', views: ['downloadTitle', 'downloading'] },
  'the switch for enhanced incognito mode': { comes: 'in incognito tabs of versions that have it', views: ['enhancedIncognito'] },
} as const satisfies Readonly<Record<string, RareScreen<SomeBrowser>>>;
