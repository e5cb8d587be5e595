import type { Machine } from './table.ts';

/** One run of the thirty-two actions on one phone. */
export interface WindowMeasurement {
  readonly phone: string;
  readonly culprits: readonly string[];
  readonly windows: number;
  /** How often an action, a sham or a control was performed, over all windows. */
  readonly performances: number;
  /** From the opening of the first window to the end of the last. */
  readonly windowsMs: number;
  /** From the start of the program to its end: boot, preflight, Appium and report included. */
  readonly wholeMs: number;
  /** Verdicts of the thirty-two by kind: `silent 31, noisy 1`. */
  readonly verdicts: string;
  /** What is not as it must be; empty when all is. */
  readonly wrong: readonly string[];
}

/** The measurements as a Markdown table, times with their ratio to the first row. */
export function windowsAsMarkdown(machine: Machine, rows: readonly WindowMeasurement[]): string {
  const [first] = rows;
  const ratio = (value: number, base: number | undefined): string => (base === undefined || base === 0 ? '' : ` (${(value / base).toFixed(1)}x)`);
  const heading = ['phone', 'windows', 'performances', 'in windows', 'whole run', 'of 32', 'named'];
  const lines = rows.map((row) => [
    row.phone,
    String(row.windows),
    `${row.performances}${ratio(row.performances, first?.performances)}`,
    `${(row.windowsMs / 1000).toFixed(0)} s${ratio(row.windowsMs, first?.windowsMs)}`,
    `${(row.wholeMs / 1000).toFixed(0)} s${ratio(row.wholeMs, first?.wholeMs)}`,
    row.verdicts,
    row.culprits.join(', '),
  ]);
  const table = [heading, heading.map((_, index) => (index === 0 || index > 4 ? '---' : '---:')), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const wrong = rows.flatMap((row) => row.wrong.map((what) => `WRONG on ${row.phone}: ${what}\n`)).join('');
  return `${machine.date}, ${machine.cores} x ${machine.cpu}, ${machine.memoryGb} GB, Node ${machine.node}; ratios to the first row\n\n${table}\n${wrong}`;
}
