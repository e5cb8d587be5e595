import { Command } from 'commander';
import { resolve } from 'node:path';
import { APPS } from '../../pageobjects/apps.ts';
import { EarshotError } from '../flow/errors.ts';
import { REGISTER_FILE } from '../silence/register-file.ts';
import { checkRegister } from './doctor/check-register.ts';
import { checkSelectors } from './doctor/check-selectors.ts';
import { INTERRUPTED, interruptible } from './interruption.ts';
import { DEFAULT_DEVICES_FILE, DEFAULT_REPORTS } from './project-paths.ts';

interface DoctorFlags {
  readonly selectors?: boolean;
  readonly devices?: string;
  readonly devicesFile: string;
  readonly apps?: string;
  readonly register?: true | string;
  readonly reports: string;
  readonly json?: boolean;
}

/** What one section found out. */
export interface Diagnosis {
  /** An exit code: 0 all is in order, 1 something is not, 3 it could not be looked at. */
  readonly code: 0 | 1 | 3;
  readonly lines: readonly string[];
  readonly json: object;
}

/** What the doctor can look at, by its option. */
const SECTIONS: Readonly<Record<'register' | 'selectors', (flags: DoctorFlags, interrupted: AbortSignal) => Diagnosis | Promise<Diagnosis>>> = {
  register: ({ register, reports }) => {
    const file = typeof register === 'string' ? resolve(register) : REGISTER_FILE;
    const { lines, isInOrder } = checkRegister({ file, reports: resolve(reports), day: new Date().toISOString().slice(0, 10) });
    return { code: isInOrder ? 0 : 1, lines, json: { isInOrder, lines } };
  },
  selectors: checkSelectors,
};

const NAMES = Object.keys(SECTIONS) as (keyof typeof SECTIONS)[];

/** `earshot doctor`: whether what a run stands on is in order. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('Say whether what a run stands on is in order.')
    .option('--selectors', 'open every screen of every app on the phones and say which views of pageobjects/selectors.json are not there, with the nearest that are; nothing is recorded, and a phone is left as it was found')
    .option('--devices <ids>', 'look at these phones of devices.json, separated by commas (default: all)')
    .option('--devices-file <path>', 'the file that lists the phones', DEFAULT_DEVICES_FILE)
    .option('--apps <names>', `look at these apps, separated by commas (default: all): ${APPS.map(({ appName }) => appName).join(', ')}`)
    .option('--register [file]', 'look through the register of expected traffic: entries that are over-wide, overdue or used by no full run (default file: specs/expected-traffic.json)')
    .option('--reports <folder>', 'where the runs are', DEFAULT_REPORTS)
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExit codes: 0 all is in order; 1 something is not; 3 it could not be looked at. 130 interrupted.')
    .action(async (flags: DoctorFlags) => {
      const names = NAMES.filter((name) => flags[name] !== undefined);
      if (names.length === 0) {
        throw new EarshotError('BAD_INPUT', 'earshot doctor was told nothing to look at.', {
          hint: 'Look for the views of the screens with: npx earshot doctor --selectors; through the register of expected traffic with: npx earshot doctor --register',
        });
      }
      const interruption = interruptible();
      const found: (readonly [name: string, Diagnosis])[] = [];
      for (const name of names) if (!interruption.signal.aborted) found.push([name, await SECTIONS[name](flags, interruption.signal)]);
      interruption.stop();
      const text = flags.json === true ? JSON.stringify(Object.fromEntries(found.map(([name, { json }]) => [name, json])), undefined, 2) : found.flatMap(([, { lines }]) => lines).join('\n');
      process.stdout.write(`${text}\n`);
      process.exitCode = interruption.signal.aborted ? INTERRUPTED : Math.max(...found.map(([, { code }]) => code));
    });
}
