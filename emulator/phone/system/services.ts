import type { Duplex, Readable, Writable } from 'node:stream';
import type { IFileSystem } from 'just-bash';
import type { Display } from '../ui/view.ts';

/** The phone's own clock: ms since the epoch, host clock plus the phone's offset. */
export interface Clock {
  now(): number;
}

/** System properties (`getprop`). Unset is the empty string, as on a phone. */
export interface Properties {
  get(name: string): string;
  set(name: string, value: string): void;
  list(): readonly (readonly [name: string, value: string])[];
}

export type SettingsNamespace = 'global' | 'secure' | 'system';

/** The settings provider. `get` is undefined when the key is absent (the command prints `null`). */
export interface Settings {
  get(namespace: SettingsNamespace, key: string): string | undefined;
  put(namespace: SettingsNamespace, key: string, value: string): void;
  delete(namespace: SettingsNamespace, key: string): boolean;
  list(namespace: SettingsNamespace): readonly (readonly [key: string, value: string])[];
}

export interface InstalledPackage {
  readonly name: string;
  readonly versionName: string;
  readonly versionCode: number;
  readonly uid: number;
  readonly targetSdk: number;
  /** On the system partition; cannot be uninstalled, only for the user. */
  readonly system: boolean;
  readonly enabled: boolean;
  /** Store that installed or updated it; absent where the factory or adb did. */
  readonly installer?: string;
  /** Full class names of components somebody switched off; absent when none is. */
  readonly disabledComponents?: readonly string[];
  readonly apkPath: string;
  /** Names of its split APKs, which lie beside the base as `split_<name>.apk`. Absent when it has none. */
  readonly splits?: readonly string[];
  /** Built to be debugged; absent is not. */
  readonly debuggable?: boolean;
  /** `.Activity` or full class name of the launcher activity; absent when it has none. */
  readonly launcherActivity?: string;
  readonly permissions: readonly { readonly name: string; readonly granted: boolean }[];
  readonly instrumentation?: { readonly runner: string; readonly targetPackage: string };
}

/** What an installation may do. */
export interface InstallFlags {
  readonly replace: boolean;
  readonly grantAll: boolean;
  /** Test-only packages are taken too. */
  readonly allowTest?: boolean;
  /** An older version may take the place of a newer one, where the phone or the package is there to be debugged. */
  readonly allowDowngrade?: boolean;
  /** Splits are added to this package, which stays otherwise as it is. */
  readonly inheritFrom?: string;
}

/** What an uninstallation leaves. */
export interface UninstallFlags {
  /** Data and cache stay for the next installation. */
  readonly keepData?: boolean;
  /** Only for this user: a package of the system partition goes too, and can be brought back. */
  readonly user?: number;
}

export interface Packages {
  list(): readonly InstalledPackage[];
  get(name: string): InstalledPackage | undefined;
  /** Installs an APK, or a base and its splits; resolves to what `pm install` prints: `Success` or `Failure [INSTALL_…: reason]`. */
  install(apk: Buffer | readonly Buffer[], options: InstallFlags): Promise<string>;
  /** Resolves to what `pm uninstall` prints: `Success` or `Failure [DELETE_…]`. */
  uninstall(name: string, options?: UninstallFlags): string;
}

export interface StartRequest {
  /** `package/.Activity` or `package/full.Activity`. */
  readonly component?: string;
  readonly packageName?: string;
  readonly action?: string;
  readonly data?: string;
  readonly extras?: Readonly<Record<string, string>>;
  readonly forceStopFirst?: boolean;
}

/** The window that has the focus. */
export interface FocusedWindow {
  readonly packageName: string;
  readonly activity: string;
  /** What the window is called, where that is not its component: dialogs of the system. */
  readonly title?: string;
}

export interface Activities {
  /** Error text as `am` prints it (`Error: Activity class {…} does not exist.`), or undefined when it started. */
  start(request: StartRequest): string | undefined;
  forceStop(packageName: string): void;
  /** Package and full activity class of the window that has the focus. */
  focused(): FocusedWindow;
  processes(): readonly { readonly pid: number; readonly uid: number; readonly name: string }[];
}

export type LogLevel = 'V' | 'D' | 'I' | 'W' | 'E' | 'F';

export interface LogLine {
  readonly atMs: number;
  readonly pid: number;
  readonly tid: number;
  readonly level: LogLevel;
  readonly tag: string;
  readonly message: string;
  readonly buffer: 'main' | 'system' | 'crash' | 'events';
}

export interface Logcat {
  write(line: Pick<LogLine, 'level' | 'tag' | 'message'> & Partial<LogLine>): void;
  lines(): readonly LogLine[];
  /** Forgets the lines of these buffers, or all. */
  clear(buffers?: readonly LogLine['buffer'][]): void;
  /** Calls back for each new line until the returned function is called, or logd dies, which `onCut` is told. */
  follow(listener: (line: LogLine) => void, onCut?: () => void): () => void;
}

/** The phone's own 127.0.0.1: its servers, and the ports `adb reverse` opened on it. */
export interface Loopback {
  /** A connection to a local port, or undefined when nothing listens there (connection refused). */
  connect(port: number): Duplex | undefined;
  /** @throws when the port is taken. */
  listen(port: number, accept: (socket: Duplex) => void): { close(): void };
  /** Whether something listens on the port. */
  isOpen(port: number): boolean;
}

/** A running shell command. */
export interface ShellProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Exit code, once the command has ended and its output is complete. */
  readonly exited: Promise<number>;
  /** The other end went away: SIGHUP. */
  kill(): void;
  /** Ctrl-C on its terminal: SIGINT to what runs in the foreground. */
  interrupt?(): void;
  /** Ctrl-D on its terminal: whoever reads finds the end once; the next one reads on. */
  endOfFile?(): void;
}

/** What a terminal does with typed bytes, as `stty` sets it. */
export interface TerminalModes {
  echo: boolean;
  /** Whole lines, and keys that edit them. */
  canonical: boolean;
  /** Ctrl-C is a signal. */
  signals: boolean;
}

/** The terminal a command runs on. */
export interface Terminal {
  /** `TERM`. */
  readonly name: string;
  readonly modes: TerminalModes;
  size(): { readonly rows: number; readonly columns: number };
}

export interface Shell {
  /** Runs one command line as adbd's shell user (uid 2000) would; an empty line is a shell that reads commands. */
  spawn(command: string, terminal?: Terminal): ShellProcess;
}

/** Keys a phone has accepted, and the person who is asked about new ones. */
export interface Authorisation {
  /** Public keys in adb's own format (`base64 user@host`) that are trusted now. */
  trusted(): readonly string[];
  /** Shows the dialog for a new key; resolves to true once it is accepted (perhaps never). */
  ask(publicKey: string): Promise<boolean>;
}

/** The status bar's service, as `cmd statusbar` and accessibility reach it. */
export interface StatusBar {
  expand(): void;
  expandSettings(): void;
  collapse(): void;
}

/** Android's `ServiceManager`, in small: everything that runs on the phone, by name. */
export interface PhoneServices {
  /** `ro.serialno`. */
  readonly serial: string;
  readonly clock: Clock;
  readonly properties: Properties;
  readonly settings: Settings;
  /** The whole file system as root sees it. */
  readonly files: IFileSystem;
  readonly packages: Packages;
  readonly activities: Activities;
  readonly logcat: Logcat;
  readonly loopback: Loopback;
  readonly display: Display;
  readonly statusBar?: StatusBar;
  /** PNG of what is on the glass. */
  screenshot(): Promise<Buffer>;
}
