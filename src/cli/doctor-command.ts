import { resolve } from 'node:path';
import { Command } from 'commander';
import { EarshotError } from '../flow/errors.ts';
import { REGISTER_FILE } from '../silence/register-file.ts';
import { checkRegister } from './doctor/check-register.ts';
import { DEFAULT_REPORTS } from './project-paths.ts';

interface DoctorFlags {
  readonly register?: true | string;
  readonly reports: string;
}

/** `earshot doctor`: whether what a run stands on is in order. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('Say whether what a run stands on is in order.')
    .option('--register [file]', 'look through the register of expected traffic: entries that are over-wide, overdue or used by no full run (default file: specs/expected-traffic.json)')
    .option('--reports <folder>', 'where the runs are', DEFAULT_REPORTS)
    .addHelpText('after', '\nExit codes: 0 all is in order; 1 something is not; 3 it could not be looked at.')
    .action((flags: DoctorFlags) => {
      if (flags.register === undefined) {
        throw new EarshotError('BAD_INPUT', 'earshot doctor was told nothing to look at.', { hint: 'Look through the register of expected traffic with: npx earshot doctor --register' });
      }
      const file = flags.register === true ? REGISTER_FILE : resolve(flags.register);
      const { lines, isInOrder } = checkRegister({ file, reports: resolve(flags.reports), day: new Date().toISOString().slice(0, 10) });
      process.stdout.write(`${lines.join('\n')}\n`);
      process.exitCode = isInOrder ? 0 : 1;
    });
}
