import { gradeOf, type SameCode } from '../../attribute/same-code/same-code.ts';
import type { AppCode, DrivenApp } from '../../flow/app-code.ts';
import type { Verdict } from '../../flow/verdict.ts';

/** The claims that are about a browser. */
export const BROWSER_CLAIMS: readonly string[] = ['C1', 'C2', 'C3', 'C4', 'C5'];

/** Packages that Xiaomi's browsers are called by: the global build, the Chinese one, and Mint. */
export const BROWSER_PACKAGES: readonly string[] = ['com.mi.globalbrowser', 'com.android.browser', 'com.mi.globalbrowser.mini'];

/** What is known of the apps of one phone. */
export interface PhoneApps {
  readonly device: string;
  readonly verdicts: readonly Verdict[];
  /** Absent where they were not looked at. */
  readonly apps?: readonly DrivenApp[] | undefined;
}

/** Verdicts on what an app does in a browser's place; none for an app that is no browser. */
export function browserVerdicts(app: Pick<DrivenApp, 'specs'>, { verdicts }: Pick<PhoneApps, 'verdicts'>): readonly Verdict[] {
  return verdicts.filter(({ spec, claims }) => app.specs.includes(spec) && claims.some((claim) => BROWSER_CLAIMS.includes(claim)));
}

/** The browsers of a phone: those that were driven, and those that were only found there. */
export function browsersOf(phone: PhoneApps): readonly DrivenApp[] {
  return (phone.apps ?? []).filter((app) => isBrowser(app, phone));
}

/** Whether an app is a browser, by what was judged of it or, where nothing was, by its name. */
export function isBrowser(app: DrivenApp, phone: Pick<PhoneApps, 'verdicts'>): boolean {
  return browserVerdicts(app, phone).length > 0 || (app.specs.length === 0 && BROWSER_PACKAGES.includes(app.package));
}

/** An app of one phone and one of another, and how alike their code is. */
export interface CodePair {
  readonly left: DrivenApp & { readonly code: AppCode };
  readonly right: DrivenApp & { readonly code: AppCode };
  readonly same: SameCode;
}

/** Grades each of these apps with each of those, as far as their code was read. */
export function pairsOf(lefts: readonly DrivenApp[], rights: readonly DrivenApp[]): readonly CodePair[] {
  return lefts.filter(isRead).flatMap((left) => rights.filter(isRead).map((right) => ({ left, right, same: gradeOf(left.code, right.code) })));
}

function isRead(app: DrivenApp): app is CodePair['left'] {
  return app.code !== undefined;
}
