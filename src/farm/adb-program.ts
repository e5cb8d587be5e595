import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { EarshotError } from '../flow/errors.ts';

const run = promisify(execFile);

/** `adb version` reports the protocol as 1.0.<n>; servers and clients of one machine must agree on n. */
const OLDEST_PROTOCOL = 41;

/** The machine's own adb. */
export interface AdbProgram {
  readonly path: string;
  /** `1.0.41`. */
  readonly protocol: string;
  /** `29.0.6-debian`. */
  readonly version: string;
  /** `--one-device` is understood (platform-tools 33 and later): the server can be kept off USB phones. */
  readonly canIgnoreUsb: boolean;
}

/**
 * Finds adb on PATH, or below ANDROID_HOME or ANDROID_SDK_ROOT.
 *
 * @throws {EarshotError} TOOL_MISSING when there is none, it does not run, or is older than protocol 1.0.41.
 */
export async function findAdb(env: NodeJS.ProcessEnv = process.env): Promise<AdbProgram> {
  const found = candidates(env).find((candidate) => existsSync(candidate));
  if (found === undefined) {
    throw new EarshotError('TOOL_MISSING', 'looked for adb on PATH and below ANDROID_HOME, found none', {
      hint: installHint(),
    });
  }
  const { stdout } = await runAdb(found, ['version']);
  const { protocol, version } = parseVersion(stdout);
  if (Number(protocol.split('.')[2] ?? 0) < OLDEST_PROTOCOL) {
    throw new EarshotError('TOOL_MISSING', `asked ${found} for its version, found ${JSON.stringify(stdout.trim())}, `
      + `expected 1.0.${OLDEST_PROTOCOL} or newer`, { hint: installHint() });
  }
  const help = await runAdb(found, ['help']);
  return { path: found, protocol, version, canIgnoreUsb: `${help.stdout}${help.stderr}`.includes('--one-device') };
}

/** Protocol and release out of what `adb version` prints; empty where a line is missing. */
export function parseVersion(text: string): { readonly protocol: string; readonly version: string } {
  return {
    protocol: /^Android Debug Bridge version (\S+)/m.exec(text)?.[1] ?? '',
    version: /^Version (\S+)/m.exec(text)?.[1] ?? '',
  };
}

function candidates(env: NodeJS.ProcessEnv): string[] {
  const name = process.platform === 'win32' ? 'adb.exe' : 'adb';
  const onPath = (env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const sdks = [env['ANDROID_HOME'], env['ANDROID_SDK_ROOT']].filter((sdk) => sdk !== undefined && sdk !== '');
  return [...onPath, ...sdks.map((sdk) => path.join(sdk ?? '', 'platform-tools'))]
    .map((folder) => path.join(folder, name));
}

async function runAdb(adb: string, args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  try {
    return await run(adb, args, { timeout: 10_000 });
  } catch (cause) {
    throw new EarshotError('TOOL_MISSING', `ran ${adb} ${args.join(' ')}, found ${String(cause)}, expected an answer`, {
      cause,
      hint: installHint(),
    });
  }
}

function installHint(): string {
  if (process.platform === 'darwin') return 'Type: brew install android-platform-tools';
  return 'Type: sudo apt-get install -y adb   (other systems: install Android platform-tools, put adb on PATH)';
}
