import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { argv, exit, stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { InputError, readTruth, readVerdicts } from './inputs.ts';
import { score } from './score.ts';
import { renderScore } from './table.ts';

const BAD_INPUT = 3;
const USAGE = 'usage: node --import tsx emulator/score/main.ts --run <reports/run folder> [--truth <folder>]';

/** Scores a run, prints the table and writes `score.json` into the run's folder. */
async function main(args: readonly string[]): Promise<void> {
  const { run, truth } = options(args);
  const result = score(await readVerdicts(run), await readTruth(truth ?? join(run, 'truth')));
  await writeFile(join(run, 'score.json'), `${JSON.stringify(result, undefined, 2)}\n`);
  stdout.write(renderScore(result));
}

function options(args: readonly string[]): { readonly run: string; readonly truth: string | undefined } {
  try {
    const { values } = parseArgs({ args: [...args], options: { run: { type: 'string' }, truth: { type: 'string' } } });
    if (values.run === undefined) throw new InputError('no --run given');
    return { run: values.run, truth: values.truth };
  } catch (error) {
    throw new InputError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`, { cause: error });
  }
}

try {
  await main(argv.slice(2));
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  stderr.write(`${error.message}\n`);
  exit(BAD_INPUT);
}
