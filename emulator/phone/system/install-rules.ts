import { InstallFailure, type ApkFacts } from './apk.ts';
import type { InstalledPackage, InstallFlags } from './services.ts';

/** What the package manager keeps of an installed package beyond what others see. */
export interface KnownPackage {
  readonly installed: InstalledPackage;
  /** Absent for what left the factory with the phone: its APKs are stand-ins. */
  readonly signer?: string;
}

/** An APK of a session, read. */
export interface StagedApk {
  readonly facts: ApkFacts;
  readonly path: string;
  readonly bytes: Buffer;
}

/** The phone that is to take it. */
export interface InstallTarget {
  readonly apiLevel: number;
  /** Of a userdebug or eng build. */
  readonly isDebuggable: boolean;
}

/**
 * Whether the APKs of one session are one package: one base (or an installed one to be added to), each split once, one
 * version, one signer.
 *
 * https://android.googlesource.com/platform/frameworks/base/+/refs/tags/android-9.0.0_r3/services/core/java/com/android/server/pm/PackageInstallerSession.java
 *
 * @throws {InstallFailure}
 */
export function assertConsistent(staged: readonly StagedApk[], inherited: KnownPackage | undefined, flags: InstallFlags): void {
  const [first] = staged;
  if (first === undefined) throw invalid('No packages staged');
  const seen = new Set<string | undefined>();
  for (const { facts, path } of staged) {
    if (seen.has(facts.split)) throw invalid(`Split ${facts.split ?? 'null'} was defined multiple times`);
    seen.add(facts.split);
    if (facts.packageName !== first.facts.packageName) throw invalid(`${path} package ${facts.packageName} inconsistent with ${first.facts.packageName}`);
    if (facts.versionCode !== first.facts.versionCode) throw invalid(`${path} version code ${facts.versionCode} inconsistent with ${first.facts.versionCode}`);
    if (facts.signer !== first.facts.signer) throw invalid(`${path} signatures are inconsistent`);
  }
  if (flags.inheritFrom === undefined) {
    if (!seen.has(undefined)) throw invalid('Full install must include a base package');
    return;
  }
  if (inherited === undefined) throw invalid(`Missing existing base package for ${flags.inheritFrom}`);
  const existing = inherited.installed;
  if (existing.name !== first.facts.packageName) throw invalid(`${first.path} package ${first.facts.packageName} inconsistent with ${existing.name}`);
  if (existing.versionCode !== first.facts.versionCode) throw invalid(`Existing base version code ${existing.versionCode} inconsistent with ${first.facts.versionCode}`);
  if (inherited.signer !== undefined && inherited.signer !== first.facts.signer) throw invalid('Existing base signatures are inconsistent');
}

/**
 * Whether the phone takes this package, in the order in which the package manager asks.
 *
 * https://android.googlesource.com/platform/frameworks/base/+/refs/tags/android-9.0.0_r3/services/core/java/com/android/server/pm/PackageManagerService.java
 *
 * @throws {InstallFailure}
 */
export function assertAllowed(apk: StagedApk, before: KnownPackage | undefined, flags: InstallFlags, target: InstallTarget): void {
  const { facts } = apk;
  const { apiLevel } = target;
  if (before !== undefined && !flags.replace) {
    throw new InstallFailure('INSTALL_FAILED_ALREADY_EXISTS', `Attempt to re-install ${facts.packageName} without first uninstalling.`);
  }
  if (before !== undefined) assertNoDowngrade(facts, before.installed, { flags, target });
  if (facts.minSdk > apiLevel) {
    throw new InstallFailure('INSTALL_FAILED_OLDER_SDK', `Failed parse during installPackageLI: ${apk.path}: Requires newer sdk version #${facts.minSdk} (current version is #${apiLevel})`);
  }
  if (facts.testOnly && flags.allowTest !== true) throw new InstallFailure('INSTALL_FAILED_TEST_ONLY', 'installPackageLI');
  // Android 14 takes nothing that was made for Android 5 or older.
  const lowestTarget = apiLevel >= 35 ? 24 : apiLevel === 34 ? 23 : 0;
  if (facts.targetSdk < lowestTarget) {
    throw new InstallFailure('INSTALL_FAILED_DEPRECATED_SDK_VERSION', `App package must target at least SDK version ${lowestTarget}, but found ${facts.targetSdk}`);
  }
  if (before?.signer !== undefined && before.signer !== facts.signer) throw new InstallFailure('INSTALL_FAILED_UPDATE_INCOMPATIBLE', otherSigner(facts.packageName, apiLevel));
}

function assertNoDowngrade(facts: ApkFacts, before: InstalledPackage, { flags, target }: { readonly flags: InstallFlags; readonly target: InstallTarget }): void {
  if (facts.versionCode >= before.versionCode) return;
  const mayBeOlder = target.isDebuggable || before.debuggable === true || target.apiLevel < 28;
  if (flags.allowDowngrade === true && mayBeOlder) return;
  // Up to Android 10 it was the choice of the place that refused, and it has no words.
  const why = target.apiLevel < 30 ? '' : `Downgrade detected: Update version code ${facts.versionCode} is older than current ${before.versionCode}`;
  throw new InstallFailure('INSTALL_FAILED_VERSION_DOWNGRADE', why);
}

function otherSigner(packageName: string, apiLevel: number): string {
  if (apiLevel >= 31) return `Existing package ${packageName} signatures do not match newer version; ignoring!`;
  return `Package ${packageName} signatures do not match ${apiLevel < 28 ? 'the ' : ''}previously installed version; ignoring!`;
}

const invalid = (why: string): InstallFailure => new InstallFailure('INSTALL_FAILED_INVALID_APK', why);
