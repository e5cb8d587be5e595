import { createHash } from 'node:crypto';
import { InstallFailure, readApk, type ApkFacts } from './apk.ts';
import { FileError } from './files/file-error.ts';
import { assertAllowed, assertConsistent, type KnownPackage, type StagedApk } from './install-rules.ts';
import { isRuntimePermission } from './permissions.ts';
import type { InstalledPackage, InstallFlags, Packages, UninstallFlags } from './services.ts';

const FIRST_APP_UID = 10_100;
const LAST_APP_UID = 19_999;

/** How an installed package's files come and go. */
export interface PackageFiles {
  /** Writes the APKs, by their file names, and makes the data folder. */
  place(installed: InstalledPackage, apks: ReadonlyMap<string, Buffer>): void;
  /** Removes both, or the APKs alone. */
  remove(installed: InstalledPackage, options: { readonly keepData: boolean }): void;
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
  /** @param component Full class name. */
  setComponentEnabled(name: string, component: string, enabled: boolean): void;
  /** Brings back what was uninstalled for the user alone; false when there is nothing to bring back. */
  installExisting(name: string): boolean;
  /** Packages that are gone for the user and still lie on the system partition. */
  uninstalledForUser(): readonly InstalledPackage[];
  /** When a package was first installed and last updated, ms since the epoch. */
  times(name: string): { readonly firstMs: number; readonly lastMs: number };
  /** Which store installed it: adb and the factory leave `null`. */
  installer(name: string): string;
  observe(observer: (change: PackageChange) => void): () => void;
  /** The phone was switched off, and whoever observed with it. */
  forgetObservers(): void;
}

export interface PackagesOptions {
  readonly initial: readonly InstalledPackage[];
  readonly sdk: number;
  /** Of a userdebug or eng build. Default: no. */
  readonly isDebuggable?: boolean;
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
  /** Who signed what was installed since the factory. */
  readonly #signers = new Map<string, string>();
  /** Gone for the user, not from the system partition. */
  readonly #hidden = new Map<string, InstalledPackage>();
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

