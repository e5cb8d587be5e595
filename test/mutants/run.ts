import { join, resolve } from 'node:path';
import { argv, stderr, stdout } from 'node:process';
import { actionsOfSpecs } from './actions-of-specs.ts';
import { batches, type Batch } from './choose.ts';
import { FAULTS, renderFaults, runFaults } from './instrument.ts';
import { runLive } from './live.ts';
import { cellsOf, exitCodeOf, killersOf, mutationScore, withoutNoiseKills, type Cell } from './matrix.ts';
import { chosenSubjects, isNamed, readOptions, type Options } from './options.ts';
import { readRegressions, Results, withFailures, writeRegressions } from './results.ts';
import { PROFILES, type Subject } from './subject.ts';
import { renderKillers, renderMatrix, renderScore, renderTrouble } from './table.ts';

const REPORTS = resolve(import.meta.dirname, '../../reports/mutants');
const SILENT = 'silent-phone';
const CODE = { broken: 3, interrupted: 130 } as const;
const SEEDS = 1_000_000_000;

interface Judged {
  readonly cells: readonly Cell[];
  readonly broken: readonly string[];
}

/** Runs what was asked for; prints matrix, score, and what is not as it should be. @returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args, Math.floor(Math.random() * SEEDS));
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => { interruption.abort(); });
  const codes: number[] = [];
  for (let round = 0; round < options.repeat && !interruption.signal.aborted; round++) {
    const results = new Results(REPORTS, new Date());
    const say = (line: string): void => {
      results.note(line);
      stdout.write(`${line}\n`);
    };
    codes.push(await oneRound({ options, seed: options.seed + round, results, say, interrupted: interruption.signal }));
  }
  return interruption.signal.aborted ? CODE.interrupted : worst(codes);
}

interface Round {
  readonly options: Options;
  readonly seed: number;
  readonly results: Results;
  readonly say: (line: string) => void;
  readonly interrupted: AbortSignal;
}

async function oneRound(round: Round): Promise<number> {
  const { options, seed, results, say, interrupted } = round;
  const all = actionsOfSpecs();
  const subjects = chosenSubjects(options, seed);
  const notRun = subjects.filter(({ noAction }) => noAction !== undefined).map(({ id, noAction }) => `${id}: no action yet: ${noAction ?? ''}`);
  const plan = batches(subjects, { seed, size: options.batch, green: options.green, all });
  const faults = options.instrument ? FAULTS.filter(({ id }) => isNamed(id, options.only)) : [];
  say(`seed ${seed} (repeat with: npm run mutants -- --seed ${seed}); ${subjects.length} phones with a leak in ${plan.length} runs, ${faults.length} faults of the instrument; ${results.folder}`);
  const { cells, broken } = await runBatches(plan, round);
  const told = faults.length === 0 || interrupted.aborted ? [] : await runFaults(faults, { folder: results.batch('instrument'), timeScale: options.timeScale, interrupted, say });
  const score = mutationScore(cells, SILENT);
  const known = readRegressions();
  const failures = withFailures(known, cells);
  if (failures.length > known.length) writeRegressions(failures);
  results.write({ seed, cells, score, instrument: told, notRun });
  const killers = killersOf(cells, all);
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
      const judged = await oneBatch(batch, { folder: results.batch(batch.name), timeScale: options.timeScale, interrupted });
      cells.push(...judged.cells);
      broken.push(...judged.broken);
      results.keepOnlyTrouble(batch.name, judged.cells, judged.broken.length > 0);
      done += 1;
      const leftMs = ((Date.now() - startedMs) / done) * (plan.length - done);
      const count = (outcome: Cell['outcome']): number => judged.cells.filter((cell) => cell.outcome === outcome).length;
      say(`${done}/${plan.length}  ${batch.name}  killed ${count('killed')}, survived ${count('survived')}, not told ${count('not told')}, false alarms ${count('false alarm')}, green ${count('green')}; about ${Math.ceil(leftMs / 60_000)} min left`);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.jobs) }, worker));
  return { cells, broken };
}

async function oneBatch(batch: Batch, run: { readonly folder: string; readonly timeScale: number; readonly interrupted: AbortSignal }): Promise<Judged> {
  const silent: Pick<Subject, 'id' | 'planted' | 'profile'> = { id: SILENT, planted: [], profile: { extends: join(PROFILES, 'ginkgo-silent.json'), id: SILENT } };
  const members = [...batch.subjects, silent];
  const result = await runLive({ ...run, phones: members.map(({ id, profile }) => ({ id, profile })), specs: batch.specs, actions: batch.actions });
  const held = members.flatMap(({ id, planted }) => {
    const verdicts = result.verdicts.filter(({ device }) => device === id);
    return cellsOf({ mutant: id, planted: planted.filter(({ spec }) => batch.specs.includes(spec)), verdicts: verdicts.filter(({ action }) => batch.actions.includes(action)), truth: result.truth.get(id) ?? [] });
  });
  return { cells: withoutNoiseKills(held, SILENT), broken: result.broken === undefined ? [] : [`broken  ${batch.name}: ${result.broken} (see ${run.folder})`] };
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
