import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { EarshotError } from '../flow/errors.ts';
import { readFlows } from '../record/ledger.ts';
import { comparisonExitCode, compareSides, describeComparison, type ComparedSide } from '../report/compare.ts';
import { describeSameCode } from '../report/same-code/describe-same-code.ts';
import type { PhoneApps } from '../report/same-code/carried-code.ts';
import { readVerdicts } from '../report/verdicts-file.ts';
import { readApps } from '../run/phone-apps.ts';
import { findRun } from './find-run.ts';
import { DEFAULT_REPORTS } from './project-paths.ts';

/** `earshot compare`: which verdicts and hosts differ between two runs, or two phones of runs, and whose code is the same. */
export function compareCommand(): Command {
  return new Command('compare')
    .description('Say which verdicts and hosts differ between two runs, or between phones of runs, and of two phones whether their apps are the same code.')
    .argument('<left>', 'a run: its folder, its name below the reports folder or "latest"; with #device only that phone')
    .argument('<right>', 'likewise')
    .option('--reports <folder>', 'where the runs are', DEFAULT_REPORTS)
    .addHelpText('after', '\nExit codes: 0 no verdict and no host differs; 1 one does; 3 a run cannot be read.\nExample: npx earshot compare latest#old-firmware latest#new-firmware')
    .action((left: string, right: string, flags: { readonly reports: string }) => {
      const reports = resolve(flags.reports);
      const [before, after] = [readSide(left, reports), readSide(right, reports)];
      const comparison = compareSides(before, after);
      process.stdout.write(`${describeComparison(comparison)}\n${describeCode(before, after)}`);
      process.exitCode = comparisonExitCode(comparison);
    });
}

/** A side, and its phones' apps where it is one phone. */
interface Side extends ComparedSide {
  readonly phone?: PhoneApps;
}

/** Nothing where a side is several phones: the table of claims says it of them. */
function describeCode(left: Side, right: Side): string {
  if (left.phone === undefined || right.phone === undefined) return '';
  const lines = describeSameCode({ ...left.phone, device: left.name }, { ...right.phone, device: right.name });
  return lines.length === 0 ? '' : `Code:\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

function readSide(name: string, reports: string): Side {
  const [run = '', device] = name.split('#', 2);
  const folder = findRun(run, reports);
  const { verdicts } = readVerdicts(folder);
  const devices = [...new Set(verdicts.map((verdict) => verdict.device))];
  if (device !== undefined && !devices.includes(device)) {
    throw new EarshotError('BAD_INPUT', `${run} has no phone ${JSON.stringify(device)}. It has: ${devices.join(', ')}`, { hint: `Name one of them: ${run}#${devices[0] ?? ''}` });
  }
  const chosen = device === undefined ? devices : [device];
  const ofChosen = verdicts.filter((verdict) => chosen.includes(verdict.device));
  const [first = ''] = chosen;
  return {
    name,
    ...(chosen.length === 1 ? { phone: { device: first, verdicts: ofChosen, apps: readApps(join(folder, 'evidence', first)) } } : {}),
    verdicts: ofChosen,
    hosts: chosen.flatMap((id) => hostsOf(join(folder, 'ledger', id))),
  };
}

function hostsOf(ledger: string): readonly string[] {
  if (!existsSync(ledger)) return [];
  return [...new Set(readFlows(ledger).filter(({ probe }) => probe === undefined).map(({ host }) => host))];
}
