import type { Phone } from '../../src/ui/phone.ts';
import { selectorsOf, type Selectors } from '../selectors.ts';
import type { AppScreens } from '../app-screens.ts';
import { Browser } from './browser.page.ts';
import { RARE_SCREENS, commonScreens } from './browser-screens.ts';

/** Mint Browser, the small one. It has no news and no profile page. */
export class MintBrowser extends Browser {
  static readonly appName = 'mint-browser';
  static readonly title = 'Mint Browser';
  static readonly packageNames = ['com.mi.globalbrowser.mini'];
  static readonly screens: AppScreens<MintBrowser, 'mint-browser'> = {
    'the start page': { show: (browser) => browser.open(), views: ['addressBar', 'tabs', 'menu'] },
    ...commonScreens<MintBrowser>(),
    'the menu': {
      show: async (browser) => {
        await browser.open();
        await browser.openMenu();
      },
      views: ['menuBookmarks', 'menuDownloads', 'menuAgreement', 'menuSettings'],
    },
    ...RARE_SCREENS,
  };

  protected readonly views: Selectors<'mint-browser'>;
  protected readonly mainActivity = 'miui.globalbrowser.MintActivity';

  constructor(phone: Phone) {
    super(phone);
    this.views = selectorsOf('mint-browser', phone.facts, this.packageName);
  }

  openUserAgreement(): Promise<void> {
    return this.choose('open the user agreement', this.views.menuAgreement);
  }

  openSettings(): Promise<void> {
    return this.choose('open the settings', this.views.menuSettings);
  }

  protected openBookmarks(): Promise<void> {
    return this.choose('open the bookmarks', this.views.menuBookmarks);
  }

  protected openDownloads(): Promise<void> {
    return this.choose('open the downloads', this.views.menuDownloads);
  }
}
