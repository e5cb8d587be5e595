import type { AppDefinition, ScreenSpec } from '../app-definition.ts';
import { FRESH_STATE, type BrowserBuild } from './browser-build.ts';
import { createBrowserModel } from './browser-model.ts';
import { bookmarks, downloadsIn, history, reader } from './screens/places.ts';
import { addDial, clearData, clearHistory, closeAll, dial, download, editDial, engines, link, rating, share, welcome } from './screens/questions.ts';
import { additional, security, settings } from './screens/settings.ts';

/** Screens each browser draws in its own way. */
export interface OwnScreens {
  readonly main: ScreenSpec;
  readonly tabs: ScreenSpec;
  readonly menu: ScreenSpec;
  /** Those that the other browser does not have. */
  readonly more?: Readonly<Record<string, ScreenSpec>>;
}

/** Puts one of Xiaomi's browsers together: what all have, and its own. */
export function browserApp(build: BrowserBuild, own: OwnScreens): AppDefinition {
  return {
    packageName: build.packageName,
    ...(build.key === undefined ? {} : { key: build.key }),
    title: build.title,
    icon: build.icon,
    first: 'main',
    state: { ...FRESH_STATE, engine: build.engines[0] ?? 'Google' },
    consented: { consent: '1' },
    firstRun: [{ screen: 'welcome', when: '!state.consent' }],
    opens: ['http:', 'https:'],
    screens: {
      main: own.main, tabs: own.tabs, menu: own.menu, ...own.more,
      bookmarks, history, reader, downloads: downloadsIn(build.activities.downloads),
      settings: settings(build), additional, security,
      link, dial, addDial, editDial, download, share, engines: engines(build), closeAll, clearHistory, clearData, rating: rating(build), welcome: welcome(build),
    },
    model: createBrowserModel(build),
  };
}
