import type { Verdict, VerdictKind } from '../flow/verdict.ts';
import { describeIncognito, impossibleIn, incognitoRows, isSameCombination, visitsElsewhere, type Combination, type IncognitoRow } from './incognito-table.ts';
import type { PhoneLeftOut } from './left-out.ts';
import { confirmed, notTold, refuted, type Told } from './told.ts';

/**
 * C5: the incognito switch of the vendor's fix does what it says. Which of its two ways is the honest one nobody assumes.
 *
 * Confirmed: in some browser, what is reported of a visit hangs on the switch, incognito mode being the same. Refuted: nothing is
 * reported in incognito mode, whichever ways of the switch the build has, nor in normal mode, so that there is nothing to switch; or it is
 * reported in incognito mode whichever way the switch stands, whatever the switch does to normal mode. Not told: a combination
 * could not be judged or was not performed, the build has no switch, or the switch changes nothing that can be seen.
 *
 * @param phone All verdicts of the phone: what other specs visited counts where the combination was not performed for its own sake. And what it
 *   cannot perform: combinations that its build does not have.
 */
export function tellIncognito(phone: PhoneOfVisits): Told {
  const rows = incognitoRows(phone.verdicts, [phone]);
  if (rows.length === 0) return notTold('No combination of incognito and enhanced incognito was performed.');
  const browsers = [...new Set(rows.map(({ app }) => app))].map((app) => tellOne(measuredIn(app, rows, phone)));
  const because = browsers.map((browser) => browser.because).join(' ');
  // A switch that decides in one browser and not in the other does not do what it says in the other.
  const order = ['not told', 'refuted', 'confirmed'] as const;
  const fixed = browsers.filter(({ isSwitchless }) => !isSwitchless);
  const result = order.find((kind) => (fixed.length === 0 ? browsers : fixed).some((browser) => browser.result === kind)) ?? 'not told';
  return { result, because };
}

const COMBINATIONS: readonly Combination[] = (['off', 'on'] as const).flatMap((incognito) => (['off', 'on'] as const).map((enhanced) => ({ incognito, enhanced })));

/** What is known of a phone. */
export interface PhoneOfVisits extends PhoneLeftOut {
  readonly verdicts: readonly Verdict[];
}

/** What is known of one browser. */
interface Measured {
  readonly app: string;
  readonly rows: readonly IncognitoRow[];
  /** The build has no switch. */
  readonly isSwitchless: boolean;
  /** What other specs found of visits in normal mode; undefined where there was none, or a combination without incognito says it. */
  readonly normal: VerdictKind | undefined;
  /** Combinations that the build has and nobody performed. */
  readonly left: readonly Combination[];
}

function measuredIn(app: string, found: readonly IncognitoRow[], phone: PhoneOfVisits): Measured {
  const rows = found.filter((row) => row.app === app);
  const known = [...rows, ...impossibleIn(app, phone)];
  const left = COMBINATIONS.filter((combination) => !known.some((one) => isSameCombination(one, combination)));
  const isSwitchless = ![...rows, ...left].some(({ enhanced }) => enhanced === 'on');
  const normal = rows.some(({ incognito }) => incognito === 'off') ? undefined : visitsElsewhere(phone.verdicts.filter((verdict) => verdict.app === app), 'off');
  return { app, rows, isSwitchless, normal, left };
}

function tellOne(measured: Measured): Told & { readonly isSwitchless: boolean } {
  return { ...toldOf(measured), isSwitchless: measured.isSwitchless };
}

function toldOf({ app, rows, isSwitchless, normal, left }: Measured): Told {
  const found = `${app}: ${describeIncognito(rows)}${normal === undefined ? '' : `; visits in normal mode, in other specs: ${normal}`}`;
  const unclear = rows.filter(({ verdict }) => verdict === 'inconclusive' || verdict === 'noisy');
  if (unclear.length > 0) return notTold(`${found}; so it cannot be said of every combination what was reported.`);
  const needed = left.filter(({ incognito }) => incognito === 'on' || normal === undefined);
  const isAllSilent = rows.every(({ verdict }) => verdict === 'silent');
  if (isAllSilent && needed.length === 0 && (normal ?? 'silent') === 'silent') return refuted(`${found}; nothing is reported in any combination.`);
  const leaks = (incognito: 'off' | 'on', enhanced: 'off' | 'on'): boolean | undefined => {
    const row = rows.find((candidate) => isSameCombination(candidate, { incognito, enhanced }));
    return row === undefined ? undefined : row.verdict === 'leaked';
  };
  if (isSwitchless) {
    return notTold(`${found}; this build has no switch${leaks('on', 'off') === true ? ', and what is visited in incognito mode is reported' : ''}.`);
  }
  const isDecided = (incognito: 'off' | 'on'): boolean => {
    const [without, withIt] = [leaks(incognito, 'off'), leaks(incognito, 'on')];
    return without !== undefined && withIt !== undefined && without !== withIt;
  };
  if (leaks('on', 'off') === true && leaks('on', 'on') === true) return refuted(`${found}; what is visited in incognito mode is reported whichever way the switch stands.`);
  if (isDecided('on') || isDecided('off')) return confirmed(`${found}; the switch decides over what is reported.`);
  if (needed.length > 0) return notTold(`${found}; not performed: ${needed.map(({ incognito, enhanced }) => `incognito ${incognito}, enhanced ${enhanced}`).join('; ')}.`);
  return notTold(`${found}; the switch changes nothing that can be seen.`);
}
