import type { Verdict, VerdictKind } from '../flow/verdict.ts';
import { appOf } from '../flow/work-name.ts';
import type { PhoneLeftOut } from './left-out.ts';
import { table } from './tables.ts';
import { withStandardConsent } from './tell-consent.ts';

type Switch = 'off' | 'on';

/** What a visit under one combination of incognito mode and its enhanced mode came to. */
export interface IncognitoRow {
  readonly device: string;
  /** Short name of the browser. */
  readonly app: string;
  readonly incognito: Switch;
  readonly enhanced: Switch;
  readonly verdict: VerdictKind;
  /** It is told from visits in specs about something else: on a build without the switch they are under this combination. */
  readonly isFromElsewhere?: true;
}

/** Whether incognito mode, and its enhanced mode, are on. */
export type Combination = Pick<IncognitoRow, 'incognito' | 'enhanced'>;

/** By its name an action says under which combination it visits. */
const COMBINATION = /\bincognito (off|on)\b.*\benhanced (off|on)\b/;

/**
 * The truth table of the incognito switch that was measured: a row a browser and combination, without combinations a build does not have.
 * Of what was performed more than once, under several consent setups, the worst counts: what was reported once is reported.
 *
 * @param phones What could not be performed, on which phone: of a build without the switch any visit tells a combination that was not performed for its own sake.
 */
export function incognitoRows(verdicts: readonly Verdict[], phones: readonly PhoneLeftOut[]): readonly IncognitoRow[] {
  const standard = withStandardConsent(verdicts);
  const own = standard.filter(({ claims }) => claims.includes('C5')).flatMap(({ device, app = '', spec, action, verdict }) => {
    const combination = combinationOf(action);
    return combination === undefined ? [] : [{ device, app: app === '' ? spec : app, ...combination, verdict }];
  });
  const elsewhere = phones.flatMap((phone) => withoutSwitch(phone).flatMap((app) => rowsFromElsewhere(standard.filter((verdict) => verdict.device === phone.device && verdict.app === app))));
  const isOwn = (row: IncognitoRow): boolean => own.some((other) => columnOf(other) === columnOf(row) && isSameCombination(other, row));
  return worstOfEach([...own, ...elsewhere.filter((row) => !isOwn(row))]);
}

const WORST_FIRST: readonly VerdictKind[] = ['leaked', 'noisy', 'inconclusive', 'silent'];

function worstOfEach(rows: readonly IncognitoRow[]): readonly IncognitoRow[] {
  const isOfOne = (one: IncognitoRow, other: IncognitoRow): boolean => columnOf(one) === columnOf(other) && isSameCombination(one, other);
  return rows.filter((row, index) => rows.findIndex((other) => isOfOne(row, other)) === index).map((row) => {
    const kinds = rows.filter((other) => isOfOne(row, other)).map(({ verdict }) => verdict);
    return { ...row, verdict: WORST_FIRST.find((kind) => kinds.includes(kind)) ?? row.verdict };
  });
}

/** What specs about something else found of visits in one mode; undefined where they visited nothing in it. */
export function visitsElsewhere(verdicts: readonly Verdict[], incognito: Switch): VerdictKind | undefined {
  const visits = verdicts.filter(({ claims }) => claims.includes('C1') && !claims.includes('C5') && claims.includes('C3') === (incognito === 'on'));
  return WORST_FIRST.find((kind) => visits.some(({ verdict }) => verdict === kind));
}

/** Combinations that a phone cannot perform in a browser. */
export function impossibleIn(app: string, { leftOut }: Pick<PhoneLeftOut, 'leftOut'>): readonly Combination[] {
  return leftOut.filter(({ spec }) => appOf(spec) === app).flatMap(({ action }) => combinationOf(action ?? '') ?? []);
}

/** Whether two visits are under one combination. */
export function isSameCombination(one: Combination, other: Combination): boolean {
  return one.incognito === other.incognito && one.enhanced === other.enhanced;
}

/** Browsers whose build on a phone has no switch: neither combination with it on can be performed. */
function withoutSwitch(phone: PhoneLeftOut): readonly string[] {
  const apps = [...new Set(phone.leftOut.flatMap(({ spec }) => appOf(spec) ?? []))];
  return apps.filter((app) => (['off', 'on'] as const).every((incognito) => impossibleIn(app, phone).some((one) => isSameCombination(one, { incognito, enhanced: 'on' }))));
}

function rowsFromElsewhere(visits: readonly Verdict[]): readonly IncognitoRow[] {
  const [{ device, app = '' } = { device: '' }] = visits;
  return (['off', 'on'] as const).flatMap((incognito) => {
    const verdict = visitsElsewhere(visits, incognito);
    return verdict === undefined ? [] : [{ device, app, incognito, enhanced: 'off' as const, verdict, isFromElsewhere: true as const }];
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
  return rows.map(({ incognito, enhanced, verdict, isFromElsewhere }) => `incognito ${incognito}, enhanced ${enhanced}: ${verdict}${isFromElsewhere === true ? ' (in other specs)' : ''}`).join('; ');
}

function columnOf({ device, app }: IncognitoRow): string {
  return `${device} ${app}`;
}

function switchOf(word: string): Switch {
  return word === 'on' ? 'on' : 'off';
}
