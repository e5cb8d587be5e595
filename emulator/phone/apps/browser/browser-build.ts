import type { Row } from '../value.ts';
import type { Engine } from './address.ts';

/** A tile of the start page. */
export interface Dial {
  readonly title: string;
  readonly url: string;
}

/** What tells one of Xiaomi's browsers from another. */
export interface BrowserBuild {
  readonly packageName: string;
  /** Of a variant: the name by which a profile finds it. */
  readonly key?: string;
  readonly title: string;
  readonly icon: string;
  /** First version with the switch *Enhanced incognito mode*. */
  readonly firstWithSwitch: readonly number[];
  /** Channels of the news feed on its start page, by path; none: it has no feed. */
  readonly channels: readonly { readonly path: string; readonly title: string }[];
  /** Engines it lets choose from; the first is chosen at first. */
  readonly engines: readonly Engine[];
  /** Tiles of a fresh installation. */
  readonly dials: readonly Dial[];
  readonly activities: {
    readonly main: string;
    readonly settings: string;
    readonly downloads: string;
  };
  readonly agreementUrl: string;
  /** Of the first-run dialog. */
  readonly welcome: string;
  /** What stands before the version on the settings page. */
  readonly product: string;
}

/** What is kept of a fresh installation of any of them. */
export const FRESH_STATE: Row = {
  consent: '', engine: 'Google', personalized: true, enhanced: true, ads: true, suggestions: false, starts: 0, rated: false,
  bookmarks: '', history: '', downloads: '', dials: '',
};
