import { execFile, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Command, InvalidArgumentError } from 'commander';
import { EXIT } from '../run/outcome.ts';
import { findAdb } from '../farm/adb-program.ts';
import { PROJECT_ROOT } from './project-paths.ts';

interface PhoneFlags {
  readonly profile?: readonly string[];
  readonly count: number;
  readonly port?: number;
  readonly control?: number;
  readonly fault: readonly string[];
  readonly unauthorized?: boolean;
  readonly timeScale: number;
}

const DEFAULT_PROFILE = join(PROJECT_ROOT, 'emulator', 'profiles', 'ginkgo-2020.json');

const KEYGEN_LIMIT_MS = 20_000;

const HOW_TO_CONNECT = `
The first line it prints, "world <host:port> <CA file>", is the internet the phones see: an HTTP proxy, and the CA of its sites.
Then, with the port a phone printed: adb connect 127.0.0.1:<port>; adb -s 127.0.0.1:<port> shell getprop ro.product.model
For Appium: "appium:udid": "127.0.0.1:<port>", "appium:automationName": "UiAutomator2".
`;

/** `earshot phone`: emulated phones for use by hand. */
export function phoneCommand(): Command {
  return new Command('phone')
    .description('Boot emulated phones; each prints "ready <host:port> <profile id>" once it answers. Ctrl-C ends them.')
    .option('--profile <path>', `what the phone is; may be repeated (default: ${DEFAULT_PROFILE})`, collect)
    .option('--count <n>', 'how many of each', wholeNumber, 1)
    .option('--port <n>', 'adb port of the first phone, the others two apart; 5555 is where adb servers look by themselves (default: any free ones)', portNumber)
    .option('--control <port>', 'serve a control port on 127.0.0.1, 0 for any free port; it is printed as "control <url>"', portNumber)
    .option('--fault <name[:key=value,…][@afterMs]>', 'a fault of each phone, so many ms after its boot; may be repeated', collect, [])
    .option('--time-scale <x>', 'shortens the delays of the SDKs on the phone, 0 < x <= 1', timeScale, 1)
    .option('--unauthorized', 'nobody accepts the keys of new computers')
    .addHelpText('after', ({ error }) => (error ? '' : `${HOW_TO_CONNECT}\n${faultsOfEmulator()}`))
    .action(async (flags: PhoneFlags) => {
      const profiles = (flags.profile ?? [DEFAULT_PROFILE]).map((path) => resolve(path));
      const args = profiles.flatMap((profile) => Array.from({ length: flags.count }, () => ['--phone', profile]).flat());
      args.push('--time-scale', String(flags.timeScale), ...(flags.unauthorized === true ? ['--unauthorized'] : await usersKey()));
      if (flags.port !== undefined) args.push('--port', String(flags.port));
      if (flags.control !== undefined) args.push('--control', String(flags.control));
      args.push(...flags.fault.flatMap((fault) => ['--fault', fault]));
      const emulator = fork(join(PROJECT_ROOT, 'emulator', 'main.ts'), args, {
        execArgv: ['--import', import.meta.resolve('tsx')],
        stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
      });
      // A chunk is a message, or several where it says them in one breath: whose they are is said once.
      emulator.stderr?.on('data', (said: Buffer) => void process.stderr.write(`earshot: ${said.toString()}`));
      // Passed on, also the Ctrl-C that the terminal sends to both: the emulator does not mind being told twice.
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => emulator.kill(signal));
      const [code] = (await once(emulator, 'exit')) as [number | null];
      // Killed by a signal that was not passed on: the phones went, and nobody asked for it.
      process.exitCode = code ?? EXIT.couldNotRun;
    });
}

/** What the emulator says of its faults. It is asked, because nothing here shares code with it. */
function faultsOfEmulator(): string {
  const { stdout } = spawnSync(process.execPath, ['--import', import.meta.resolve('tsx'), join(PROJECT_ROOT, 'emulator', 'control', 'print-help.ts')], { encoding: 'utf8' });
  return stdout;
}

/**
 * The key of this user's adb, so that its first `adb connect` need not wait for anybody to accept it. Made where there
 * is none yet, as the adb server would on its first start; without adb the phone asks for each key, and it is accepted.
 */
async function usersKey(): Promise<readonly string[]> {
  const key = join(homedir(), '.android', 'adbkey');
  if (!existsSync(`${key}.pub`)) {
    const adb = await findAdb().catch(() => undefined);
    if (adb === undefined) return [];
    mkdirSync(dirname(key), { recursive: true, mode: 0o750 });
    await promisify(execFile)(adb.path, ['keygen', key], { timeout: KEYGEN_LIMIT_MS });
  }
  return ['--adb-key', `${key}.pub`];
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function portNumber(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isInteger(number) || number < 0 || number > 65_535) throw new InvalidArgumentError(`found "${text}", expected a port, 0 to 65535`);
  return number;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError(`found "${text}", expected a whole number from 1`);
  return number;
}

function timeScale(text: string): number {
  const scale = Number(text);
  if (text.trim() === '' || !(scale > 0 && scale <= 1)) throw new InvalidArgumentError(`found "${text}", expected a number above 0 and up to 1`);
  return scale;
}
