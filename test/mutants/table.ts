import type { Cell, MutationScore } from './matrix.ts';

const WORST_FIRST = ['survived', 'false alarm', 'not told', 'blamed along', 'green, not told'] as const;

/** A line a phone: what came of its planted actions, and of those that must stay green, live and by the ledger of the phone it is built on. */
export function renderMatrix(cells: readonly Cell[]): string {
  const ofLedger = cells.filter(({ isByLedger }) => isByLedger === true);
  const live = cells.filter(({ isByLedger }) => isByLedger !== true);
  const rows = [...new Set(live.map(({ mutant }) => mutant))].map((mutant) => {
    const own = live.filter((cell) => cell.mutant === mutant);
    const isAsked = (cell: Cell): boolean => cell.isPlanted || cell.rules.length > 0;
    const planted = own.filter(isAsked).map(({ action, outcome, verdict }) => `${action}: ${IN_THE_MATRIX[outcome] ?? outcome}${outcome === 'killed' || outcome === 'told' ? ` (${verdict})` : ''}`);
    const rest = ofLedger.filter(({ spec, action }) => !own.some((cell) => cell.spec === spec && cell.action === action));
    return [mutant, planted.length === 0 ? '-' : planted.join('; '), green(own.filter((cell) => !isAsked(cell))), rest.length === 0 ? '-' : green(rest)];
  });
  return aligned([['mutant', 'where it leaks', 'where it must not', 'not performed, by ledger'], ...rows]);
}

const IN_THE_MATRIX: Partial<Record<Cell['outcome'], string>> = { green: 'did not leak', 'green, not told': 'did not leak' };

function green(cells: readonly Cell[]): string {
  const own = cells.filter(({ outcome }) => outcome === 'green' || outcome === 'caused elsewhere').length;
  return `${own} of ${cells.length} right`;
}

/** Everything that is not as it should be, with the first reasons given. */
export function renderTrouble(cells: readonly Cell[]): string {
  return WORST_FIRST.flatMap((outcome) => cells.filter((cell) => cell.outcome === outcome).map((cell) => {
    const rules = cell.rules.length === 0 ? '' : ` (rule ${cell.rules.join(', ')})`;
    return `${outcome.padEnd(15)}  ${cell.mutant}  ${cell.spec}: ${cell.action}${rules}  ${cell.verdict}: ${cell.reasons[0] ?? 'no reason given'}`;
  })).join('\n');
}

/** Each action of the specs, and what turned it red in this run. */
export function renderKillers(killers: ReadonlyMap<string, readonly string[]>): string {
  return aligned([['action', 'turned red by'], ...[...killers].map(([action, mutants]) => [action, mutants.length === 0 ? 'nothing in this run' : mutants.join(', ')])]);
}

/** The score in a few lines. */
export function renderScore(score: MutationScore): string {
  return [
    `score       ${share(score.score)}  (${score.killed} killed and ${score.told} told of ${score.leaked} that leaked or could not be told; ${score.survived} survived, ${score.notTold} not told)`,
    `precision   ${share(score.precision)}   recall ${share(score.recall)}`,
    `false alarms ${score.falseAlarms}, of them on the silent phone ${score.falseAlarmsOnSilent}; blamed along with what leaked ${score.blamedAlong}; green ${score.green}, not told ${score.greenNotTold}, leaked for a cause in another action ${score.causedElsewhere}; ${score.byLedger} of all by ledger`,
    ...(score.didNotLeak.length === 0 ? [] : [`did not leak in this run, by the truth log: ${score.didNotLeak.join(', ')}`]),
  ].join('\n');
}

/** Cells in columns; the last one is not padded. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => (column === 1 ? Math.min(60, cells[column]?.length ?? 0) : cells[column]?.length ?? 0))));
  return rows.map((cells) => cells.map((cell, column) => (column === cells.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  ')).join('\n');
}

function share(value: number | null): string {
  return value === null ? '-' : `${(value * 100).toFixed(1)} %`;
}
