import { createHash } from 'node:crypto';
import { InstallFailure, readApk, type ApkFacts } from './apk.ts';
import { FileError } from './files/file-error.ts';
import { isRuntimePermission } from './permissions.ts';
import type { InstalledPackage, Packages } from './services.ts';

const FIRST_APP_UID = 10_100;
const LAST_APP_UID = 19_999;

/** How an installed package's files come and go. */
export interface PackageFiles {
  /** Writes the APK and makes the data folder. */
  place(installed: InstalledPackage, apk: Buffer): void;
  /** Removes both. */
  remove(installed: InstalledPackage): void;
  /** Empties the data folder. */
  clear(installed: InstalledPackage): void;
}

export type PackageChange =
  | { readonly kind: 'installed' | 'replaced'; readonly installed: InstalledPackage }
  | { readonly kind: 'removed' | 'cleared'; readonly packageName: string };

/** The package manager with what its shell command can do besides. */
export interface PackageManager extends Packages {
  /** `Success` or `Failed`, as `pm clear` prints it. */
  clearData(name: string): string;
  /** @throws Error with the text `pm grant` prints. */
  setPermission(packageName: string, permission: string, granted: boolean): void;
  setEnabled(name: string, enabled: boolean): void;
  /** When a package was first installed and last updated, ms since the epoch. */
  times(name: string): { readonly firstMs: number; readonly lastMs: number };
  /** Who installed it: adb and the factory leave `null`. */
  installer(name: string): string;
  observe(observer: (change: PackageChange) => void): () => void;
  /** The phone was switched off, and whoever observed with it. */
  forgetObservers(): void;
}

export interface PackagesOptions {
  readonly initial: readonly InstalledPackage[];
  readonly sdk: number;
  readonly now: () => number;
  readonly files: PackageFiles;
}

/** A package manager that knows these packages. */
export function createPackages(options: PackagesOptions): PackageManager {
  return new PackageTable(options);
}

class PackageTable implements PackageManager {
  readonly #options: PackagesOptions;
  readonly #table: Map<string, InstalledPackage>;
  /** What the system partition holds: an updated system app falls back to it. */
  readonly #factory: ReadonlyMap<string, InstalledPackage>;
  readonly #times = new Map<string, { readonly firstMs: number; readonly lastMs: number }>();
  readonly #observers = new Set<(change: PackageChange) => void>();
  readonly #bootMs: number;

  constructor(options: PackagesOptions) {
    this.#options = options;
    this.#table = new Map(options.initial.map((entry) => [entry.name, entry]));
    this.#factory = new Map(options.initial.filter((entry) => entry.system).map((entry) => [entry.name, entry]));
    this.#bootMs = options.now();
  }

