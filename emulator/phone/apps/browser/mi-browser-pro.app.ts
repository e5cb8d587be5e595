import { browserApp } from './browser-app.ts';
import type { BrowserBuild } from './browser-build.ts';
import { MI_BROWSER } from './mi-browser-build.ts';
import { miScreens } from './screens/mi-screens.ts';

/** Believed to be the Play Store's build of the same package; what differs on its screens is invented. */
const MI_BROWSER_PRO: BrowserBuild = {
  ...MI_BROWSER,
  key: 'mi-browser-pro',
  title: 'Mi Browser Pro',
  channels: [{ path: 'videos', title: 'Videos' }, ...MI_BROWSER.channels],
  welcome: 'Fast, with videos to download. Please read and agree to the User agreement and the Privacy policy.',
  product: 'Mi Browser Pro',
};

/** Mi Browser Pro, as a variant of the package of Mi Browser. */
export const APP = browserApp(MI_BROWSER_PRO, miScreens(MI_BROWSER_PRO));
