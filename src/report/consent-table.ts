import { CONSENT_SETUPS, type ConsentSetup } from '../flow/consent.ts';
import type { Verdict, VerdictKind } from '../flow/verdict.ts';
import { withoutConsent } from '../flow/work-name.ts';
import { table } from './tables.ts';

/** One action in one app, and what it came to under each consent setup it was performed under. */
export interface ConsentRow {
  readonly device: string;
  /** Name of the piece of work without its consent setup. */
  readonly spec: string;
  readonly action: string;
  readonly verdicts: Readonly<Partial<Record<ConsentSetup, VerdictKind>>>;
}

/** What consent changes: a row an action that was performed under more than one setup. */
export function consentRows(verdicts: readonly Verdict[]): readonly ConsentRow[] {
  const rows = new Map<string, { device: string; spec: string; action: string; verdicts: Partial<Record<ConsentSetup, VerdictKind>> }>();
  for (const { device, spec: name, action, consent = 'as-found', verdict } of verdicts) {
    const spec = withoutConsent(name);
    const key = JSON.stringify([device, spec, action]);
    const row = rows.get(key) ?? { device, spec, action, verdicts: {} };
    row.verdicts[consent] = verdict;
    rows.set(key, row);
  }
  return [...rows.values()].filter((row) => Object.keys(row.verdicts).length > 1);
}

/** What consent changes, as text: the actions whose verdict is not the same under every setup; undefined when there was one setup. */
export function consentTable(rows: readonly ConsentRow[]): string | undefined {
  if (rows.length === 0) return undefined;
  const setups = CONSENT_SETUPS.filter((setup) => rows.some((row) => row.verdicts[setup] !== undefined));
  const changed = rows.filter(changes);
  const same = `${rows.length - changed.length} of ${rows.length} actions have the same verdict under each consent setup (${setups.join(', ')})`;
  if (changed.length === 0) return `${same}.`;
  const lines = changed.map((row) => [row.device, row.spec, row.action, ...setups.map((setup) => row.verdicts[setup] ?? '-')]);
  return `${table([['phone', 'spec', 'what consent changes', ...setups], ...lines])}\n${same}.`;
}

/** One line for the rows of one phone: `"plays a song" (music/playing): accepted leaked, declined silent; 1 of 2 actions are the same under each setup`. */
export function describeConsent(rows: readonly ConsentRow[]): string {
  const changed = rows.filter(changes).map(({ spec, action, verdicts }) => {
    const under = CONSENT_SETUPS.flatMap((setup) => (verdicts[setup] === undefined ? [] : [`${setup} ${verdicts[setup]}`]));
    return `"${action}" (${spec}): ${under.join(', ')}`;
  });
  return [...changed, `${rows.length - changed.length} of ${rows.length} actions are the same under each setup`].join('; ');
}

function changes({ verdicts }: ConsentRow): boolean {
  return new Set(Object.values(verdicts)).size > 1;
}
