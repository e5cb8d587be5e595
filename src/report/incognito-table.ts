import type { Verdict, VerdictKind } from '../flow/verdict.ts';
import { table } from './tables.ts';

type Switch = 'off' | 'on';

/** What a visit under one combination of incognito mode and its enhanced mode came to. */
export interface IncognitoRow {
  readonly device: string;
  /** Short name of the browser. */
  readonly app: string;
  readonly incognito: Switch;
  readonly enhanced: Switch;
  readonly verdict: VerdictKind;
}

/** Whether incognito mode, and its enhanced mode, are on. */
export type Combination = Pick<IncognitoRow, 'incognito' | 'enhanced'>;

/** By its name an action says under which combination it visits. */
const COMBINATION = /\bincognito (off|on)\b.*\benhanced (off|on)\b/;

/** The truth table of the incognito switch that was measured: a row a browser and combination, without combinations a build does not have. */
export function incognitoRows(verdicts: readonly Verdict[]): readonly IncognitoRow[] {
  return verdicts.filter(({ claims }) => claims.includes('C5')).flatMap(({ device, app = '', spec, action, verdict }) => {
    const combination = combinationOf(action);
    return combination === undefined ? [] : [{ device, app: app === '' ? spec : app, ...combination, verdict }];
  });
}

/** Under which combination an action visits; undefined where its name says none. */
export function combinationOf(action: string): Combination | undefined {
  const [, incognito, enhanced] = COMBINATION.exec(action) ?? [];
  return incognito === undefined || enhanced === undefined ? undefined : { incognito: switchOf(incognito), enhanced: switchOf(enhanced) };
}

/** The truth tables of a run as text: a line a combination, a column a phone and browser; undefined when none was measured. */
export function incognitoTable(rows: readonly IncognitoRow[]): string | undefined {
  return rows.length === 0 ? undefined : table(incognitoLines(rows));
}

/** The cells of the truth tables, the first line their heads. */
export function incognitoLines(rows: readonly IncognitoRow[]): readonly (readonly string[])[] {
  const columns = [...new Set(rows.map(columnOf))];
  const lines = (['off', 'on'] as const).flatMap((incognito) => (['off', 'on'] as const).map((enhanced) => [
    incognito, enhanced,
    ...columns.map((column) => rows.find((row) => columnOf(row) === column && row.incognito === incognito && row.enhanced === enhanced)?.verdict ?? '-'),
  ]));
  return [['incognito', 'enhanced', ...columns], ...lines];
}

/** One line for the rows of one browser: `incognito off, enhanced off: leaked; …`. */
export function describeIncognito(rows: readonly IncognitoRow[]): string {
  return rows.map(({ incognito, enhanced, verdict }) => `incognito ${incognito}, enhanced ${enhanced}: ${verdict}`).join('; ');
}

function columnOf({ device, app }: IncognitoRow): string {
  return `${device} ${app}`;
}

function switchOf(word: string): Switch {
  return word === 'on' ? 'on' : 'off';
}
