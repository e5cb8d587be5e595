import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { EarshotError } from '../flow/errors.ts';
import { LONGEST_HEADERS_BYTES, readyMessageSchema, type SidecarConfig, type Upstream } from './sidecar-config.ts';

/** File in the ledger folder that takes what the sidecar prints. */
export const SIDECAR_LOG = 'sidecar.log';

/** A sidecar that has not reported within this time has hung; starting takes about a second. */
const START_MS = 30_000;

/** How long a sidecar may take to write its last lines before it is killed. */
const CLOSE_MS = 5_000;

export interface SidecarOptions {
  readonly device: string;
  /** Absent or 0: any free port. */
  readonly port?: number;
  readonly ledgerDir: string;
  readonly ca: { readonly certPath: string; readonly keyPath: string };
  readonly upstream: Upstream;
}

/** How a sidecar ended; `detail` is the last line it printed. */
export interface SidecarExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly detail: string;
}

/** A running sidecar: a recording proxy on the loopback in a process of its own. */
export interface Sidecar {
  readonly port: number;
  /** Names this process in every flow it writes. */
  readonly recorder: string;
  readonly pid: number;
  /** Settles when the process has ended, however that came; never rejects. */
  readonly exited: Promise<SidecarExit>;
  /** Ends it; flows still open get their last line. */
  close(): Promise<void>;
}

/**
 * Starts a sidecar and returns once it listens and has opened its ledger.
 *
 * @throws {EarshotError} `RECORDER_DOWN` when it ends or hangs instead.
 */
export async function startSidecar(options: SidecarOptions): Promise<Sidecar> {
  mkdirSync(options.ledgerDir, { recursive: true });
  // Beside the key: should this process be killed now, it goes with it.
  const configDir = await mkdtemp(join(dirname(options.ca.keyPath), 'sidecar-'));
  try {
    const configPath = join(configDir, 'config.json');
    writeFileSync(configPath, JSON.stringify(configOf(options)));
    return await launch(configPath, options);
  } finally {
    rmSync(configDir, { recursive: true, force: true });
  }
}

async function launch(configPath: string, options: SidecarOptions): Promise<Sidecar> {
  const logPath = join(options.ledgerDir, SIDECAR_LOG);
  const log = openSync(logPath, 'a');
  const child = fork(fileURLToPath(new URL('./sidecar/main.ts', import.meta.url)), [configPath], {
    // By absolute URL: the sidecar must start from any working directory. Node's own limit for headers is 16 KiB, and an
    // app that puts its data into a header would be refused unread.
    execArgv: [`--max-http-header-size=${LONGEST_HEADERS_BYTES}`, `--import=${pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href}`],
    stdio: ['ignore', log, log, 'ipc'],
    env: { ...process.env, NODE_OPTIONS: '' },
    // A Ctrl-C in the terminal must not end the recorder before the phone is led elsewhere.
    detached: true,
  });
  closeSync(log);
  const exited = new Promise<SidecarExit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal, detail: lastLine(logPath) }));
    child.once('error', (error) => resolve({ code: null, signal: null, detail: error.message }));
  });
  const ready = await Promise.race([readyMessage(child), exited, hung(child, options.device)]);
  if ('detail' in ready) {
    throw new EarshotError('RECORDER_DOWN', `Starting the sidecar for ${options.device}: it ended with code ${String(ready.code)}. ${ready.detail}`, {
      hint: `Everything it printed is in ${logPath}.`,
    });
  }
  return { port: ready.port, recorder: ready.recorder, pid: child.pid ?? 0, exited, close: () => close(child, exited) };
}

async function close(child: ChildProcess, exited: Promise<SidecarExit>): Promise<void> {
  if (child.connected) child.disconnect();
  const patience = setTimeout(() => child.kill('SIGKILL'), CLOSE_MS);
  await exited;
  clearTimeout(patience);
}

function readyMessage(child: ChildProcess): Promise<{ port: number; recorder: string }> {
  return new Promise((resolve) => {
    child.on('message', (message) => {
      const ready = readyMessageSchema.safeParse(message);
      if (ready.success) resolve(ready.data);
    });
  });
}

function hung(child: ChildProcess, device: string): Promise<never> {
  return new Promise((_resolve, reject) => {
    const patience = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new EarshotError('RECORDER_DOWN', `Starting the sidecar for ${device}: no word from it for ${START_MS} ms.`));
    }, START_MS);
    child.once('message', () => clearTimeout(patience)).once('exit', () => clearTimeout(patience));
  });
}

function configOf(options: SidecarOptions): SidecarConfig {
  return {
    device: options.device,
    port: options.port ?? 0,
    ledger: options.ledgerDir,
    ca: { cert: options.ca.certPath, key: options.ca.keyPath },
    upstream: options.upstream,
  };
}

function lastLine(path: string): string {
  try {
    return readFileSync(path, 'utf8').trimEnd().split('\n').at(-1) ?? '';
  } catch {
    return ''; // The ledger folder was removed meanwhile; the exit code still tells.
  }
}
