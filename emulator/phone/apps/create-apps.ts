import type { IFileSystem } from 'just-bash';
import type { Clipboard } from '../system/clipboard.ts';
import { createSmsStore, type SmsStore } from '../system/sms-store.ts';
import type { Activities, Clock, Logcat, Packages, Properties, Settings, StatusBar } from '../system/services.ts';
import type { Display } from '../ui/view.ts';
import type { AppDefinition } from './app-definition.ts';
import type { AppEvents, Cause } from './app-event.ts';
import type { DefinitionOf } from './choose-apps.ts';
import { HOME_PAGES, HOTSEAT, type HomeIcon } from './launcher/home-layout.ts';
import type { SongLibrary } from './media.ts';
import type { PostedNotification } from './notification.ts';
import { placeholderApp } from './placeholder-app.ts';
import { AppFaults, type CrashReason } from './runtime/app-faults.ts';
import { Glass, type GlassSize } from './runtime/glass.ts';
import { Intents } from './runtime/intents.ts';
import { ProcessTable, type KernelProcesses } from './runtime/process-table.ts';
import { LAUNCHER, Runtime, SYSTEM_UI } from './runtime/runtime.ts';
import type { Value } from './value.ts';
import type { Row } from './value.ts';
import type { WebEngine } from './web-engine.ts';

/** Has the messages. */
const MESSAGES = 'com.android.mms';

/** Packages whose processes run from boot when they are installed. */
const RESIDENT = ['com.miui.analytics', 'com.xiaomi.xmsf', 'com.miui.daemon', 'com.miui.msa.global'];

export interface AppsOptions {
  /** Which app each package shows. */
  readonly definitionOf: DefinitionOf;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly files: IFileSystem;
  readonly packages: ObservablePackages;
  /** Absent on a phone without a modem. */
  readonly imei?: string;
  readonly properties: Properties;
  /** The phone's process table. */
  readonly processes: KernelProcesses;
  /** The media provider. */
  readonly media: SongLibrary;
  /** The telephony provider. Default: an empty one. */
  readonly sms?: SmsStore;
  readonly events: AppEvents;
  readonly web: WebEngine;
  readonly clipboard?: Clipboard;
  /** Packages whose first-run dialogs were answered long ago; `all` of them. Default: none. */
  readonly consented?: 'all' | readonly string[];
  /** Package → what its app keeps of its own at first boot, over what a fresh installation has. */
  readonly preferences?: Readonly<Record<string, Row>>;
  /** What the apps kept when the phone was switched off. Default: it comes from the factory. */
  readonly kept?: KeptStates;
  /** Default `/storage/emulated/0`. */
  readonly storageRoot?: string;
  /** Default: 1080 x 2340 px, 440 dpi. */
  readonly screen?: GlassSize;
  /** Where crashes and hanging apps leave their traces. */
  readonly logcat?: Logcat;
  readonly battery?: AppsBattery;
  /** The owner chose it in the power menu. */
  readonly onPowerMenu?: (what: 'reboot' | 'shutdown') => void;
  /** What stands under the icons of packages without screens of their own. */
  readonly titles?: Readonly<Record<string, string>>;
}

/** The battery, which tells when it runs low. */
interface AppsBattery {
  state(): { readonly level: number; readonly plugged: string };
  isLow?(): boolean;
  observe?(observer: () => void): () => void;
}

/** The package manager, which tells what becomes of packages when it can. */
interface ObservablePackages extends Packages {
  observe?(observer: (change: PackageChange) => void): () => void;
}

type PackageChange =
  | { readonly kind: 'installed' | 'replaced'; readonly installed: { readonly name: string } }
  | { readonly kind: 'removed' | 'cleared'; readonly packageName: string };

/** The phone's apps and what is on its glass. */
export interface Apps {
  readonly display: Display;
  readonly activities: Activities;
  readonly statusBar: StatusBar;
  /** What `pm clear` leaves: no process, no state, consent to be given again. */
  clearData(packageName: string): void;
  /** A short message comes in; false on a phone without Messages. */
  receiveSms(message: { readonly from: string; readonly text: string }): boolean;
  /** The phone is switched off: no process goes on. */
  end(): void;
  /** The framework is back: nothing of what ran before does, and the launcher is in front. */
  restart(): void;
  /** What each app keeps of itself; outlives the phone's being switched off. */
  kept(): KeptStates;
  /** An uncaught exception ends the app, and a dialog says so; false when it does not run. */
  crash(packageName: string, reason?: CrashReason): boolean;
  /** The app takes no input any more, and a dialog asks what to do; false when it does not run. */
  notResponding(packageName: string): boolean;
  /** What is in the shade, newest first. */
  notifications(): readonly PostedNotification[];
  /** Shows a message of a package over the screen, as its own code would. */
  toast(packageName: string, text: string): void;
}

/** Package → what its app keeps. */
export type KeptStates = ReadonlyMap<string, Readonly<Record<string, Value>>>;