  async install(apk: Buffer | readonly Buffer[], flags: InstallFlags): Promise<string> {
    try {
      const staged = await this.#stage(Buffer.isBuffer(apk) ? [apk] : apk);
      assertConsistent(staged, flags.inheritFrom === undefined ? undefined : this.#known(flags.inheritFrom), flags);
      const base = staged.find(({ facts }) => facts.split === undefined);
      for (const part of staged) assertAllowed(part, this.#known(part.facts.packageName), flags, { apiLevel: this.#options.sdk, isDebuggable: this.#options.isDebuggable ?? false });
      this.#add(base?.facts, staged, flags);
      return 'Success';
    } catch (error) {
      if (error instanceof InstallFailure) return `Failure [${error.toString()}]`;
      if (error instanceof FileError && error.code === 'ENOSPC') return 'Failure [INSTALL_FAILED_INSUFFICIENT_STORAGE]';
      throw error;
    }
  }

  uninstall(name: string, { keepData = false, user }: UninstallFlags = {}): string {
    const entry = this.#table.get(name);
    if (entry === undefined) return user === undefined ? 'Failure [DELETE_FAILED_INTERNAL_ERROR]' : `Failure [not installed for ${user}]`;
    const factory = this.#factory.get(name);
    // What was granted or cleared since is of the same installation.
    const isOfFactory = factory?.apkPath === entry.apkPath;
    if (isOfFactory) {
      if (user === undefined) return 'Failure [DELETE_FAILED_INTERNAL_ERROR]';
      this.#hidden.set(name, entry);
      if (!keepData) this.#options.files.clear(entry);
    } else this.#options.files.remove(entry, { keepData });
    if (factory === undefined || isOfFactory) this.#table.delete(name);
    else this.#table.set(name, factory);
    this.#signers.delete(name);
    this.#tell({ kind: 'removed', packageName: name });
    return 'Success';
  }

  installExisting(name: string): boolean {
    const entry = this.#hidden.get(name);
    this.#hidden.delete(name);
    if (entry === undefined) return this.#table.has(name);
    this.#table.set(name, entry);
    this.#tell({ kind: 'installed', installed: entry });
    return true;
  }

  uninstalledForUser(): readonly InstalledPackage[] {
    return [...this.#hidden.values()];
  }

  clearData(name: string): string {
    const entry = this.#table.get(name);
    if (entry === undefined) return 'Failed';
    this.#options.files.clear(entry);
    // What a person granted while it ran is asked for again, as Android does from 6 on.
    const asLeftTheFactory = this.#factory.get(name)?.permissions.filter(({ granted }) => granted).map((held) => held.name) ?? [];
    const isKept = (permission: string): boolean => !isRuntimePermission(permission) || entry.targetSdk < 23 || asLeftTheFactory.includes(permission);
    this.#table.set(name, { ...entry, permissions: entry.permissions.map((held) => ({ ...held, granted: held.granted && isKept(held.name) })) });
    this.#tell({ kind: 'cleared', packageName: name });
    return 'Success';
  }

  setPermission(packageName: string, permission: string, granted: boolean): void {
    const entry = this.#needed(packageName);
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
    this.#table.set(name, { ...this.#needed(name), enabled });
  }

  setComponentEnabled(name: string, component: string, enabled: boolean): void {
    const entry = this.#needed(name);
    const others = (entry.disabledComponents ?? []).filter((disabled) => disabled !== component);
    this.#table.set(name, { ...entry, disabledComponents: enabled ? others : [...others, component] });
  }

  times(name: string): { readonly firstMs: number; readonly lastMs: number } {
    return this.#times.get(name) ?? { firstMs: this.#bootMs, lastMs: this.#bootMs };
  }

  installer(name: string): string {
    return this.#table.get(name)?.installer ?? 'null';
  }

  observe(observer: (change: PackageChange) => void): () => void {
    this.#observers.add(observer);
    return () => void this.#observers.delete(observer);
  }

  forgetObservers(): void {
    this.#observers.clear();
  }

  /** Reads the APKs of a session, in the folder where the phone puts them before it knows what they are. */
  async #stage(apks: readonly Buffer[]): Promise<readonly StagedApk[]> {
    const session = createHash('sha1').update(apks[0] ?? Buffer.alloc(0)).digest().readUInt32BE(0) & 0x7fffffff;
    const staged: StagedApk[] = [];
    for (const [index, bytes] of apks.entries()) {
      const path = `/data/app/vmdl${session}.tmp/${index === 0 ? 'base' : index}.apk`;
      staged.push({ path, bytes, facts: await readApk(bytes, { path, apiLevel: this.#options.sdk }) });
    }
    return staged;
  }

  #add(base: ApkFacts | undefined, staged: readonly StagedApk[], flags: InstallFlags): void {
    const name = staged[0]?.facts.packageName ?? '';
    const before = this.#table.get(name) ?? this.#hidden.get(name);
    const splits = staged.flatMap(({ facts }) => (facts.split === undefined ? [] : [facts.split]));
    const inherited = flags.inheritFrom === undefined ? [] : before?.splits ?? [];
    const described = base === undefined ? before : toInstalled(base, before, this.#nextUid(), flags.grantAll);
    if (described === undefined) throw new Error(`Installing ${name}: neither its base is there nor an installed one.`);
    const installed = withSplits(described, [...new Set([...inherited, ...splits])]);
    if (base !== undefined && before?.splits !== undefined) this.#options.files.remove(before, { keepData: true });
    // First of all: where its files do not fit, nothing of it is known.
    this.#options.files.place(installed, new Map(staged.map(({ facts, bytes }) => [facts.split === undefined ? 'base.apk' : `split_${facts.split}.apk`, bytes])));
    const nowMs = this.#options.now();
    this.#table.set(name, installed);
    this.#hidden.delete(name);
    this.#signers.set(name, staged[0]?.facts.signer ?? '');
    this.#times.set(name, { firstMs: this.#times.get(name)?.firstMs ?? nowMs, lastMs: nowMs });
    this.#tell({ kind: before === undefined ? 'installed' : 'replaced', installed });
  }

  #known(name: string): KnownPackage | undefined {
    const installed = this.#table.get(name);
    const signer = this.#signers.get(name);
    return installed === undefined ? undefined : { installed, ...(signer === undefined ? {} : { signer }) };
  }

  #needed(name: string): InstalledPackage {
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

function withSplits(described: InstalledPackage, splits: readonly string[]): InstalledPackage {
  return splits.length === 0 ? described : { ...described, splits };
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
    ...(facts.debuggable ? { debuggable: true } : {}),
    permissions: facts.permissions.map((name) => ({
      name,
      granted: !isRuntimePermission(name) || grantAll || facts.targetSdk < 23 || heldBefore.get(name) === true,
    })),
    ...(facts.launcherActivity === undefined ? {} : { launcherActivity: facts.launcherActivity }),
    ...(facts.instrumentation === undefined ? {} : { instrumentation: facts.instrumentation }),
  };
}
