import { createHash } from 'node:crypto';
import { InstallFailure, readApk, type ApkFacts } from './apk.ts';
import { isRuntimePermission } from './permissions.ts';
import type { InstalledPackage, Packages } from './services.ts';

const FIRST_APP_UID = 10_100;

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
  /** Who installed it; `null` for system packages. */
  installer(name: string): string;
  observe(observer: (change: PackageChange) => void): () => void;
}

export interface PackagesOptions {
  readonly initial: readonly InstalledPackage[];
  readonly sdk: number;
  readonly now: () => number;
  readonly files: PackageFiles;
}

/** A package manager that knows these packages. */
export function createPackages(options: PackagesOptions): PackageManager {
  const table = new Map(options.initial.map((entry) => [entry.name, entry]));
  const system = new Map(options.initial.filter((entry) => entry.system).map((entry) => [entry.name, entry]));
  const times = new Map<string, { firstMs: number; lastMs: number }>();
  const observers = new Set<(change: PackageChange) => void>();
  const bootMs = options.now();
  const tell = (change: PackageChange): void => {
    for (const observer of [...observers]) observer(change);
  };
  const nextUid = (): number => Math.max(FIRST_APP_UID, ...[...table.values()].filter((entry) => entry.uid < 20_000).map((entry) => entry.uid + 1));

  const install = async (apk: Buffer, flags: { readonly replace: boolean; readonly grantAll: boolean }): Promise<string> => {
    const session = createHash('sha1').update(apk).digest().readUInt32BE(0) & 0x7fffffff;
    try {
      const facts = await readApk(apk, `/data/app/vmdl${session}.tmp/base.apk`);
      const before = table.get(facts.packageName);
      check(facts, before, flags.replace, options.sdk);
      const installed = toInstalled(facts, before, nextUid(), flags.grantAll);
      table.set(installed.name, installed);
      times.set(installed.name, { firstMs: times.get(installed.name)?.firstMs ?? options.now(), lastMs: options.now() });
      options.files.place(installed, apk);
      tell({ kind: before === undefined ? 'installed' : 'replaced', installed });
      return 'Success';
    } catch (error) {
      if (error instanceof InstallFailure) return `Failure [${error.code}: ${error.message}]`;
      throw error;
    }
  };

  return {
    list: () => [...table.values()],
    get: (name) => table.get(name),
    install,
    uninstall(name) {
      const entry = table.get(name);
      if (entry === undefined) return 'Failure [DELETE_FAILED_INTERNAL_ERROR]';
      if (entry.system) {
        const factory = system.get(name);
        if (factory === undefined || factory === entry) return 'Failure [DELETE_FAILED_INTERNAL_ERROR]';
        table.set(name, factory);
      } else {
        table.delete(name);
      }
      options.files.remove(entry);
      tell({ kind: 'removed', packageName: name });
      return 'Success';
    },
    clearData(name) {
      const entry = table.get(name);
      if (entry === undefined) return 'Failed';
      options.files.clear(entry);
      tell({ kind: 'cleared', packageName: name });
      return 'Success';
    },
    setPermission(packageName, permission, granted) {
      const entry = table.get(packageName);
      if (entry === undefined) throw new Error(`java.lang.IllegalArgumentException: Unknown package: ${packageName}`);
      if (!entry.permissions.some((held) => held.name === permission)) {
        throw new Error(`java.lang.SecurityException: Package ${packageName} has not requested permission ${permission}`);
      }
      if (!isRuntimePermission(permission)) {
        throw new Error(`java.lang.SecurityException: Permission ${permission} is not a changeable permission type`);
      }
      const permissions = entry.permissions.map((held) => (held.name === permission ? { ...held, granted } : held));
      table.set(packageName, { ...entry, permissions });
    },
    setEnabled(name, enabled) {
      const entry = table.get(name);
      if (entry === undefined) throw new Error(`java.lang.IllegalArgumentException: Unknown package: ${name}`);
      table.set(name, { ...entry, enabled });
    },
    times: (name) => times.get(name) ?? { firstMs: bootMs, lastMs: bootMs },
    installer: () => 'null',
    observe(observer) {
      observers.add(observer);
      return () => void observers.delete(observer);
    },
  };
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
