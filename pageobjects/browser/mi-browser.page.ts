import type { PhoneFacts } from '../../src/flow/phone-facts.ts';
import { firstPackageOn } from '../../src/ui/app-package.ts';
import type { Phone } from '../../src/ui/phone.ts';
import { selectorsOf, type Selectors } from '../selectors.ts';
import type { AppScreens } from '../app-screens.ts';
import { Browser, type Mode } from './browser.page.ts';
import { RARE_SCREENS, commonScreens } from './browser-screens.ts';

/** Mi Browser, preinstalled: the global build, and the Chinese one, its sibling. */
export class MiBrowser extends Browser {
  static readonly appName: string = 'mi-browser';
  static readonly title: string = 'Mi Browser';
  static readonly packageNames: readonly string[] = ['com.mi.globalbrowser', 'com.android.browser'];
  static readonly screens: AppScreens<MiBrowser, 'mi-browser'> = {
    'the start page': { show: (browser) => browser.open(), views: ['addressBar', 'tabs', 'menu', 'profile', 'newsTitle'] },
    ...commonScreens<MiBrowser>(),
    'what a held news item offers': {
      show: async (browser) => {
        await browser.open();
        await browser.holdNewsItem((await browser.newsTitles())[0] ?? '');
      },
      views: ['openInIncognitoTab'],
    },
    'the profile page': {
      show: async (browser) => {
        await browser.open();
        await browser.openProfile();
      },
      views: ['profileBookmarks', 'profileDownloads', 'profileSettings', 'profileAgreement'],
    },
    ...RARE_SCREENS,
  };

  protected readonly views: Selectors<'mi-browser'>;
  protected readonly mainActivity = 'com.android.browser.BrowserActivity';

  constructor(phone: Phone, table: 'mi-browser' | 'mi-browser-pro' = 'mi-browser') {
    super(phone);
    this.views = selectorsOf(table, phone.facts, this.packageName);
  }

  /** The package where it did not come from the Play Store: what comes from there is Mi Browser Pro. */
  static packageOn(facts: PhoneFacts): string | undefined {
    const found = firstPackageOn(MiBrowser.packageNames, facts);
    return found === undefined || isFromPlayStore(found, facts) ? undefined : found;
  }

  /** Titles of the news on the start page, top to bottom. */
  newsTitles(): Promise<readonly string[]> {
    return this.textsOf(this.views.newsTitle);
  }

  /** Opens an item of the news feed: by a tap, or by a long press in an incognito tab. */
  async openNewsItem(title: string, mode: Mode): Promise<void> {
    if (mode === 'normal') return this.tap('open the news item', { ...this.views.newsTitle, text: title });
    await this.holdNewsItem(title);
    await this.tap('open it in an incognito tab', this.views.openInIncognitoTab);
  }

  /** Holds an item of the news feed, which offers tabs to open it in. */
  holdNewsItem(title: string): Promise<void> {
    return this.holdRow('hold the news item', { ...this.views.newsTitle, text: title });
  }

  openProfile(): Promise<void> {
    return this.tap('open the profile page', this.views.profile);
  }

  async openUserAgreement(): Promise<void> {
    await this.openProfile();
    await this.tap('open the user agreement', this.views.profileAgreement);
  }

  async openSettings(): Promise<void> {
    await this.openProfile();
    await this.tap('open the settings', this.views.profileSettings);
  }

  protected async openBookmarks(): Promise<void> {
    await this.openProfile();
    await this.tap('open the bookmarks', this.views.profileBookmarks);
  }

  protected async openDownloads(): Promise<void> {
    await this.openProfile();
    await this.tap('open the downloads', this.views.profileDownloads);
  }
}

/** Whether a package was installed, or last updated, by the Play Store. */
export function isFromPlayStore(packageName: string, { packages }: Pick<PhoneFacts, 'packages'>): boolean {
  return packages[packageName]?.installer === 'com.android.vending';
}
