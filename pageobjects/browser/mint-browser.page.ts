import type { Phone } from '../../src/ui/phone.ts';
import { selectorsOf, type Selectors } from '../selectors.ts';
import { Browser } from './browser.page.ts';

/** Mint Browser, the small one. It has no news and no profile page. */
export class MintBrowser extends Browser {
  static readonly appName = 'mint-browser';
  static readonly title = 'Mint Browser';
  static readonly packageNames = ['com.mi.globalbrowser.mini'];
  protected readonly views: Selectors<'mint-browser'>;
  protected readonly mainActivity = 'miui.globalbrowser.MintActivity';

  constructor(phone: Phone) {
    super(phone);
    this.views = selectorsOf('mint-browser', phone.facts, this.packageName);
  }

  openUserAgreement(): Promise<void> {
    return this.choose('open the user agreement', this.views.menuAgreement);
  }

  protected openSettings(): Promise<void> {
    return this.choose('open the settings', this.views.menuSettings);
  }

  protected openBookmarks(): Promise<void> {
    return this.choose('open the bookmarks', this.views.menuBookmarks);
  }

  protected openDownloads(): Promise<void> {
    return this.choose('open the downloads', this.views.menuDownloads);
  }
}
