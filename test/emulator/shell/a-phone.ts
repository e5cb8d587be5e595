import { createSystem, type System, type SystemOptions } from '../../../emulator/phone/system/system.ts';
import type { Activities, InstalledPackage, PhoneServices, StartRequest } from '../../../emulator/phone/system/services.ts';
import type { Display, ViewNode } from '../../../emulator/phone/ui/view.ts';
import { createShell, type PhoneShell } from '../../../emulator/phone/shell/shell.ts';
import type { ShellOptions } from '../../../emulator/phone/shell/shell-phone.ts';

export interface TestPhone {
  readonly system: System;
  readonly services: PhoneServices;
  readonly shell: PhoneShell;
  /** What the display was asked to do, in order. */
  readonly touched: string[];
  readonly started: StartRequest[];
}

export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** The PNG the phone's screen shows: bytes that are no UTF-8. */
export const PNG = Buffer.from('89504e470d0a1a0a00ff00fe0d0a80', 'hex');

export function aPackage(changes: Partial<InstalledPackage> & Pick<InstalledPackage, 'name'>): InstalledPackage {
  return {
    versionName: '12.1.2', versionCode: 120102, uid: 10050, targetSdk: 28, system: true, enabled: true,
    apkPath: `/system/app/${changes.name}/${changes.name}.apk`, permissions: [], ...changes,
  };
}

export const BROWSER = aPackage({ name: 'com.mi.globalbrowser', launcherActivity: 'com.android.browser.BrowserActivity' });
export const MUSIC = aPackage({ name: 'com.miui.player', uid: 10051, launcherActivity: '.ui.MusicBrowserActivity', permissions: [{ name: 'android.permission.READ_EXTERNAL_STORAGE', granted: false }] });

export function aPhone(changes: Partial<SystemOptions> = {}, shellChanges: Partial<ShellOptions> = {}): TestPhone {
  const system = createSystem({
    identifiers: { serial: 'ab12cd34', androidId: '0123456789abcdef', wifiMac: '20:34:fb:00:00:01', imei: '860000000000008' },
    properties: { 'ro.build.version.sdk': '28', 'ro.build.version.release': '9', 'ro.product.device': 'ginkgo', 'ro.product.model': 'Redmi Note 8' },
    packages: [BROWSER, MUSIC], root: true, buildType: 'userdebug', ...changes,
  });
  const touched: string[] = [];
  const started: StartRequest[] = [];
  const services: PhoneServices = {
    serial: system.serial, clock: system.clock, properties: system.properties, settings: system.settings, files: system.files,
    packages: system.packages, logcat: system.logcat, loopback: system.loopback,
    activities: anActivityManager(started), display: aDisplay(touched), screenshot: () => Promise.resolve(PNG),
  };
  return { system, services, touched, started, shell: createShell({ system, services, ...shellChanges }) };
}

function anActivityManager(started: StartRequest[]): Activities {
  let focused = { packageName: 'com.miui.home', activity: 'com.miui.home.launcher.Launcher' };
  const running = new Map([['com.miui.home', 2001]]);
  return {
    start(request) {
      started.push(request);
      const [packageName = '', activity = ''] = (request.component ?? `${request.packageName ?? BROWSER.name}/${BROWSER.launcherActivity ?? ''}`).split('/');
      if (activity === '.Missing') return `Error: Activity class {${packageName}/${packageName}.Missing} does not exist.`;
      focused = { packageName, activity: activity.startsWith('.') ? packageName + activity : activity };
      running.set(packageName, 2002 + running.size);
      return undefined;
    },
    forceStop: (packageName) => void running.delete(packageName),
    focused: () => focused,
    processes: () => [...running].map(([name, pid]) => ({ name, pid, uid: 10050 })),
  };
}

function aDisplay(touched: string[]): Display {
  const root: ViewNode = {
    key: 'root', className: 'android.widget.FrameLayout', packageName: 'com.miui.home', text: 'a < b', bounds: { left: 0, top: 0, right: 1080, bottom: 2340 },
    checkable: false, checked: false, clickable: false, enabled: true, focusable: false, focused: false, longClickable: false,
    password: false, scrollable: false, selected: false, displayed: true, children: [],
  };
  return {
    widthPx: 1080, heightPx: 2340, densityDpi: 440,
    root: () => root, isOn: () => true, isLocked: () => false, isKeyboardShown: () => false,
    tap: ({ x, y }) => void touched.push(`tap ${x} ${y}`),
    longPress: ({ x, y }) => void touched.push(`longPress ${x} ${y}`),
    swipe: (from, to, durationMs) => void touched.push(`swipe ${from.x} ${from.y} ${to.x} ${to.y} ${durationMs}`),
    type: (text) => void touched.push(`type ${text}`),
    setText: (key, text) => void touched.push(`setText ${key} ${text}`),
    pressKey: (keyCode) => void touched.push(`key ${keyCode}`),
    scroll: () => false,
    rotation: () => 0, toast: () => undefined, doubleTap: () => undefined, pinch: () => undefined,
    fling: (from, to, durationMs) => void touched.push(`fling ${from.x} ${from.y} ${to.x} ${to.y} ${durationMs}`),
    drag: (from, to, durationMs) => void touched.push(`drag ${from.x} ${from.y} ${to.x} ${to.y} ${durationMs}`),
    longPressKey: (keyCode) => void touched.push(`long key ${keyCode}`),
  };
}

/** Runs one command line to its end. */
export async function run(phone: Pick<TestPhone, 'shell'>, command: string, stdin: string | Buffer = ''): Promise<Answer> {
  const { stdout, stderr, exitCode } = await runBytes(phone, command, stdin);
  return { stdout: stdout.toString(), stderr: stderr.toString(), exitCode };
}

export async function runBytes(phone: Pick<TestPhone, 'shell'>, command: string, stdin: string | Buffer = ''): Promise<{ stdout: Buffer; stderr: Buffer; exitCode: number }> {
  const process = phone.shell.spawn(command);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  process.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  process.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const ended = Promise.all([process.stdout, process.stderr].map((stream) => new Promise((resolve) => stream.once('end', resolve))));
  process.stdin.end(stdin);
  const exitCode = await process.exited;
  await ended;
  return { stdout: Buffer.concat(out), stderr: Buffer.concat(err), exitCode };
}
