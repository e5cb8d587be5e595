import type { Machine } from './table.ts';

/** How phones are driven: all through one Appium server, or each through its own. */
export type Way = 'shared' | 'one each';

/** Some phones driven one way, once. */
export interface AppiumMeasurement {
  readonly phones: number;
  readonly way: Way;
  readonly round: number;
  /** From the start of the servers until all of them answer. */
  readonly serversMs: number;
  /** From then until all phones have a session, asked for at once. */
  readonly sessionsMs: number;
  /** Both together: from nothing to all sessions. */
  readonly openMs: number;
  /** Processor time of the servers, and of what they started, until then. */
  readonly openingProcessorMs: number;
  /** All commands of all phones, phones beside each other. */
  readonly commandsMs: number;
  readonly commandMedianMs: number;
  readonly commandP95Ms: number;
  /** Processor time of the servers for those commands. */
  readonly commandsProcessorMs: number;
  /** Of all servers together, with all sessions open. */
  readonly rssMb: number;
}

const FIGURES = [
  ['servers answer', 'serversMs', 'ms'],
  ['sessions then', 'sessionsMs', 'ms'],
  ['all sessions exist', 'openMs', 'ms'],
  ['CPU until then', 'openingProcessorMs', 'ms'],
  ['commands', 'commandsMs', 'ms'],
  ['command p50', 'commandMedianMs', 'ms'],
  ['command p95', 'commandP95Ms', 'ms'],
  ['CPU for commands', 'commandsProcessorMs', 'ms'],
  ['RSS', 'rssMb', 'MB'],
] as const;

type Figure = (typeof FIGURES)[number][1];

/**
 * The measurements as a Markdown table: a line for each number of phones and each way with the medians over the rounds,
 * then one with the ratio of "one each" to "shared", the median of the ratios of the rounds, since what else the machine
 * does weighs on both ways of a round.
 */
export function appiumAsMarkdown(machine: Machine, rows: readonly AppiumMeasurement[]): string {
  const heading = ['phones', 'Appium', ...FIGURES.map(([title]) => title)];
  const counts = [...new Set(rows.map(({ phones }) => phones))];
  const lines = counts.flatMap((phones) => {
    const of = (way: Way): readonly AppiumMeasurement[] => rows.filter((row) => row.phones === phones && row.way === way);
    const [shared, oneEach] = [of('shared'), of('one each')];
    const line = (way: Way, measured: readonly AppiumMeasurement[]): string[] =>
      [String(phones), way, ...FIGURES.map(([, figure, unit]) => `${rounded(median(measured.map((row) => row[figure])))} ${unit}`)];
    return [line('shared', shared), line('one each', oneEach), ['', 'ratio', ...FIGURES.map(([, figure]) => `${ratioOf(figure, shared, oneEach).toFixed(2)}x`)]];
  });
  const table = [heading, heading.map((_, index) => (index === 1 ? '---' : '---:')), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return `${machine.date}, ${machine.cores} x ${machine.cpu}, ${machine.memoryGb} GB, Node ${machine.node}; the ratio is of one each to shared\n\n${table}\n`;
}

/** The median over the rounds of what one each takes for what shared takes in the same round. */
export function ratioOf(figure: Figure, shared: readonly AppiumMeasurement[], oneEach: readonly AppiumMeasurement[]): number {
  return median(shared.flatMap((one) => oneEach.filter(({ round }) => round === one.round).map((other) => other[figure] / one[figure])));
}

/** The value so far up a sorted list, 0.5 for the median; the mean of the two in the middle where there are two. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return low + (high - low) * (at - Math.floor(at));
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function rounded(value: number): string {
  return value < 100 ? value.toFixed(1) : value.toFixed(0);
}
