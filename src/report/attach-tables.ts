import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ConsentSetup } from '../flow/consent.ts';
import { CONSENT_SETUPS } from '../flow/consent.ts';
import type { Verdict } from '../flow/verdict.ts';
import { withoutConsent } from '../flow/work-name.ts';
import { judgedTests, type JudgedTest } from './allure-test-results.ts';
import type { ConsentRow } from './consent-table.ts';
import { incognitoLines, type IncognitoRow } from './incognito-table.ts';

/** The tables of a run that several tests are compared in. */
export interface ComparingTables {
  readonly consent: readonly ConsentRow[];
  readonly incognito: readonly IncognitoRow[];
}

/**
 * Attaches to each test what it is compared with, as a table that the report shows: the same action under every consent setup, first, with
 * all others of its phone, and the combinations of the incognito switch. Attached again a table takes the place of the former one.
 */
export function attachTables(results: string, { consent, incognito }: ComparingTables, verdicts: readonly Verdict[]): void {
  for (const test of judgedTests(results)) {
    const { spec, action, device } = test.about;
    const own = consent.find((row) => row.device === device && row.spec === withoutConsent(spec) && row.action === action);
    if (own !== undefined) attach(results, test, { name: 'what consent changes', lines: consentLines(own, consent) });
    const verdict = verdicts.find((one) => one.spec === spec && one.action === action && one.device === device);
    if (verdict?.claims.includes('C5') === true && incognito.some((row) => row.device === device)) {
      attach(results, test, { name: 'what the incognito switch changes', lines: incognitoLines(incognito.filter((row) => row.device === device)) });
    }
  }
}

function consentLines(own: ConsentRow, rows: readonly ConsentRow[]): readonly (readonly string[])[] {
  const ofPhone = rows.filter(({ device }) => device === own.device);
  const setups = CONSENT_SETUPS.filter((setup: ConsentSetup) => ofPhone.some(({ verdicts }) => verdicts[setup] !== undefined));
  const ordered = [own, ...ofPhone.filter((row) => row !== own)];
  return [['action', 'spec', ...setups], ...ordered.map(({ action, spec, verdicts }) => [action, spec, ...setups.map((setup) => verdicts[setup] ?? '-')])];
}

/** Allure shows what is called CSV as a table. */
function attach(results: string, { path, result }: JudgedTest, { name, lines }: { readonly name: string; readonly lines: readonly (readonly string[])[] }): void {
  const source = `${basename(path, '-result.json')}-${name.replaceAll(' ', '-')}-attachment.csv`;
  writeFileSync(join(results, source), lines.map((cells) => `${cells.map(quoted).join(',')}\n`).join(''));
  const others = result.attachments.filter((attachment) => attachment.name !== name);
  result.attachments = [...others, { name, source, type: 'text/csv' }];
  writeFileSync(path, JSON.stringify(result));
}

function quoted(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
