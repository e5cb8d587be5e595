import type { PhoneFacts } from '../flow/phone-facts.ts';

/** What an app is called, and under which packages phones carry it. */
export interface AppIdentity {
  /** Short name, on the command line, in verdicts and in file names: `mi-browser`. */
  readonly appName: string;
  /** Name for people: `Mi Browser`. */
  readonly title: string;
  /** Packages under which phones carry it, the likeliest first. */
  readonly packageNames: readonly string[];
  /** Which of them this phone carries; undefined when it has none of them, or another app under the same package. */
  packageOn?(facts: PhoneFacts): string | undefined;
}

/** The package under which a phone carries an app: its own word, or the first one that is installed and enabled. */
export function packageOn(app: AppIdentity, facts: PhoneFacts): string | undefined {
  return app.packageOn === undefined ? firstPackageOn(app.packageNames, facts) : app.packageOn(facts);
}

/** The first of these packages that is installed and enabled. */
export function firstPackageOn(packageNames: readonly string[], { packages }: Pick<PhoneFacts, 'packages'>): string | undefined {
  return packageNames.find((name) => packages[name] !== undefined && packages[name].enabled !== false);
}
