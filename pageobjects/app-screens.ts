import type { Storage } from '../src/device/storage.ts';
import type { SelectorApp, ViewName } from './selectors.ts';

/** A view by its name in the table of selectors: one of the app's own, or one that looks the same in every app. */
export type ViewReference<Name extends SelectorApp = SelectorApp> = ViewName<Name> | `any-app.${ViewName<'any-app'>}`;

/** A screen of an app, as `earshot doctor --selectors` looks at it. */
export interface AppScreen<App, Name extends SelectorApp> {
  /** Brings it to the glass, whatever was there before. What has to be on the phone for it is put there and taken away again. */
  readonly show: (app: App, storage: Storage) => Promise<unknown>;
  /** What is to be found there. */
  readonly views: readonly ViewReference<Name>[];
}

/** A screen that cannot be brought to the glass at will. */
export interface RareScreen<Name extends SelectorApp> {
  /** When it comes. */
  readonly comes: string;
  readonly views: readonly ViewReference<Name>[];
}

/** The screens of an app by name, its first one first. */
export type AppScreens<App, Name extends SelectorApp> = Readonly<Record<string, AppScreen<App, Name> | RareScreen<Name>>>;
