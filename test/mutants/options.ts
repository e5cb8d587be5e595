import { Command, InvalidArgumentError } from 'commander';
import picomatch from 'picomatch';
import { quickSubset } from './choose.ts';
import { GENERATOR_VERSION, readRegressions } from './results.ts';
import { mutantSubjects, randomSubject, unseenSubjects, type Subject } from './subject.ts';

/** What `npm run mutants` was asked for. */
export interface Options {
  readonly seed: number;
  readonly quick: boolean;
  readonly only?: string;
  readonly repeat: number;
  /** Runs at a time. */
  readonly jobs: number;
  /** Phones with a leak in a run. */
  readonly batch: number;
  readonly green: number;
  /** Random profiles; absent: 1 in a quick run, 4 in any other. */
  readonly random?: number;
  readonly timeScale: number;
  readonly instrument: boolean;
  /** A run of the silent phone that was recorded before; absent: it is recorded first. */
  readonly from?: string;
  /** Whether what is not performed is judged from a recorded run. */
  readonly ledger: boolean;
}

/** Reads the arguments behind the program's name; ends the program where they make no sense. */
export function readOptions(args: readonly string[], freshSeed: number): Options {
  const command = new Command('npm run mutants --')
    .description('Holds Earshot against phones with a planted leak each, and against its own instruments broken.')
    .option('--quick', 'a subset that stands for all: each SDK, each way out of the phone, some of each family', false)
    .option('--only <pattern>', 'only these, by id: globs, separated by commas (mutant-dns*,unseen-*,instrument-*)')
    .option('--seed <n>', 'repeats what was drawn by this seed', wholeNumber, freshSeed)
    .option('--repeat <n>', 'go through all so many times, the seed one higher each time', wholeNumber, 1)
    .option('--jobs <n>', 'runs at a time', wholeNumber, 1)
    .option('--batch <n>', 'phones with a leak in a run', wholeNumber, 7)
    .option('--green <n>', 'actions a run performs that must stay green', wholeNumber, 1)
    .option('--random <n>', 'random profiles, drawn by the seed (default: 4, of a quick run 1)', wholeNumber)
    .option('--time-scale <x>', 'shortens the delays of the SDKs on the phones', Number, 0.01)
    .option('--from <run>', 'folder of a recorded run, by whose ledgers all is judged that is not performed (default: the silent phone is recorded first)')
    .option('--no-ledger', 'judge nothing from ledgers, and record nothing for it')
    .option('--no-instrument', 'leave out the faults of the instrument')
    .addHelpText('after', '\nExit codes: 0 all killed and no false alarm; 1 something survived, or a false alarm; 2 nothing worse than not told or blamed along;\n3 a run could not be performed. 130 interrupted.')
    .parse([...args], { from: 'user' });
  return command.opts<Options>();
}

/** The phones that these options ask for: failing seeds of before first, then mutants, unseen profiles and fresh random ones. */
export function chosenSubjects({ quick, only, random = quick ? 1 : 4 }: Options, seed: number): readonly Subject[] {
  const kept = readRegressions().filter(({ generator }) => generator === GENERATOR_VERSION).map((entry) => entry.seed);
  const fresh = Array.from({ length: random }, (_, index) => seed + index).filter((drawn) => !kept.includes(drawn));
  const unseen = unseenSubjects();
  const all = [...kept.map(randomSubject), ...(quick ? quickSubset(mutantSubjects(), seed) : mutantSubjects()), ...unseen.filter((_, index) => !quick || index === seed % unseen.length), ...fresh.map(randomSubject)];
  return all.filter(({ id }) => isNamed(id, only));
}

/** Whether `--only` names this id. */
export function isNamed(id: string, only: string | undefined): boolean {
  return only === undefined || picomatch.isMatch(id, only.split(',').map((pattern) => pattern.trim()));
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('Expected a whole number.');
  return value;
}
