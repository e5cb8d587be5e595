import { AdbClient } from '../../farm/adb-client.ts';
import type { AppCode } from '../../flow/app-code.ts';
import { EarshotError } from '../../flow/errors.ts';
import type { DeviceShell } from '../device-shell.ts';
import { shellQuote } from '../shell-quote.ts';
import { readAppApart } from './read-app-apart.ts';
import type { ApkBytes } from './read-app.ts';

/** Where the phone is, and how long one app of it may take. */
export interface PullOptions {
  readonly shell: DeviceShell;
  readonly adbPort: number;
  /** For fetching the app, and again for reading it. */
  readonly limitMs: number;
  /** Gets each APK as it was fetched, whoever wants to keep it. */
  readonly keep?: (apk: ApkBytes) => void;
}

/** What an app may weigh, its splits included. */
const MOST_BYTES = 1 << 29;

/** Fetches an installed app's APKs and reads what code is in them. @throws {EarshotError} when it cannot be fetched or read. */
export async function pullApp(name: string, { shell, adbPort, limitMs, keep }: PullOptions): Promise<AppCode> {
  const client = new AdbClient(adbPort);
  const deadlineMs = Date.now() + limitMs;
  const apks: ApkBytes[] = [];
  let leftBytes = MOST_BYTES;
  for (const path of await apkPaths(shell, name)) {
    const bytes = await client.pull(shell.serial, path, { mostBytes: leftBytes, limitMs: Math.max(1, deadlineMs - Date.now()) });
    leftBytes -= bytes.length;
    apks.push({ path, bytes });
    keep?.({ path, bytes });
  }
  return readAppApart(apks, limitMs);
}

/** `pm path` of an app: its base first, then its splits. @throws {EarshotError} PHONE_REFUSED when it is not installed. */
async function apkPaths(shell: DeviceShell, name: string): Promise<readonly string[]> {
  const { stdout } = await shell.try(`pm path ${shellQuote(name)}`);
  const paths = [...stdout.matchAll(/^package:(\/.+?)\r?$/gm)].map(([, path = '']) => path);
  if (paths.length === 0) throw new EarshotError('PHONE_REFUSED', `asked ${shell.serial} where ${name} lies, found "${stdout.trim().slice(0, 200)}", expected the paths of its APKs`);
  return paths;
}
