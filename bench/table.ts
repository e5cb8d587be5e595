import type { CommandRate } from './adb-commands.ts';

/** Phones in one process, as measured. */
export interface Measurement extends CommandRate {
  readonly phones: number;
  /** From the start of the process until its world answers. */
  readonly startMs: number;
  /** From then until the last phone answers. */
  readonly bootMs: number;
  readonly bootMsPerPhone: number;
  readonly rssMb: number;
  /** What one phone more takes; undefined where there is nothing to compare with. */
  readonly rssMbPerPhone?: number;
}

/** Where and when it was measured. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly node: string;
  readonly date: string;
}

/** The measurements as a Markdown table, each with its ratio to the first row. */
export function asMarkdown(machine: Machine, rows: readonly Measurement[]): string {
  const [first] = rows;
  const ratio = (value: number, base: number | undefined): string => (base === undefined || base === 0 ? '' : ` (${(value / base).toFixed(value / base < 10 ? 1 : 0)}x)`);
  const lines = rows.map((row) => [
    String(row.phones),
    `${row.startMs.toFixed(0)} ms`,
    `${row.bootMs.toFixed(0)} ms${ratio(row.bootMs, first?.bootMs)}`,
    `${row.bootMsPerPhone.toFixed(0)} ms`,
    `${row.rssMb.toFixed(0)} MB${ratio(row.rssMb, first?.rssMb)}`,
    row.rssMbPerPhone === undefined ? '' : `${row.rssMbPerPhone.toFixed(1)} MB`,
    `${row.commandsPerSecond.toFixed(0)}${ratio(row.commandsPerSecond, first?.commandsPerSecond)}`,
    `${row.medianMs.toFixed(2)} / ${row.p95Ms.toFixed(2)} ms`,
  ]);
  const heading = ['phones', 'process start', 'boot, all', 'boot, each', 'RSS', 'RSS, each further', 'commands/s, all', 'command p50 / p95'];
  const table = [heading, heading.map(() => '---:'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return `${machine.date}, ${machine.cores} x ${machine.cpu}, ${machine.memoryGb} GB, Node ${machine.node}; ratios to the first row\n\n${table}\n`;
}
