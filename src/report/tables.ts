import type { Claim, Control, Verdict } from '../flow/verdict.ts';
import { claimText } from './claim-sheet.ts';

/** The table of claims: a line a claim, a column a phone. */
export function claimsTable(claims: readonly Claim[]): string {
  const devices = [...new Set(claims.map(({ device }) => device))];
  const names = [...new Set(claims.map(({ claim }) => claim))];
  const rows = names.map((name) => [
    name,
    claimText(name),
    ...devices.map((device) => claims.find((claim) => claim.claim === name && claim.device === device)?.result ?? ''),
  ]);
  return table([['claim', '', ...devices], ...rows]);
}

/** How many verdicts of each kind a phone got, and how many of its controls were seen. */
export function countsTable(verdicts: readonly Verdict[], controls: readonly Control[]): string {
  const devices = [...new Set([...verdicts, ...controls].map(({ device }) => device))];
  const kinds = ['silent', 'noisy', 'leaked', 'inconclusive'] as const;
  const rows = devices.map((device) => {
    const own = verdicts.filter((verdict) => verdict.device === device);
    const ownControls = controls.filter((control) => control.device === device);
    return [
      device,
      ...kinds.map((kind) => String(own.filter(({ verdict }) => verdict === kind).length)),
      `${ownControls.filter(({ verdict }) => verdict === 'seen').length} of ${ownControls.length}`,
      String(own.reduce((sum, { expectedEvents }) => sum + expectedEvents, 0)),
    ];
  });
  return table([['phone', ...kinds, 'controls seen', 'expected events'], ...rows]);
}

/** Columns as wide as their widest cell, two blanks between them, a rule under the head. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>((known, row) => row.map((cell, column) => Math.max(known[column] ?? 0, cell.length)), []);
  const line = (row: readonly string[]): string => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd();
  const [head = [], ...body] = rows;
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(line)].join('\n');
}
