import { Command } from 'commander';
import { resolve } from 'node:path';
import { loadDevices } from '../farm/devices-file.ts';
import { table } from '../report/tables.ts';
import { DEFAULT_DEVICES_FILE } from './project-paths.ts';

/** `earshot devices`: what devices.json lists, once it has been checked. */
export function devicesCommand(): Command {
  return new Command('devices')
    .description('Check devices.json and list its phones.')
    .option('--devices-file <path>', 'the file that lists the phones', DEFAULT_DEVICES_FILE)
    .action((flags: { readonly devicesFile: string }) => {
      const entries = loadDevices(resolve(flags.devicesFile));
      const rows = entries.map((entry) => [entry.id, entry.kind, entry.model, entry.witnesses.join(' ')]);
      process.stdout.write(`${table([['id', 'kind', 'model', 'required witnesses'], ...rows])}\n`);
    });
}
