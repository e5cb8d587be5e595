import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
const MAIN = fileURLToPath(new URL('../../emulator/main.ts', import.meta.url));

/** Path of a profile that comes with the emulator. */
export function profilePath(id: string): string {
  return fileURLToPath(new URL(`../../emulator/profiles/${id}.json`, import.meta.url));
}

/** The emulator in its own process, with an IPC channel. */
export interface EmulatorRig {
  readonly child: ChildProcess;
  /** `world` line, perhaps a `control` line, then the `ready` lines. */
  readonly lines: readonly string[];
  /** The control port's address, empty without `--control`. */
  readonly control: string;
  /** `host:port` of each phone. */
  readonly serials: readonly string[];
  /** Closes the IPC channel and waits for the end. */
  close(): Promise<number | null>;
}

/** Boots phones and waits for their `ready` lines. */
export async function startEmulator(profiles: readonly string[], ...more: readonly string[]): Promise<EmulatorRig> {
  const child = fork(MAIN, [...profiles.flatMap((path) => ['--phone', path]), ...more], {
    execArgv: ['--import', 'tsx'],
    cwd: CHECKOUT,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout! })) {
    lines.push(line);
    if (lines.filter((text) => text.startsWith('ready ')).length === profiles.length) break;
  }
  return {
    child,
    lines,
    control: lines.find((line) => line.startsWith('control '))?.split(' ')[1] ?? '',
    serials: lines.filter((line) => line.startsWith('ready ')).map((line) => line.split(' ')[1]!),
    close: async () => {
      if (child.exitCode !== null) return child.exitCode;
      const exited = once(child, 'exit') as Promise<[number | null]>;
      child.disconnect();
      return (await exited)[0];
    },
  };
}

/** Runs the emulator to its end and keeps what it said. */
export async function runEmulator(...args: readonly string[]): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = fork(MAIN, args, { execArgv: ['--import', 'tsx'], cwd: CHECKOUT, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let stdout = '';
  let stderr = '';
  child.stdout!.on('data', (chunk: Buffer) => (stdout += String(chunk)));
  child.stderr!.on('data', (chunk: Buffer) => (stderr += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}
