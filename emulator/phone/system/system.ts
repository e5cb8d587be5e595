import { rootCertificates } from 'node:tls';
import { createAuthorisation, type KeyOwner, type PhoneAuthorisation } from './authorisation.ts';
import { createBattery, type Battery, type BatteryState } from './battery.ts';
import { createClipboard, type Clipboard } from './clipboard.ts';
import { createClock, type PhoneClock } from './clock.ts';
import { createCounters, type Counters } from './counters.ts';
import { layOut } from './files/android-layout.ts';
import { caFileName } from './files/ca-file-name.ts';
import { ROOT, type Credential } from './files/credential.ts';
import type { Disk } from './files/disk.ts';
import { PhoneFiles } from './files/phone-files.ts';
import { fillProc, type NetworkFile } from './files/proc-tree.ts';
import { programsOf } from './files/programs-by-version.ts';
import { createFramework, type Framework } from './framework.ts';
import { createLogcat, type PhoneLogcat } from './logcat.ts';
import { createLoopback, type KernelLoopback } from './loopback.ts';
import { createMedia, type Media } from './media.ts';
import { createMonkey, type Monkey } from './monkey.ts';
import { placePackageFiles } from './package-files.ts';
import { createPackages, type PackageManager } from './packages.ts';
import { createProcesses, type Processes } from './processes.ts';
import { createProperties } from './properties.ts';
import type { InstalledPackage, Logcat, Properties } from './services.ts';
import { createSmsStore, type SmsStore } from './sms-store.ts';
import { createSettings, type InitialSettings, type ObservableSettings } from './settings.ts';

/** What a phone is before it is switched on. */
export interface SystemOptions {
  readonly identifiers: { readonly serial: string; readonly androidId: string; readonly wifiMac: string; readonly imei?: string };
  /** `ro.build.version.sdk`, `ro.product.model`, …; the serial, the build type and what init sets at boot are added. */
  readonly properties: Readonly<Record<string, string>>;
  readonly settings?: InitialSettings;
  readonly packages: readonly InstalledPackage[];
  /** The APK of a package that was there when the phone left the factory. Default: an empty archive. */
  readonly factoryApk?: (name: string) => Buffer;
  /** Whether there is an `su`. */
  readonly root: boolean;
  readonly buildType: 'user' | 'userdebug' | 'eng';
  /** Phone clock minus host clock. Default 0. */
  readonly clockOffsetMs?: number;
  /** PEMs of `/system/etc/security/cacerts`. Default: five public roots. */
  readonly systemCas?: readonly string[];
  readonly trustedKeys?: readonly string[];
  readonly keyOwner?: KeyOwner;
  /** What the network stack shows below `/proc`. Default: nothing. */
  readonly networkFiles?: readonly NetworkFile[];
}

/** Everything below the apps: what the kernel, init and system_server keep. */
export interface System {
  readonly serial: string;
  /** Absent on a phone without a modem. */
  readonly imei?: string;
  readonly isRooted: boolean;
  readonly buildType: SystemOptions['buildType'];
  readonly clock: PhoneClock;
  readonly properties: Properties;
  readonly settings: ObservableSettings;
  /** The file system as root sees it, mounts included. */
  readonly files: PhoneFiles;
  /** The file system as somebody else sees it. */
  filesAs(credential: Credential): PhoneFiles;
  readonly packages: PackageManager;
  readonly logcat: PhoneLogcat;
  readonly loopback: KernelLoopback;
  readonly processes: Processes;
  /** zygote and what comes out of it: whether the Java part of the phone runs. */
  readonly framework: Framework;
  readonly counters: Counters;
  readonly clipboard: Clipboard;
  readonly media: Media;
  readonly sms: SmsStore;
  readonly authorisation: PhoneAuthorisation;
  readonly selinux: { enforcing: boolean };
  readonly battery: Battery;
  readonly monkey: Monkey;
}

/**
 * Builds a phone's system as it is once `sys.boot_completed` is 1.
 *
 * @param before The system of the boot before, on a phone that was switched off: what lies in flash is taken over from
 * it, and the boot is not completed before `completeBoot` was called.
 */
export function createSystem(options: SystemOptions, before?: System): System {
  const clock = before?.clock ?? createClock(options.clockOffsetMs);
  if (before !== undefined) {
    clock.restart();
    for (const kept of [before.settings, before.packages, before.media]) kept.forgetObservers();
  }
  const properties = createProperties({ ...bootProperties(options), ...(before === undefined ? BOOT_COMPLETED : persistent(before.properties)) });
  const processes = createProcesses();
  const disk = layOut(() => clock.now(), {
    atMs: clock.now(),
    buildProperties: Object.entries(options.properties).filter(([name]) => name.startsWith('ro.')),
    systemCas: Object.fromEntries((options.systemCas ?? rootCertificates.slice(0, 5)).map((pem) => [caFileName(pem), pem])),
    programs: programsOf(Number(options.properties['ro.build.version.sdk'] ?? '28')),
    su: options.root,
    wifiMac: options.identifiers.wifiMac,
  }, before?.files.disk);
  fillProc(disk, clock.now(), {
    kernelVersion: kernelVersion(properties),
    uptimeMs: () => clock.uptimeMs(),
    processes: () => processes.list(),
    ...(options.networkFiles === undefined ? {} : { network: options.networkFiles }),
  });
  const files = new PhoneFiles(disk, ROOT);
  const logcat = createLogcat(clock);
  if (before === undefined) logBootFinished(logcat);
  logProcessStarts(processes, logcat);
  return {
    serial: options.identifiers.serial,
    ...(options.identifiers.imei === undefined ? {} : { imei: options.identifiers.imei }),
    isRooted: options.root,
    buildType: options.buildType,
    clock,
    properties,
    settings: before?.settings ?? createSettings(bootSettings(options)),
    files,
    filesAs: (credential) => new PhoneFiles(disk, credential),
    packages: before?.packages ?? createSystemPackages(options, disk, clock),
    logcat,
    loopback: createLoopback(),
    processes,
    framework: createFramework({ processes, properties }),
    counters: createCounters(disk),
    clipboard: createClipboard(),
    media: before?.media ?? createMedia(files),
    sms: before?.sms ?? createSmsStore(),
    authorisation: createAuthorisation({
      trusted: before?.authorisation.trusted() ?? options.trustedKeys ?? [],
      ...(options.keyOwner === undefined ? {} : { owner: options.keyOwner }),
    }),
    selinux: { enforcing: true },
    battery: createBattery(before === undefined ? {} : chargeOf(before.battery)),
    monkey: createMonkey(),
  };
}

