import type { Machine } from '../table.ts';
import type { FalseFindings, Measured } from './measure.ts';
import type { Recall } from './recall.ts';

/** Everything the benchmark measured. */
export interface Result {
  readonly machine: Machine;
  readonly corpora: readonly Measured[];
  /** The same corpora in several sizes, for the most indicators. */
  readonly sizes: readonly Measured[];
  readonly falseFindings: readonly (FalseFindings & { readonly of: string; readonly indicators: number })[];
  readonly recall: readonly Recall[];
  readonly beyond: readonly Recall[];
}

/** The result as Markdown tables. */
export function asMarkdown(result: Result): string {
  const { machine } = result;
  return [
    `${machine.date}, ${machine.cores} x ${machine.cpu}, ${machine.memoryGb} GB, Node ${machine.node}`,
    throughput(result.corpora),
    limits(result.corpora),
    sizes(result.sizes),
    falseFindings(result),
    recall('Recall on random stacks of the grammar', result.recall),
    recall('Beyond the grammar (not promised)', result.beyond),
    ...[...result.recall].flatMap(({ missed }) => missed).map((missed) => `missed: ${missed}`),
  ].join('\n\n') + '\n';
}

function rows(heading: readonly string[], lines: readonly (readonly string[])[]): string {
  return [heading, heading.map((_, index) => (index === 0 ? '---' : '---:')), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const rate = (megabytes: number, ms: number): string => (ms < 0.01 ? '' : (megabytes / (ms / 1000)).toFixed(megabytes / ms > 0.1 ? 0 : 1));

function throughput(measured: readonly Measured[]): string {
  const all = totals(measured);
  const lines = [...measured, ...all].map((row) => [
    row.corpus,
    String(row.indicators),
    rate(row.megabytes, row.ms),
    rate(row.megabytes, row.decodeMs),
    rate(row.megabytes, row.searchMs),
    rate(row.megabytes, row.floorMs),
    (row.floorMs / row.ms).toFixed(2),
    `${row.found}/${row.carried}`,
    String(row.falseFindings),
    row.prepareMs.toFixed(0),
  ]);
  return `MB/s of raw input and processor time; the floor is the sum of the stages, each alone\n\n${rows(['corpus', 'indicators', 'MB/s', 'decoding', 'searching', 'floor', 'of the floor', 'recall', 'false', 'prepared, ms'], lines)}`;
}

/** All corpora together, for each number of indicators. */
export function totals(measured: readonly Measured[]): readonly Measured[] {
  return [...new Set(measured.map(({ indicators }) => indicators))].map((indicators) => {
    const same = measured.filter((row) => row.indicators === indicators);
    const sum = (of: (row: Measured) => number): number => same.reduce((total, row) => total + of(row), 0);
    const [first] = same;
    if (first === undefined) throw new Error('Summing up no measurement: expected at least one.');
    return {
      ...first,
      corpus: 'all',
      megabytes: sum((row) => row.megabytes),
      ms: sum((row) => row.ms),
      decodeMs: sum((row) => row.decodeMs),
      searchMs: sum((row) => row.searchMs),
      floorMs: sum((row) => row.floorMs),
      layers: sum((row) => row.layers),
      found: sum((row) => row.found),
      carried: sum((row) => row.carried),
      falseFindings: sum((row) => row.falseFindings),
    };
  });
}

function limits(measured: readonly Measured[]): string {
  const lines = measured.map(({ corpus, indicators, megabytes, floor }) => [
    corpus,
    String(indicators),
    rate(floor.inflatedBytes / 1e6, floor.inflateMs),
    rate(floor.base64Bytes / 1e6, floor.base64Ms),
    rate(floor.scannedBytes / 1e6, floor.scanMs),
    rate(megabytes, floor.indexOfMs),
    (floor.scannedBytes / 1e6 / megabytes).toFixed(2),
  ]);
  return `The stages alone, MB/s of what each gives out or reads\n\n${rows(['corpus', 'indicators', 'gunzipSync', 'base64', 'scan for all', 'Buffer.indexOf of one', 'searched per raw byte'], lines)}`;
}

function sizes(measured: readonly Measured[]): string {
  const lines = measured.map((row) => [row.corpus, String(row.indicators), row.megabytes.toFixed(0), ((row.ms * 1e6) / (row.megabytes * 1e6)).toFixed(2), (row.ms / row.floorMs).toFixed(2)]);
  return `Cost per byte over sizes\n\n${rows(['corpus', 'indicators', 'MB', 'ns per byte', 'times the floor'], lines)}`;
}

function falseFindings({ falseFindings: rowsOf }: Result): string {
  const lines = rowsOf.map((row) => [row.of, String(row.indicators), row.megabytes.toFixed(0), String(row.payloads), rate(row.megabytes, row.ms), String(row.findings)]);
  const examples = rowsOf.flatMap((row) => row.examples).map((example) => `\nfalse: ${example}`);
  return `Findings in traffic that carries nothing\n\n${rows(['traffic', 'indicators', 'MB', 'payloads', 'MB/s', 'findings'], lines)}${examples.join('')}`;
}

function recall(title: string, rowsOf: readonly Recall[]): string {
  const lines = rowsOf.map(({ kind, found, hidden }) => [kind, `${found}/${hidden}`, hidden === 0 ? '' : `${((100 * found) / hidden).toFixed(found === hidden ? 0 : 2)} %`]);
  return `${title}\n\n${rows(['', 'found', 'recall'], lines)}`;
}
