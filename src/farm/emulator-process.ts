import { fork, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { EarshotError } from '../flow/errors.ts';

/** Started by path: the emulated world is another program, no module of this one. */
const EMULATOR = fileURLToPath(new URL('../../emulator/main.ts', import.meta.url));

/** By path: the emulator may be started from a folder in which `tsx` does not resolve. */
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

const READY_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 5_000;
const STDERR_KEPT_BYTES = 8_192;

/** What to emulate. */
export interface EmulatorOptions {
  /** Absolute path of a profile for each phone. */
  readonly profiles: readonly string[];
  readonly timeScale?: number;
  readonly seed?: number;
  /** Where each phone writes its truth log; none is written without it. */
  readonly truthFolder?: string;
  /** A key the phones' owner has accepted before. */
  readonly adbKey?: string;
  /** Where others tell the phones what goes wrong with them; nothing here ever connects to it. */
  readonly controlPort?: number;
  /** Both streams of the emulator are appended to this file. */
  readonly logFile?: string;
}

/** Emulated phones and the world they see, in a process of their own. */
export interface Emulator {
  readonly pid: number;
  /** Gateway to the world: an HTTP proxy at `host:port`, and the CA of its sites as a PEM file. */
  readonly world: { readonly address: string; readonly caFile: string };
  /** In the order of the profiles: where its adbd listens, and its profile's id. */
  readonly phones: readonly { readonly address: string; readonly profile: string }[];
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

/** One line of what the emulator prints. */
export type EmulatorLine =
  | { readonly kind: 'world'; readonly address: string; readonly caFile: string }
  | { readonly kind: 'ready'; readonly address: string; readonly profile: string };

/**
 * Starts the emulator and waits for its phones. It ends with this process (its IPC channel closes then).
 *
 * @throws {EarshotError} TOOL_MISSING with what it said on standard error, when it ends or is not ready in time.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const child = fork(EMULATOR, argumentsFor(options), {
    execArgv: ['--import', TSX],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A Ctrl-C in the terminal must not end the phones before they are put back.
    detached: true,
  });
  const stderr = keepTail(child);
  if (options.logFile !== undefined) keepLog(child, options.logFile);
  const exited = new Promise<void>((resolve) => {
    // Not `close`: Node never emits it when the IPC channel was closed from this side.
    child.once('exit', () => { resolve(); });
    child.once('error', () => { resolve(); });
  });
  const stop = async (): Promise<void> => {
    if (child.connected) child.disconnect();
    const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    await exited;
    clearTimeout(limit);
  };
  try {
    const { world, phones } = await waitForPhones(child, options.profiles.length, stderr);
    return { pid: child.pid ?? 0, world, phones, exited, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The meaning of a line of the emulator's standard output; undefined for one that is for people. */
export function parseEmulatorLine(line: string): EmulatorLine | undefined {
  const [, kind, address, rest] = /^(world|ready) (\S+:\d+) (.+?)\s*$/.exec(line) ?? [];
  if (address === undefined || rest === undefined) return undefined;
  return kind === 'world' ? { kind, address, caFile: rest } : { kind: 'ready', address, profile: rest };
}

function argumentsFor(options: EmulatorOptions): string[] {
  const { profiles, timeScale, seed, truthFolder, adbKey, controlPort } = options;
  return [
    ...profiles.flatMap((profile) => ['--phone', profile]),
    ...(timeScale === undefined ? [] : ['--time-scale', String(timeScale)]),
    ...(seed === undefined ? [] : ['--seed', String(seed)]),
    ...(truthFolder === undefined ? [] : ['--truth', truthFolder]),
    ...(adbKey === undefined ? [] : ['--adb-key', adbKey]),
    ...(controlPort === undefined ? [] : ['--control', String(controlPort)]),
  ];
}

function waitForPhones(
  child: ChildProcess, phoneCount: number, stderr: () => string,
): Promise<Pick<Emulator, 'world' | 'phones'>> {
  return new Promise((resolve, reject) => {
    const fail = (found: string): void => {
      clearTimeout(limit);
      reject(new EarshotError('TOOL_MISSING', `started ${phoneCount} emulated ${phoneCount === 1 ? 'phone' : 'phones'}, `
        + `found ${found}, expected a line "ready" for each\n${stderr()}`.trimEnd()));
    };
    const limit = setTimeout(() => { fail(`no answer within ${READY_LIMIT_MS / 1000} s`); }, READY_LIMIT_MS);
    child.once('error', (error) => { fail(error.message); });
    child.once('close', (code, signal) => { fail(`that the emulator ended (${signal ?? `exit code ${String(code)}`})`); });
    let world: Emulator['world'] | undefined;
    const phones: { address: string; profile: string }[] = [];
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = parseEmulatorLine(text);
      if (line?.kind === 'world') world = { address: line.address, caFile: line.caFile };
      if (line?.kind === 'ready') phones.push({ address: line.address, profile: line.profile });
      if (world === undefined || phones.length < phoneCount) return;
      clearTimeout(limit);
      resolve({ world, phones });
    });
  });
}

function keepTail(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-STDERR_KEPT_BYTES);
  });
  return () => text;
}

function keepLog(child: ChildProcess, logFile: string): void {
  const log = createWriteStream(logFile, { flags: 'a' });
  // A full disk must not end the run for the sake of a log.
  log.on('error', () => undefined);
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  child.once('exit', () => log.end());
}
