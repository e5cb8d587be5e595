import type { ConsentSetup } from './consent.ts';

/** What a piece of work is named by. */
export interface NamedWork {
  /** Path of the spec file below `specs/`, without `.spec.ts`. */
  readonly file: string;
  /** Short name of the app; absent where the spec is about one app only. */
  readonly app?: string;
  readonly consent: ConsentSetup;
}

/**
 * The name of a spec performed in one app under one consent setup: `music/playing`, `browser/visiting@mi-browser`,
 * `browser/visiting@mint-browser+program-off`. It is the `spec` of its verdicts and the folder of its evidence.
 */
export function workName({ file, app, consent }: NamedWork): string {
  return `${file}${app === undefined ? '' : `@${app}`}${consent === 'as-found' ? '' : `+${consent}`}`;
}

/** The spec file a piece of work is an instance of: `browser/visiting` of `browser/visiting@mint-browser+program-off`. */
export function specFileOf(name: string): string {
  return name.replace(/[@+].*$/, '');
}

/** The app of a family a piece of work is performed in: `mint-browser` of `browser/visiting@mint-browser+program-off`; undefined of a spec about one app. */
export function appOf(name: string): string | undefined {
  return /@([^+]+)/.exec(name)?.[1];
}

/** A name without its consent setup: `browser/visiting@mint-browser` of `browser/visiting@mint-browser+program-off`. */
export function withoutConsent(name: string): string {
  return name.replace(/\+.*$/, '');
}
