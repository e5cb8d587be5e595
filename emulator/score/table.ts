import type { Disagreement, Score, Tally } from './score.ts';

const HEADINGS = ['phone', 'actions', 'reported', 'found', 'false alarms', 'missed', 'inconclusive', 'precision', 'recall'];

/** The score as lines a person reads. */
export function renderScore(score: Score): string {
  const rows = [
    HEADINGS,
    ...Object.entries(score.devices).map(([device, tally]) => row(device, tally)),
    ...(Object.keys(score.devices).length === 1 ? [] : [row('total', score.total)]),
  ];
  return [
    'Verdicts held against what the phones sent (truth log):',
    ...align(rows),
    ...score.missed.map((entry) => `missed       ${describe(entry)}`),
    ...score.falseAlarms.map((entry) => `false alarm  ${describe(entry)}`),
    ...score.withoutTruth.map((device) => `no truth log for ${device}: not scored`),
    '',
  ].join('\n');
}

function row(name: string, tally: Tally): readonly string[] {
  return [
    name,
    String(tally.actions),
    String(tally.reported),
    String(tally.truePositives),
    String(tally.falsePositives),
    String(tally.falseNegatives),
    String(tally.inconclusive),
    share(tally.precision),
    share(tally.recall),
  ];
}

function share(value: number | null): string {
  return value === null ? '-' : value.toFixed(3);
}

function align(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = HEADINGS.map((_heading, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows.map((cells) =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '),
  );
}

function describe(entry: Disagreement): string {
  const why = entry.rules.length === 0 ? '' : ` (${entry.rules.join(', ')} to ${entry.hosts.join(', ')})`;
  return `${entry.device}  ${entry.name}  judged ${entry.verdict}${why}`;
}
