import type { Verdict } from '../flow/verdict.ts';
import { describeIncognito, incognitoRows, type IncognitoRow } from './incognito-table.ts';
import { confirmed, notTold, refuted, type Told } from './told.ts';

/**
 * C5: the incognito switch of the vendor's fix does what it says. Which of its two ways is the honest one nobody assumes.
 *
 * Confirmed: in some browser, what is reported of a visit hangs on the switch, incognito mode being the same. Refuted: nothing is
 * reported in any combination, so that there is nothing to switch, or it is reported in incognito mode whichever way the switch
 * stands. Not told: a combination could not be judged, the build has no switch, or the switch changes nothing that can be seen.
 */
export function tellIncognito(verdicts: readonly Verdict[]): Told {
  const rows = incognitoRows(verdicts);
  if (rows.length === 0) return notTold('No combination of incognito and enhanced incognito was performed.');
  const browsers = [...new Set(rows.map(({ app }) => app))].map((app) => tellOne(app, rows.filter((row) => row.app === app)));
  const because = browsers.map((browser) => browser.because).join(' ');
  // A switch that decides in one browser and not in the other does not do what it says in the other.
  const order = ['not told', 'refuted', 'confirmed'] as const;
  const fixed = browsers.filter(({ isSwitchless }) => !isSwitchless);
  const result = order.find((kind) => (fixed.length === 0 ? browsers : fixed).some((browser) => browser.result === kind)) ?? 'not told';
  return { result, because };
}

function tellOne(app: string, rows: readonly IncognitoRow[]): Told & { readonly isSwitchless: boolean } {
  const measured = `${app}: ${describeIncognito(rows)}`;
  const isSwitchless = !rows.some(({ enhanced }) => enhanced === 'on');
  return { ...toldOf(measured, rows, isSwitchless), isSwitchless };
}

function toldOf(measured: string, rows: readonly IncognitoRow[], isSwitchless: boolean): Told {
  const unclear = rows.filter(({ verdict }) => verdict === 'inconclusive' || verdict === 'noisy');
  if (unclear.length > 0) return notTold(`${measured}; so it cannot be said of every combination what was reported.`);
  if (rows.every(({ verdict }) => verdict === 'silent')) return refuted(`${measured}; nothing is reported in any combination.`);
  const leaks = (incognito: 'off' | 'on', enhanced: 'off' | 'on'): boolean | undefined => {
    const row = rows.find((candidate) => candidate.incognito === incognito && candidate.enhanced === enhanced);
    return row === undefined ? undefined : row.verdict === 'leaked';
  };
  if (isSwitchless) {
    return notTold(`${measured}; this build has no switch${leaks('on', 'off') === true ? ', and what is visited in incognito mode is reported' : ''}.`);
  }
  const isDecided = (incognito: 'off' | 'on'): boolean => {
    const [without, withIt] = [leaks(incognito, 'off'), leaks(incognito, 'on')];
    return without !== undefined && withIt !== undefined && without !== withIt;
  };
  if (isDecided('on') || isDecided('off')) return confirmed(`${measured}; the switch decides over what is reported.`);
  if (leaks('on', 'off') === true && leaks('on', 'on') === true) return refuted(`${measured}; what is visited in incognito mode is reported whichever way the switch stands.`);
  return notTold(`${measured}; the switch changes nothing that can be seen.`);
}
