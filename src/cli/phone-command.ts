import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { PROJECT_ROOT } from './project-paths.ts';

interface PhoneFlags {
  readonly profile: string;
  readonly count: number;
  readonly unauthorized?: boolean;
  readonly timeScale: string;
}

const DEFAULT_PROFILE = join(PROJECT_ROOT, 'emulator', 'profiles', 'ginkgo-2020.json');

/** `earshot phone`: emulated phones for use by hand. */
export function phoneCommand(): Command {
  return new Command('phone')
    .description('Boot emulated phones; each prints "ready <host:port> <profile id>" once it answers. Ctrl-C ends them.')
    .option('--profile <path>', 'what the phone is', DEFAULT_PROFILE)
    .option('--count <n>', 'how many of them', wholeNumber, 1)
    .option('--time-scale <x>', 'shortens the delays of the SDKs on the phone, 0 < x <= 1', '1')
    .option('--unauthorized', 'nobody accepts the keys of new computers')
    .addHelpText('after', '\nThen, with the port it printed: adb connect 127.0.0.1:<port>; adb -s 127.0.0.1:<port> shell getprop ro.product.model')
    .action(async (flags: PhoneFlags) => {
      const profile = resolve(flags.profile);
      const args = Array.from({ length: flags.count }, () => ['--phone', profile]).flat();
      args.push('--time-scale', flags.timeScale, ...(flags.unauthorized === true ? ['--unauthorized'] : []));
      const emulator = fork(join(PROJECT_ROOT, 'emulator', 'main.ts'), args, {
        execArgv: ['--import', import.meta.resolve('tsx')],
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      });
      // The terminal sends Ctrl-C to the emulator too; this process waits for it and passes on what only it was sent.
      process.on('SIGINT', () => undefined).on('SIGTERM', () => emulator.kill('SIGTERM'));
      const [code] = (await once(emulator, 'exit')) as [number | null];
      process.exitCode = code ?? 0;
    });
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError(`found "${text}", expected a whole number from 1`);
  return number;
}
