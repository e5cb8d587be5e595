import { WORLD_ENGINES } from './address.ts';
import type { BrowserBuild } from './browser-build.ts';

/**
 * Mi Browser of global builds. Activities, first-run and rating texts: device logs of the XiaoHyperCleaner project (MIUI 13);
 * the version with the switch: Xiaomi's statement of 2020-05-02 (blog.mi.com). Channels and tiles are invented.
 */
export const MI_BROWSER: BrowserBuild = {
  packageName: 'com.mi.globalbrowser',
  title: 'Mi Browser',
  icon: 'browser',
  firstWithSwitch: [12, 1, 4],
  channels: [
    { path: 'for_you', title: 'For you' },
    { path: 'world', title: 'World' },
    { path: 'sports', title: 'Sports' },
    { path: 'technology', title: 'Technology' },
  ],
  engines: WORLD_ENGINES,
  dials: [
    { title: 'Google', url: 'https://www.google.com/' },
    { title: 'YouTube', url: 'https://m.youtube.com/' },
    { title: 'Facebook', url: 'https://m.facebook.com/' },
    { title: 'Wikipedia', url: 'https://en.m.wikipedia.org/' },
  ],
  activities: {
    main: 'com.android.browser.BrowserActivity',
    settings: 'com.android.browser.BrowserSettingsActivity',
    downloads: 'com.android.browser.DownloadManagementActivity',
  },
  agreementUrl: 'https://privacy.mi.com/globalbrowser/en_US',
  welcome: 'Please read and agree to the User agreement and the Privacy policy.',
  product: 'Mi Browser',
};
