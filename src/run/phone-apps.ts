import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { pullApp } from '../device/apk/pull-app.ts';
import type { DeviceShell } from '../device/device-shell.ts';
import type { AppCode, DrivenApp } from '../flow/app-code.ts';
import { EarshotError } from '../flow/errors.ts';
import type { WindowRecord } from '../flow/window.ts';
import { BROWSER_CLAIMS, BROWSER_PACKAGES } from '../report/same-code/carried-code.ts';
import type { RunFolder } from './run-folder.ts';
import { readWindows } from './window-file.ts';

/** Fetching one app, and again reading it, takes no longer. */
const APP_LIMIT_MS = 90_000;
/** All apps of a phone take no longer; those that are left then are not told. */
const PHONE_LIMIT_MS = 6 * 60_000;

/** The apps of one phone, and how to reach it. */
export interface ReadAppsOptions {
  readonly device: string;
  readonly specs: readonly string[];
  /** Its evidence gets what was read. */
  readonly folder: Pick<RunFolder, 'evidence'>;
  readonly shell: DeviceShell;
  readonly adbPort: number;
  /** Packages on the phone: its browsers are read also where no spec could drive one. */
  readonly installed: readonly string[];
  /** What this phone could not perform, with the claims it would have been about. */
  readonly leftOut: readonly { readonly claims: readonly string[] }[];
  /** Only the browsers, whose code a claim is about. */
  readonly brief: boolean;
  readonly interrupted: AbortSignal;
  readonly say: (message: string) => void;
  /** The evidence gets the APKs themselves too. */
  readonly keepApks?: boolean;
}

/** Reads the code of the apps that a phone's windows were about, and writes it down. Never throws: what cannot be read is not told, with the reason. */
export async function readDrivenApps(options: ReadAppsOptions): Promise<readonly DrivenApp[]> {
  const deadlineMs = Date.now() + PHONE_LIMIT_MS;
  const { device, folder } = options;
  const driven = appsToRead(options);
  if (driven.length > 0) options.say(`reading the code of ${driven.map((app) => app.package).join(', ')}`);
  const apps: DrivenApp[] = [];
  let lost: string | undefined;
  for (const app of driven) {
    const notTold = options.interrupted.aborted ? 'the run was interrupted' : Date.now() > deadlineMs ? `reading the apps before it took ${PHONE_LIMIT_MS / 60_000} minutes` : lost;
    apps.push(notTold === undefined ? await readOne(app, options, (why) => (lost = why)) : { ...app, notTold });
  }
  try {
    writeApps(folder.evidence(device), apps);
  } catch (error) {
    options.say(`what was read of the apps could not be written down: ${messageOf(error)}`);
  }
  return apps;
}

/** None of a spec whose windows are damaged: judging it says so. */
function windowsOf({ device, specs, folder, say }: ReadAppsOptions): readonly WindowRecord[] {
  return specs.flatMap((spec) => {
    try {
      return readWindows(folder.evidence(device, spec));
    } catch (error) {
      say(`which app ${spec} drove cannot be told: ${messageOf(error)}`);
      return [];
    }
  });
}

/** @param onLost Told why when the phone does not answer at all: waiting for it once is enough. */
async function readOne(app: DrivenApp, { shell, adbPort, device, folder, keepApks, say }: ReadAppsOptions, onLost: (why: string) => void): Promise<DrivenApp> {
  try {
    const code = await pullApp(app.package, {
      shell, adbPort, limitMs: APP_LIMIT_MS,
      ...(keepApks === true ? { keep: ({ path, bytes }) => writeInto(join(folder.evidence(device), 'apks', app.package, basename(path)), bytes) } : {}),
    });
    return { ...app, code };
  } catch (error) {
    const notTold = messageOf(error);
    if (error instanceof EarshotError && error.code === 'NO_PHONE') onLost(notTold);
    say(`the code of ${app.package} is not told: ${notTold}`);
    return { ...app, notTold };
  }
}

/** The apps that were driven; where browsers were to be judged and none could be driven, those that are there. */
function appsToRead(options: ReadAppsOptions): readonly DrivenApp[] {
  const windows = windowsOf(options);
  const driven = drivenIn(windows, options.brief);
  if (windows.some(({ actions }) => actions.some(isAboutBrowser)) || !options.leftOut.some(isAboutBrowser)) return driven;
  return [...driven, ...BROWSER_PACKAGES.filter((name) => options.installed.includes(name)).map((name) => ({ package: name, specs: [] }))];
}

function isAboutBrowser({ claims }: { readonly claims: readonly string[] }): boolean {
  return claims.some((claim) => BROWSER_CLAIMS.includes(claim));
}

/** Each package once, with the specs whose windows were about it. */
function drivenIn(windows: readonly WindowRecord[], brief: boolean): readonly DrivenApp[] {
  const isWanted = ({ actions }: WindowRecord): boolean => !brief || actions.some(isAboutBrowser);
  const specs = new Map<string, Set<string>>();
  for (const window of windows.filter(isWanted)) specs.set(window.package, (specs.get(window.package) ?? new Set()).add(window.spec));
  return [...specs].map(([name, found]) => ({ package: name, specs: [...found] }));
}

function writeInto(file: string, content: Buffer | string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

const FILE = 'apps.json';

/** Writes what was read into a phone's evidence. */
export function writeApps(evidence: string, apps: readonly DrivenApp[]): void {
  writeInto(join(evidence, FILE), `${JSON.stringify(apps, null, 2)}\n`);
}

const sketch = z.object({ count: z.number(), smallest: z.array(z.string()) });

const code = z.looseObject({
  package: z.string(), versionName: z.string(), versionCode: z.string(),
  apks: z.array(z.object({ path: z.string(), sha256: z.string(), bytes: z.number() })),
  signers: z.array(z.string()),
  dex: z.array(z.object({ name: z.string(), sha256: z.string(), classes: z.number() })),
  code: z.string().exactOptional(),
  nativeLibraries: z.array(z.object({ abi: z.string(), name: z.string(), sha256: z.string() })),
  otherCode: z.array(z.object({ path: z.string(), sha256: z.string() })),
  trackers: z.array(z.string()),
  endpoints: z.array(z.string()),
  classNames: sketch,
  classCode: sketch,
  unread: z.array(z.object({ path: z.string(), why: z.string() })),
});

const appsSchema = z.array(z.object({ package: z.string(), specs: z.array(z.string()), code: code.exactOptional(), notTold: z.string().exactOptional() }));

/** The apps in a phone's evidence; undefined in runs that did not look at them. */
export function readApps(evidence: string): readonly DrivenApp[] | undefined {
  const file = join(evidence, FILE);
  return existsSync(file) ? appsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

/** What `run.json` says of the apps: all but the samples of their classes. */
export function withoutSketches(apps: readonly DrivenApp[]): readonly unknown[] {
  return apps.map(({ code: read, ...app }) => (read === undefined ? app : { ...app, code: factsOf(read) }));
}

function factsOf({ classNames, classCode, ...facts }: AppCode): unknown {
  return { ...facts, classes: { own: classNames.count, distinct: classCode.count } };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