const EMPTY_ARCHIVE = Buffer.from('PK\x05\x06'.padEnd(22, '\0'), 'latin1');

function createSystemPackages(options: SystemOptions, disk: Disk, clock: PhoneClock): PackageManager {
  const packageFiles = placePackageFiles(new PhoneFiles(disk, ROOT));
  for (const entry of options.packages) packageFiles.placeFactory(entry, () => options.factoryApk?.(entry.name) ?? EMPTY_ARCHIVE);
  return createPackages({
    initial: options.packages,
    sdk: Number(options.properties['ro.build.version.sdk'] ?? '28'),
    isDebuggable: options.buildType !== 'user',
    now: () => clock.now(),
    files: packageFiles,
  });
}

/** What init and the framework set once the phone is up. */
const BOOT_COMPLETED = { 'dev.bootcomplete': '1', 'init.svc.bootanim': 'stopped', 'service.bootanim.exit': '1', 'sys.boot_completed': '1' } as const;

/** The framework is up: from now on the phone says that it has booted. */
export function completeBoot(system: System): void {
  for (const [name, value] of Object.entries(BOOT_COMPLETED)) system.properties.set(name, value);
  logBootFinished(system.logcat);
}

function logBootFinished(logcat: Logcat): void {
  logcat.write({ level: 'I', tag: 'SystemServer', message: 'Boot is finished', pid: 1248, tid: 1248, buffer: 'system' });
}

/**
 * ActivityManager says in the events buffer which apps' processes it begins: user, pid, uid, name, why, for what.
 * https://android.googlesource.com/platform/frameworks/base/+/refs/tags/android-9.0.0_r61/services/core/java/com/android/server/am/EventLogTags.logtags
 * Why is not known here, so each is "added"; `app_process` commands of the shell are not its own.
 */
function logProcessStarts(processes: Processes, logcat: Logcat): void {
  processes.observe(({ kind, name, pid }) => {
    const uid = processes.byPid(pid)?.uid ?? 1000;
    if (kind !== 'started' || !name.includes('.') || name.startsWith('com.android.commands.')) return;
    logcat.write({ level: 'I', tag: 'am_proc_start', message: `[0,${pid},${uid},${name},added application,${name}]`, pid: 1248, tid: 1248, buffer: 'events' });
  });
}

/** What the hardware says, without what was held by hand. */
function chargeOf(battery: Battery): BatteryState {
  battery.reset();
  return battery.state();
}

/** Properties that init keeps in `/data/property`. */
function persistent(properties: Properties): Readonly<Record<string, string>> {
  return Object.fromEntries(properties.list().filter(([name]) => name.startsWith('persist.')));
}

function bootProperties(options: SystemOptions): Readonly<Record<string, string>> {
  return {
    'init.svc.adbd': 'running',
    'init.svc.zygote': 'running',
    'net.bt.name': 'Android',
    'ro.adb.secure': '1',
    'ro.crypto.state': 'encrypted',
    'ro.kernel.version': '4.14.117-perf-g7f2b2c6',
    'ro.product.cpu.abi': 'arm64-v8a',
    'ro.product.cpu.abilist': 'arm64-v8a,armeabi-v7a,armeabi',
    'sys.usb.state': 'adb',
    ...options.properties,
    'ro.boot.serialno': options.identifiers.serial,
    'ro.build.type': options.buildType,
    'ro.debuggable': options.buildType === 'user' ? '0' : '1',
    'ro.secure': '1',
    'ro.serialno': options.identifiers.serial,
  };
}

function bootSettings(options: SystemOptions): InitialSettings {
  return {
    global: { adb_enabled: '1', airplane_mode_on: '0', device_provisioned: '1', mobile_data: '1', wifi_on: '1', ...options.settings?.global },
    secure: { android_id: options.identifiers.androidId, user_setup_complete: '1', default_input_method: 'com.android.inputmethod.latin/.LatinIME', ...options.settings?.secure },
    system: { screen_off_timeout: '600000', ...options.settings?.system },
  };
}

const kernelVersion = (properties: Properties): string =>
  `Linux version ${properties.get('ro.kernel.version')} (builder@localhost) (clang version 8.0.0) #1 SMP PREEMPT`;
