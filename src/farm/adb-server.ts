import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { EarshotError } from '../flow/errors.ts';
import { AdbClient } from './adb-client.ts';
import type { AdbProgram } from './adb-program.ts';
import { findFreePort } from './free-port.ts';
import { startOwned, type OwnedProcess } from './owned-process.ts';
import { waitUntil } from './wait-until.ts';

const ATTEMPTS = 5;
const READY_LIMIT_MS = 10_000;

/** adb looks for emulators on every port from 5555 up to this one: none. */
const NO_EMULATOR_PORT = '5553';

/** An adb server of this run alone. */
export interface AdbServer {
  readonly port: number;
  readonly client: AdbClient;
  /** Key the server shows to phones, in the format of `adbkey.pub`. */
  readonly publicKeyPath: string;
  readonly logFile: string;
  stop(): Promise<void>;
}

/**
 * Starts an adb server on a free port (never 5037), with a home and a key of its own in the folder. It ends with this
 * process. The user's key is shown to phones too, so that one who has accepted it need not be asked again.
 *
 * @throws {EarshotError} TOOL_MISSING when adb does not start, PORT_TAKEN when no port could be had.
 */
export async function startAdbServer(adb: AdbProgram, folder: string): Promise<AdbServer> {
  const publicKeyPath = await makeKey(adb, folder);
  const logFile = path.join(folder, 'adb-server.log');
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const port = await findFreePort();
    const args = ['-P', String(port), ...(adb.canIgnoreUsb ? ['--one-device', 'none'] : []), 'nodaemon', 'server'];
    const owned = await startOwned({ command: adb.path, args, env: serverEnv(folder), cwd: folder, logFile });
    const client = new AdbClient(port);
    if (await isReady(client, owned)) {
      return { port, client, publicKeyPath, logFile, stop: () => owned.stop() };
    }
    await owned.stop();
  }
  throw new EarshotError('PORT_TAKEN', `started an adb server ${ATTEMPTS} times, found that it never answered, `
    + `expected it to on a free port\n${lastLines(logFile)}`, { hint: `Its output is in ${logFile}.` });
}

async function makeKey(adb: AdbProgram, folder: string): Promise<string> {
  const home = path.join(folder, '.android');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const key = path.join(home, 'adbkey');
  if (!existsSync(key)) await promisify(execFile)(adb.path, ['keygen', key], { timeout: 20_000 });
  return `${key}.pub`;
}

function serverEnv(folder: string): NodeJS.ProcessEnv {
  const userKey = path.join(homedir(), '.android', 'adbkey');
  const vendorKeys = [process.env['ADB_VENDOR_KEYS'], existsSync(userKey) ? userKey : undefined]
    .filter((key) => key !== undefined && key !== '');
  return {
    PATH: process.env['PATH'],
    HOME: folder,
    // Where adb keeps the key when the variable is set in the user's environment; HOME decides here.
    ADB_VENDOR_KEYS: vendorKeys.join(path.delimiter),
    ADB_LOCAL_TRANSPORT_MAX_PORT: NO_EMULATOR_PORT,
    ADB_MDNS_AUTO_CONNECT: '0',
  };
}

async function isReady(client: AdbClient, owned: OwnedProcess): Promise<boolean> {
  let ended = false;
  void owned.exited.then(() => { ended = true; });
  const answer = await waitUntil(async () => {
    if (ended) return 'ended' as const;
    return client.ask('host:version').then(() => 'ready' as const, () => undefined);
  }, { timeoutMs: READY_LIMIT_MS, everyMs: 20 });
  return answer === 'ready' && !ended;
}

function lastLines(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-5).join('\n') : '';
}
