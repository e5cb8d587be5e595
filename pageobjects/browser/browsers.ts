import type { AppIdentity } from '../../src/ui/app-package.ts';
import type { Phone } from '../../src/ui/phone.ts';
import type { Browser } from './browser.page.ts';
import { MiBrowserPro } from './mi-browser-pro.page.ts';
import { MiBrowser } from './mi-browser.page.ts';
import { MintBrowser } from './mint-browser.page.ts';

type BrowserClass<Kind extends Browser> = AppIdentity & (new (phone: Phone) => Kind);

/** Xiaomi's browsers, in the order of their importance. */
export const BROWSERS: readonly BrowserClass<Browser>[] = [MiBrowser, MiBrowserPro, MintBrowser];

/** Those with a news feed on their start page. */
export const BROWSERS_WITH_NEWS: readonly BrowserClass<MiBrowser>[] = [MiBrowser, MiBrowserPro];