/** Boots the apps: the launcher is in front. */
export function createApps(options: AppsOptions): Apps {
  const storageRoot = options.storageRoot ?? '/storage/emulated/0';
  const processes = new ProcessTable(options.packages, options.processes);
  for (const packageName of RESIDENT) processes.begin(packageName);
  const runtime = new Runtime(presentApps(options), { ...options, sms: options.sms ?? createSmsStore(), storageRoot, processes }, (packageName) => laterApp(packageName, options));
  for (const app of runtime.apps()) {
    const kept = options.kept?.get(app.packageName);
    if (kept !== undefined) app.restore(kept);
    else {
      if (options.consented === 'all' || options.consented?.includes(app.packageName) === true) app.consent();
      app.prefer(options.preferences?.[app.packageName] ?? {});
    }
  }
  toHomeScreen(runtime, { kind: 'boot', atMs: options.clock.now(), what: 'boot' });
  const command = (what: string): Cause => ({ kind: 'intent', atMs: options.clock.now(), what });
  observeInbox(runtime, command);
  const activities = new Intents(runtime);
  const faults = new AppFaults(runtime, options.logcat);
  const clearData = (packageName: string): void => {
    activities.forceStop(packageName);
    runtime.app(packageName)?.clear();
    options.web.forget(packageName, 'all');
  };
  options.packages.observe?.((change) => {
    if (change.kind === 'cleared' || change.kind === 'removed') clearData(change.packageName);
    if (change.kind === 'replaced') activities.forceStop(change.installed.name);
  });
  askForCharger(runtime, options.battery, command);
  return {
    display: new Glass(runtime, options.screen ?? { widthPx: 1080, heightPx: 2340, densityDpi: 440 }),
    activities,
    statusBar: {
      expand: () => runtime.openShade('command', command('cmd statusbar expand')),
      expandSettings: () => runtime.expandShade('command', command('cmd statusbar expand-settings')),
      collapse: () => runtime.closeShade('command', command('cmd statusbar collapse')),
    },
    clearData,
    receiveSms: ({ from, text }) => runtime.deliver(MESSAGES, { operation: 'receive', args: { from, text } }, command(`SMS from ${from}`)),
    end: () => {
      for (const app of runtime.apps()) app.kill();
    },
    restart: () => {
      const cause = command('start of the framework');
      for (const app of runtime.apps()) if (app.isRunning) runtime.kill(app.packageName, cause);
      for (const packageName of RESIDENT) processes.begin(packageName);
      runtime.detached(SYSTEM_UI, 'statusBar');
      runtime.launch(LAUNCHER, cause);
      runtime.settle(cause);
    },
    kept: () => new Map(runtime.apps().map((app) => [app.packageName, app.state])),
    crash: (packageName, reason) => faults.crash(packageName, reason),
    notResponding: (packageName) => faults.notResponding(packageName),
    notifications: () => runtime.notifications.list(),
    toast: (packageName, text) => {
      runtime.toast(packageName, text, false);
    },
  };
}

/** Shows the dialog each time the battery gets low, until a charger is there. */
function askForCharger(runtime: Runtime, battery: AppsBattery | undefined, command: (what: string) => Cause): void {
  let wasLow = false;
  battery?.observe?.(() => {
    const isLow = battery.isLow?.() === true;
    if (isLow && !wasLow) runtime.openWindow('lowBattery', command('low battery'));
    if (!isLow) runtime.closeSystem('lowBattery', command('charger'));
    wasLow = isLow;
  });
}

/** The apps of the installed packages; no phone is without a launcher and a status bar. */
function presentApps(options: AppsOptions): readonly AppDefinition[] {
  const names = new Set([LAUNCHER, SYSTEM_UI, ...options.packages.list().map(({ name }) => name)]);
  return [...names].flatMap((name) => options.definitionOf(name) ?? []);
}

/** The app of a package that has come since boot, or has no screens. */
function laterApp(packageName: string, options: AppsOptions): AppDefinition | undefined {
  const installed = options.packages.get(packageName) !== undefined;
  return (installed ? options.definitionOf(packageName) : undefined) ?? placeholderFor(packageName, options);
}

/** An installed app that has a launcher activity but no screens of its own here. */
function placeholderFor(packageName: string, options: AppsOptions): AppDefinition | undefined {
  const launcherActivity = options.packages.get(packageName)?.launcherActivity;
  if (launcherActivity === undefined) return undefined;
  const title = options.titles?.[packageName] ?? homeIcons().find((icon) => icon.packageName === packageName)?.title ?? packageName;
  return placeholderApp(packageName, title, launcherActivity.startsWith('.') ? packageName + launcherActivity : launcherActivity);
}

function homeIcons(): readonly HomeIcon[] {
  return [...HOME_PAGES.flat().flatMap((item) => ('folder' in item ? item.items : [item])), ...HOTSEAT];
}

/** Messages hears of what comes into the inbox, however it came, as long as it runs: its content observer lives in its process. */
function observeInbox(runtime: Runtime, command: (what: string) => Cause): void {
  runtime.services.sms.observe(({ box, address, body }) => {
    if (box === 'inbox' && runtime.app(MESSAGES)?.isRunning === true) runtime.emit(MESSAGES, 'sms.store', { from: address, text: body }, command('content://sms changed'));
  });
}

function toHomeScreen(runtime: Runtime, boot: Cause): void {
  runtime.launch(LAUNCHER, boot);
  runtime.settle(boot);
}
