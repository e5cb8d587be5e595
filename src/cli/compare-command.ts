import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { EarshotError } from '../flow/errors.ts';
import { readFlows } from '../record/ledger.ts';
import { comparisonExitCode, compareSides, describeComparison, type ComparedSide } from '../report/compare.ts';
import { readVerdicts } from '../report/verdicts-file.ts';
import { findRun } from './find-run.ts';
import { DEFAULT_REPORTS } from './project-paths.ts';

/** `earshot compare`: which verdicts and hosts differ between two runs, or two phones of runs. */
export function compareCommand(): Command {
  return new Command('compare')
    .description('Say which verdicts and hosts differ between two runs, or between phones of runs.')
    .argument('<left>', 'a run: its folder, its name below the reports folder or "latest"; with #device only that phone')
    .argument('<right>', 'likewise')
    .option('--reports <folder>', 'where the runs are', DEFAULT_REPORTS)
    .addHelpText('after', '\nExit codes: 0 nothing differs; 1 something does; 3 a run cannot be read.\nExample: npx earshot compare latest#old-firmware latest#new-firmware')
    .action((left: string, right: string, flags: { readonly reports: string }) => {
      const reports = resolve(flags.reports);
      const comparison = compareSides(readSide(left, reports), readSide(right, reports));
      process.stdout.write(`${describeComparison(comparison)}\n`);
      process.exitCode = comparisonExitCode(comparison);
    });
}

function readSide(name: string, reports: string): ComparedSide {
  const [run = '', device] = name.split('#', 2);
  const folder = findRun(run, reports);
  const { verdicts } = readVerdicts(folder);
  const devices = [...new Set(verdicts.map((verdict) => verdict.device))];
  if (device !== undefined && !devices.includes(device)) {
    throw new EarshotError('BAD_INPUT', `${run} has no phone ${device}. It has: ${devices.join(', ')}`);
  }
  const chosen = device === undefined ? devices : [device];
  return {
    name,
    verdicts: verdicts.filter((verdict) => chosen.includes(verdict.device)),
    hosts: chosen.flatMap((id) => hostsOf(join(folder, 'ledger', id))),
  };
}

function hostsOf(ledger: string): readonly string[] {
  if (!existsSync(ledger)) return [];
  return [...new Set(readFlows(ledger).filter(({ probe }) => probe === undefined).map(({ host }) => host))];
}
