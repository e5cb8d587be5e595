import { resolve } from 'node:path';
import { argv, stderr, stdout } from 'node:process';
import { actionsOfSpecs } from './actions-of-specs.ts';
import { fromRecorded, recordSilent, runBatch, SILENT, type Judged } from './batch-run.ts';
import { batches, type Batch } from './choose.ts';
import { FAULTS, renderFaults, runFaults } from './instrument.ts';
import { exitCodeOf, killersOf, mutationScore, type Cell } from './matrix.ts';
import { chosenSubjects, isNamed, readOptions, type Options } from './options.ts';
import { readRegressions, Results, withFailures, writeRegressions } from './results.ts';
import { readTurnedRed, withKillers, writeTurnedRed } from './turned-red.ts';
import { renderKillers, renderMatrix, renderScore, renderTrouble } from './table.ts';

const REPORTS = resolve(import.meta.dirname, '../../reports/mutants');
const CODE = { broken: 3, interrupted: 130 } as const;
const SEEDS = 1_000_000_000;

/** Runs what was asked for; prints matrix, score, and what is not as it should be. @returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args, Math.floor(Math.random() * SEEDS));
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => { interruption.abort(); });
  const codes: number[] = [];
  let ledger: Judged | undefined;
  for (let round = 0; round < options.repeat && !interruption.signal.aborted; round++) {
    const results = new Results(REPORTS, new Date());
    const say = (line: string): void => {
      results.note(line);
      stdout.write(`${line}\n`);
    };
    ledger ??= await judgeLedger({ options, results, say, interrupted: interruption.signal });
    codes.push(await oneRound({ options, seed: options.seed + round, results, say, interrupted: interruption.signal, ledger }));
  }
  return interruption.signal.aborted ? CODE.interrupted : worst(codes);
}

interface Round {
  readonly options: Options;
  readonly seed: number;
  readonly results: Results;
  readonly say: (line: string) => void;
  readonly interrupted: AbortSignal;
  /** What was judged from a recorded run. */
  readonly ledger: Judged;
}

/** What is not performed on each phone is judged once, by the recorded run of the phone that all of them are built on. */
async function judgeLedger({ options, results, say, interrupted }: Omit<Round, 'seed' | 'ledger'>): Promise<Judged> {
  if (!options.ledger || (options.only !== undefined && options.from === undefined)) return { cells: [], broken: [] };
  if (options.from !== undefined) return fromRecorded(options.from);
  const specs = [...new Set(actionsOfSpecs().map(({ spec }) => spec))];
  say(`recording every action of ${specs.length} specs on the silent phone, to judge by ledger what is not performed (--from <run> takes an earlier one)`);
  const judged = await recordSilent(specs, { folder: results.batch(SILENT), timeScale: options.timeScale, interrupted });
  say(`${judged.cells.length} actions judged by ledger`);
  return judged;
}

async function oneRound(round: Round): Promise<number> {
  const { options, seed, results, say, interrupted, ledger } = round;
  const all = actionsOfSpecs();
  const subjects = chosenSubjects(options, seed);
  const notRun = subjects.filter(({ noAction }) => noAction !== undefined).map(({ id, noAction }) => `${id}: no action yet: ${noAction ?? ''}`);
  const plan = batches(subjects, { seed, size: options.batch, green: options.green, all });
  const faults = options.instrument ? FAULTS.filter(({ id }) => isNamed(id, options.only)) : [];
  say(`seed ${seed} (repeat with: npm run mutants -- --seed ${seed}); ${subjects.length} phones with a leak in ${plan.length} runs, ${faults.length} faults of the instrument; ${results.folder}`);
  const live = await runBatches(plan, round);
  const [cells, broken] = [[...live.cells, ...ledger.cells], [...live.broken, ...ledger.broken]];
  const told = faults.length === 0 || interrupted.aborted ? [] : await runFaults(faults, { folder: results.batch('instrument'), timeScale: options.timeScale, interrupted, say });
  const score = mutationScore(cells, SILENT);
  const known = readRegressions();
  const failures = withFailures(known, cells);
  if (failures.length > known.length) writeRegressions(failures);
  results.write({ seed, cells, score, instrument: told, notRun });
  const killers = killersOf(cells, all);
  writeTurnedRed(withKillers(readTurnedRed(), killers, all));
  say(['', renderMatrix(cells), '', renderKillers(killers), '', renderFaults(told), '', renderTrouble(cells), ...notRun, ...broken, '', renderScore(score)].join('\n'));
  return worst([broken.length > 0 ? CODE.broken : 0, exitCodeOf(score), told.some(({ isTold }) => !isTold) ? 1 : 0]);
}

async function runBatches(plan: readonly Batch[], { options, results, say, interrupted }: Round): Promise<Judged> {
  const waiting = [...plan];
  const cells: Cell[] = [];
  const broken: string[] = [];
  const startedMs = Date.now();
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let batch = waiting.shift(); batch !== undefined && !interrupted.aborted; batch = waiting.shift()) {
      const judged = await runBatch(batch, { folder: results.batch(batch.name), timeScale: options.timeScale, interrupted });
      cells.push(...judged.cells);
      broken.push(...judged.broken);
      results.keepOnlyTrouble(batch.name, judged.cells, judged.broken.length > 0);
      done += 1;
      const leftMs = ((Date.now() - startedMs) / done) * (plan.length - done);
      const count = (outcome: Cell['outcome']): number => judged.cells.filter((cell) => cell.outcome === outcome).length;
      say(`${done}/${plan.length}  ${batch.name}  killed ${count('killed')}, told ${count('told')}, survived ${count('survived')}, not told ${count('not told')}, false alarms ${count('false alarm')}, green ${count('green')}; about ${Math.ceil(leftMs / 60_000)} min left`);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.jobs) }, worker));
  return { cells, broken };
}

/** 3 is worse than 1, and 1 worse than 2. */
function worst(codes: readonly number[]): number {
  return [CODE.broken, 1, 2].find((code) => codes.includes(code)) ?? 0;
}

try {
  process.exitCode = await main(argv.slice(2));
} catch (error) {
  stderr.write(`${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  process.exitCode = CODE.broken;
}
