import { resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { parseFaultArgument, type PlannedFault } from './control/fault-argument.ts';
import { faultHelp } from './control/fault-help.ts';
import { Refusal } from './control/refusal.ts';

/** What the emulator was asked to boot. */
export interface EmulatorArguments {
  /** Profile files, one a phone, in the order of their phones. */
  readonly phones: readonly string[];
  readonly timeScale: number;
  readonly seed: number;
  /** Folder for the truth logs. */
  readonly truth?: string;
  /** File with a key the phones' owner has accepted before. */
  readonly adbKey?: string;
  readonly unauthorized: boolean;
  /** Port of the first phone's adbd; any free ones when absent. */
  readonly port?: number;
  /** Port on which the phones can be told what to do, 0 for any free one; none when absent. */
  readonly control?: number;
  /** Faults that each phone has from its boot on. */
  readonly faults: readonly PlannedFault[];
}

/** Arguments that make no sense; the message says which and what was expected. */
export class ArgumentsError extends Error {
  override readonly name = 'ArgumentsError';
}

const EXAMPLE = `
It prints one line for the world, one for the control port if there is one, then one for each phone once it answers:
  world <host:port> <world CA as PEM file>
  control <url>
  ready <host:port> <profile id>
Connect with: adb connect <host:port>. Ctrl-C switches everything off.

Exit codes: 0 switched off, 3 bad arguments or a bad profile.

Example:
  node --import tsx emulator/main.ts --phone emulator/profiles/ginkgo-2020.json
`;

/**
 * Reads the arguments behind the program's name; undefined when the help was asked for, which is printed then.
 *
 * @throws {ArgumentsError}
 */
export function parseArguments(args: readonly string[], print: (text: string) => void): EmulatorArguments | undefined {
  const command = new Command('emulator')
    .description('Boots emulated Xiaomi phones, each with an adb port on 127.0.0.1, and the small internet they see.')
    .requiredOption('--phone <profile.json>', 'profile of a phone; once for each phone', collect, [])
    .option('--time-scale <x>', "factor for the delays of the phones' software, 1 is as on a phone", positive, 1)
    .option('--seed <n>', 'seed of the background traffic: the same gives the same times', wholeNumber, 1)
    .option('--truth <folder>', 'write what each phone really did to <folder>/<n>-<profile id>.ndjson')
    .option('--adb-key <adbkey.pub>', "a host's key that the phones' owner has accepted before")
    .option('--unauthorized', 'nobody accepts new keys (otherwise they are accepted at once)', false)
    .option('--port <n>', 'adb port of the first phone, the others two apart: 5555 is where every adb server looks by itself', port)
    .option('--control <port>', 'serve the control port on 127.0.0.1, 0 for any free port', port)
    .option('--fault <name[:key=value,…][@afterMs]>', 'a fault of each phone, so many ms after its boot; may be repeated', plannedFault, [])
    .addHelpText('after', () => `${EXAMPLE}\n${faultHelp()}`)
    .exitOverride()
    .configureOutput({ writeOut: print, writeErr: () => undefined, outputError: () => undefined });
  try {
    command.parse([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') return undefined;
    throw new ArgumentsError(`Reading the arguments: ${error.message}. See --help.`, { cause: error });
  }
  return argumentsOf(command.opts<RawOptions>());
}

/** As `commander` hands them over, made by the parsers below. */
interface RawOptions {
  readonly phone: readonly string[];
  readonly timeScale: number;
  readonly seed: number;
  readonly truth?: string;
  readonly adbKey?: string;
  readonly unauthorized: boolean;
  readonly port?: number;
  readonly control?: number;
  readonly fault: readonly PlannedFault[];
}

function argumentsOf(options: RawOptions): EmulatorArguments {
  if (options.phone.length === 0) throw new ArgumentsError('Reading the arguments: no --phone, expected at least one profile. See --help.');
  return {
    phones: options.phone.map((path) => resolve(path)),
    timeScale: options.timeScale,
    seed: options.seed,
    unauthorized: options.unauthorized,
    faults: options.fault,
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.control === undefined ? {} : { control: options.control }),
    ...(options.truth === undefined ? {} : { truth: resolve(options.truth) }),
    ...(options.adbKey === undefined ? {} : { adbKey: resolve(options.adbKey) }),
  };
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function plannedFault(text: string, before: readonly PlannedFault[]): readonly PlannedFault[] {
  try {
    return [...before, parseFaultArgument(text)];
  } catch (error) {
    if (error instanceof Refusal) throw new InvalidArgumentError(error.message);
    throw error;
  }
}

function port(text: string): number {
  const value = wholeNumber(text);
  if (value < 0 || value > 65_535) throw new InvalidArgumentError('Expected a port, 0 to 65535.');
  return value;
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('Expected a number above 0.');
  return value;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError('Expected a whole number.');
  return value;
}
