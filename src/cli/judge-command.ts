import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Command } from 'commander';
import { EarshotError } from '../flow/errors.ts';
import type { Control, Verdict, Verdicts } from '../flow/verdict.ts';
import { claimsTable, countsTable } from '../report/tables.ts';
import { readVerdicts } from '../report/verdicts-file.ts';
import { judgeAgain } from '../run/judge-again.ts';
import { EXIT, exitCode } from '../run/outcome.ts';
import { findRun } from './find-run.ts';
import { DEFAULT_REPORTS } from './project-paths.ts';

interface JudgeFlags {
  readonly rules?: string;
  readonly reports: string;
  readonly out?: string;
  readonly reportOnly?: boolean;
}

/** `earshot judge`: every verdict of a run, computed again from the evidence on disk. */
export function judgeCommand(): Command {
  return new Command('judge')
    .description('Judge a run again from its evidence on disk alone, and say whether the answer is the same. Changes nothing in the run.')
    .argument('<run>', 'a run: its folder, its name below the reports folder or "latest"')
    .option('--rules <file>', "a register of expected traffic to judge by, instead of the run's own copy")
    .option('--reports <folder>', 'where the runs are', DEFAULT_REPORTS)
    .option('--out <file>', 'write what was judged there, in the form of verdicts.json')
    .option('--report-only', 'exit 0 also when something was sent or nobody can say')
    .addHelpText('after', '\nExit codes: 0 every assertion held; 1 something was noisy or leaked; 2 nothing worse than inconclusive;\n3 the run cannot be read.')
    .action((name: string, flags: JudgeFlags) => {
      const folder = findRun(name, resolve(flags.reports));
      const recorded = readVerdicts(folder);
      const judged = judgeAgain(folder, flags.rules === undefined ? undefined : resolve(flags.rules));
      if (flags.out !== undefined) write(resolve(flags.out), judged);
      process.stdout.write(`${[claimsTable(judged.claims), '', countsTable(judged.verdicts, judged.controls), '', ...compare(recorded, judged)].join('\n')}\n`);
      const code = exitCode(judged);
      process.exitCode = flags.reportOnly === true && code !== EXIT.couldNotRun ? EXIT.held : code;
    });
}

/** What is not as it was judged then, one line an action. */
function compare(recorded: Verdicts, judged: Verdicts): readonly string[] {
  const before = new Map(all(recorded).map((one) => [keyOf(one), one]));
  const after = new Map(all(judged).map((one) => [keyOf(one), one]));
  const differing = [...new Set([...before.keys(), ...after.keys()])].filter((key) => !isDeepStrictEqual(before.get(key), after.get(key)));
  if (differing.length === 0) return [`The answer is the same: ${before.size} verdicts and controls, in every field.`];
  const lines = differing.map((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    return `  ${key}: ${was === undefined || is === undefined || was.verdict !== is.verdict ? `${was?.verdict ?? 'absent'} -> ${is?.verdict ?? 'absent'}` : sameKind(was, is)}`;
  });
  return [
    `${differing.length} of ${before.size} verdicts and controls are not as they were judged then, by the register given or by the Earshot of that day:`,
    ...lines,
  ];
}

/** How two judgements differ that come to the same: by their reasons, or only by what is told beside them. */
function sameKind(was: Verdict | Control, is: Verdict | Control): string {
  if (!isDeepStrictEqual(was.reasons, is.reasons)) return `${is.verdict} as then, for other reasons: ${is.reasons[0] ?? 'none'}`;
  const [before, after] = [was, is].map((one): ReadonlyMap<string, unknown> => new Map(Object.entries(one)));
  const fields = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])].filter((field) => !isDeepStrictEqual(before?.get(field), after?.get(field)));
  return `${is.verdict} as then, for the same reasons; told otherwise: ${fields.join(', ')}`;
}

function all({ verdicts, controls }: Verdicts): readonly (Verdict | Control)[] {
  return [...verdicts, ...controls];
}

function keyOf({ device, spec, action }: Verdict | Control): string {
  return `${device} ${spec} "${action}"`;
}

function write(file: string, judged: Verdicts): void {
  try {
    writeFileSync(file, `${JSON.stringify(judged, null, 2)}\n`);
  } catch (cause) {
    throw new EarshotError('BAD_INPUT', `Cannot write ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause, hint: 'Give a file that can be written with --out.' });
  }
}
