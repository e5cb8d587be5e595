import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '../farm/free-port.ts';
import { foreignEnv, startOwned, type OwnedProcess } from '../farm/owned-process.ts';
import { waitUntil } from '../farm/wait-until.ts';
import { EarshotError } from '../flow/errors.ts';
import { makeAndroidHome } from './android-home.ts';

/** Appium finds its drivers in the package.json of the folder it is started in. */
const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

const ATTEMPTS = 3;
const READY_LIMIT_MS = 60_000;

/** What an Appium server needs to know. */
export interface AppiumOptions {
  readonly adbPath: string;
  /** For logs and the small Android SDK made for it. */
  readonly folder: string;
}

/** A running Appium 3 server with the UiAutomator2 driver. */
export interface AppiumServer {
  readonly url: string;
  /** Leader of its process group, in which the adb programs that it starts are too. */
  readonly pid: number;
  readonly logFile: string;
  stop(): Promise<void>;
}

/**
 * Starts the Appium server of node_modules on a free port of the loopback. It ends with this process.
 *
 * @throws {EarshotError} TOOL_MISSING when it does not start, PORT_TAKEN when no port could be had.
 */
export async function startAppium(options: AppiumOptions): Promise<AppiumServer> {
  const logFile = path.join(options.folder, 'appium.log');
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const port = await findFreePort();
    const owned = await launch(options, port, logFile);
    const url = `http://127.0.0.1:${port}`;
    const state = await waitForStatus(url, owned);
    if (state === 'ready') return { url, pid: owned.pid, logFile, stop: () => owned.stop() };
    await owned.stop();
    if (!/EADDRINUSE/.test(tail(outputFile(options)))) throw notStarted(state, options, logFile);
  }
  throw new EarshotError('PORT_TAKEN', `started Appium ${ATTEMPTS} times, found its port in use each time, expected a `
    + 'free one', { hint: `Its output is in ${outputFile(options)}.` });
}

async function launch(options: AppiumOptions, port: number, logFile: string): Promise<OwnedProcess> {
  const sdk = makeAndroidHome(path.join(options.folder, 'android-home'), options.adbPath);
  return startOwned({
    command: process.execPath,
    args: [
      appiumProgram(), 'server', '--address', '127.0.0.1', '--port', String(port),
      '--log', logFile, '--log-level', 'error:info', '--log-timestamp', '--log-no-colors',
    ],
    env: { ...foreignEnv(), ANDROID_HOME: sdk, ANDROID_SDK_ROOT: sdk },
    cwd: PROJECT,
    logFile: outputFile(options),
  });
}

function appiumProgram(): string {
  try {
    return createRequire(import.meta.url).resolve('appium/index.js');
  } catch (cause) {
    throw new EarshotError('TOOL_MISSING', 'looked for appium in node_modules, found none', {
      cause,
      hint: 'Type: npm ci',
    });
  }
}

async function waitForStatus(url: string, owned: OwnedProcess): Promise<'ready' | 'ended' | 'late'> {
  let ended = false;
  void owned.exited.then(() => { ended = true; });
  const state = await waitUntil(async () => {
    if (ended) return 'ended' as const;
    const answer = await fetch(`${url}/status`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    return answer?.ok === true ? ('ready' as const) : undefined;
  }, { timeoutMs: READY_LIMIT_MS, everyMs: 50 });
  return state ?? 'late';
}

function notStarted(state: 'ended' | 'late' | 'ready', options: AppiumOptions, logFile: string): EarshotError {
  const found = state === 'ended' ? 'that it ended at once' : `no answer within ${READY_LIMIT_MS / 1000} s`;
  return new EarshotError('TOOL_MISSING', `started Appium, found ${found}, expected /status to answer\n`
    + tail(outputFile(options)), { hint: `See ${logFile}.` });
}

function outputFile(options: AppiumOptions): string {
  return path.join(options.folder, 'appium-output.log');
}

function tail(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-5).join('\n') : '';
}
