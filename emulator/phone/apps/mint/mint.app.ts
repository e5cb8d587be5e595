import { WORLD_ENGINES } from '../browser/address.ts';
import { browserApp } from '../browser/browser-app.ts';
import type { BrowserBuild } from '../browser/browser-build.ts';
import { mintScreens } from './mint-screens.ts';

/**
 * Mint Browser. Its package, its classes `miui.globalbrowser.*` and the version with the switch (3.4.3) are published
 * (Palant, "Are Xiaomi browsers spyware?", 2020); its activities, tiles and texts are not, and are invented here.
 */
const MINT: BrowserBuild = {
  packageName: 'com.mi.globalbrowser.mini',
  title: 'Mint Browser',
  icon: 'browser',
  firstWithSwitch: [3, 4, 3],
  channels: [],
  engines: WORLD_ENGINES,
  dials: [
    { title: 'Google', url: 'https://www.google.com/' },
    { title: 'YouTube', url: 'https://m.youtube.com/' },
    { title: 'Wikipedia', url: 'https://en.m.wikipedia.org/' },
    { title: 'Weather', url: 'https://weather.com/' },
  ],
  activities: {
    main: 'miui.globalbrowser.MintActivity',
    settings: 'miui.globalbrowser.SettingsActivity',
    downloads: 'miui.globalbrowser.download.DownloadActivity',
  },
  agreementUrl: 'https://privacy.mi.com/mintbrowser/en_US',
  welcome: 'Light and quick. Please read and agree to the User agreement and the Privacy policy.',
  product: 'Mint Browser',
};

/** Mint Browser, the small one for any Android phone. */
export const APP = browserApp(MINT, mintScreens(MINT));