  list(): readonly InstalledPackage[] {
    return [...this.#table.values()];
  }

  get(name: string): InstalledPackage | undefined {
    return this.#table.get(name);
  }

  async install(apk: Buffer, flags: { readonly replace: boolean; readonly grantAll: boolean }): Promise<string> {
    const session = createHash('sha1').update(apk).digest().readUInt32BE(0) & 0x7fffffff;
    try {
      const facts = await readApk(apk, `/data/app/vmdl${session}.tmp/base.apk`);
      const before = this.#table.get(facts.packageName);
      check(facts, before, flags.replace, this.#options.sdk);
      this.#add(toInstalled(facts, before, this.#nextUid(), flags.grantAll), apk, before === undefined ? 'installed' : 'replaced');
      return 'Success';
    } catch (error) {
      if (error instanceof InstallFailure) return `Failure [${error.code}: ${error.message}]`;
      if (error instanceof FileError && error.code === 'ENOSPC') return 'Failure [INSTALL_FAILED_INSUFFICIENT_STORAGE]';
      throw error;
    }
  }

  uninstall(name: string): string {
    const entry = this.#table.get(name);
    const factory = this.#factory.get(name);
    if (entry === undefined || factory === entry) return 'Failure [DELETE_FAILED_INTERNAL_ERROR]';
    if (factory === undefined) this.#table.delete(name);
    else this.#table.set(name, factory);
    this.#options.files.remove(entry);
    this.#tell({ kind: 'removed', packageName: name });
    return 'Success';
  }

  clearData(name: string): string {
    const entry = this.#table.get(name);
    if (entry === undefined) return 'Failed';
    this.#options.files.clear(entry);
    this.#tell({ kind: 'cleared', packageName: name });
    return 'Success';
  }

  setPermission(packageName: string, permission: string, granted: boolean): void {
    const entry = this.#known(packageName);
    if (!entry.permissions.some((held) => held.name === permission)) {
      throw new Error(`java.lang.SecurityException: Package ${packageName} has not requested permission ${permission}`);
    }
    if (!isRuntimePermission(permission)) {
      throw new Error(`java.lang.SecurityException: Permission ${permission} is not a changeable permission type`);
    }
    const permissions = entry.permissions.map((held) => (held.name === permission ? { ...held, granted } : held));
    this.#table.set(packageName, { ...entry, permissions });
  }

  setEnabled(name: string, enabled: boolean): void {
    this.#table.set(name, { ...this.#known(name), enabled });
  }

  times(name: string): { readonly firstMs: number; readonly lastMs: number } {
    return this.#times.get(name) ?? { firstMs: this.#bootMs, lastMs: this.#bootMs };
  }

  installer(): string {
    return 'null';
  }

  observe(observer: (change: PackageChange) => void): () => void {
    this.#observers.add(observer);
    return () => void this.#observers.delete(observer);
  }

  forgetObservers(): void {
    this.#observers.clear();
  }

  #add(installed: InstalledPackage, apk: Buffer, kind: 'installed' | 'replaced'): void {
    const nowMs = this.#options.now();
    // First of all: where its files do not fit, nothing of it is known.
    this.#options.files.place(installed, apk);
    this.#table.set(installed.name, installed);
    this.#times.set(installed.name, { firstMs: this.#times.get(installed.name)?.firstMs ?? nowMs, lastMs: nowMs });
    this.#tell({ kind, installed });
  }

  #known(name: string): InstalledPackage {
    const entry = this.#table.get(name);
    if (entry === undefined) throw new Error(`java.lang.IllegalArgumentException: Unknown package: ${name}`);
    return entry;
  }

  #nextUid(): number {
    const apps = this.list().map((entry) => entry.uid).filter((uid) => uid < LAST_APP_UID);
    return Math.max(FIRST_APP_UID, ...apps.map((uid) => uid + 1));
  }

  #tell(change: PackageChange): void {
    for (const observer of [...this.#observers]) observer(change);
  }
}

function check(facts: ApkFacts, before: InstalledPackage | undefined, replace: boolean, sdk: number): void {
  if (facts.minSdk > sdk) {
    throw new InstallFailure('INSTALL_FAILED_OLDER_SDK', `Failed parse during installPackageLI: /data/app: Requires newer sdk version #${facts.minSdk} (current version is #${sdk})`);
  }
  if (before === undefined) return;
  if (!replace) {
    throw new InstallFailure('INSTALL_FAILED_ALREADY_EXISTS', `Attempt to re-install ${facts.packageName} without first uninstalling.`);
  }
  if (facts.versionCode < before.versionCode) {
    throw new InstallFailure('INSTALL_FAILED_VERSION_DOWNGRADE', `Downgrade detected: Update version code ${facts.versionCode} is older than current ${before.versionCode}`);
  }
}

function toInstalled(facts: ApkFacts, before: InstalledPackage | undefined, uid: number, grantAll: boolean): InstalledPackage {
  const heldBefore = new Map(before?.permissions.map((held) => [held.name, held.granted]));
  const suffix = createHash('md5').update(facts.packageName).digest('base64').replaceAll('/', '_').replaceAll('+', '-');
  return {
    name: facts.packageName,
    versionName: facts.versionName,
    versionCode: facts.versionCode,
    uid: before?.uid ?? uid,
    targetSdk: facts.targetSdk,
    system: before?.system ?? false,
    enabled: true,
    apkPath: `/data/app/${facts.packageName}-${suffix}/base.apk`,
    permissions: facts.permissions.map((name) => ({
      name,
      granted: !isRuntimePermission(name) || grantAll || facts.targetSdk < 23 || heldBefore.get(name) === true,
    })),
    ...(facts.launcherActivity === undefined ? {} : { launcherActivity: facts.launcherActivity }),
    ...(facts.instrumentation === undefined ? {} : { instrumentation: facts.instrumentation }),
  };
}
