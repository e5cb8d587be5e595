import type { Cause } from '../app-event.ts';
import type { Logcat } from '../../system/services.ts';
import type { AppProcess } from './app-process.ts';
import { SYSTEM_UI, type Runtime } from './runtime.ts';

/** What an app died of. */
export interface CrashReason {
  /** `java.lang.IllegalStateException`. */
  readonly exception: string;
  readonly message: string;
}

const USUAL_REASON: CrashReason = {
  exception: 'java.lang.NullPointerException',
  message: "Attempt to invoke virtual method 'int java.lang.String.length()' on a null object reference",
};

const SYSTEM_SERVER_PID = 1248;

/** Apps that crash and apps that hang, with what the log and the screen say of them. */
export class AppFaults {
  readonly #runtime: Runtime;
  readonly #logcat: Logcat | undefined;
  readonly #crashes = new Map<string, number>();

  constructor(runtime: Runtime, logcat: Logcat | undefined) {
    this.#runtime = runtime;
    this.#logcat = logcat;
  }

  /** An uncaught exception ends the app; a dialog says so. False when it does not run. */
  crash(packageName: string, reason: CrashReason = USUAL_REASON): boolean {
    const app = this.#running(packageName);
    if (app === undefined) return false;
    const cause = this.#cause(`crash of ${packageName}`);
    const { pid, activity, isFront } = this.#describe(app);
    this.#logCrash({ packageName, pid, activity, isFront }, reason);
    this.#runtime.kill(packageName, cause);
    this.#runtime.services.processes.end(packageName);
    const count = (this.#crashes.get(packageName) ?? 0) + 1;
    this.#crashes.set(packageName, count);
    this.#runtime.openSystem(SYSTEM_UI, 'crashed', { package: packageName, title: app.definition.title, again: count > 1 });
    this.#runtime.settle(cause);
    return true;
  }

  /** The app's main thread hangs; a dialog asks what to do about it. False when it does not run. */
  notResponding(packageName: string): boolean {
    const app = this.#running(packageName);
    if (app === undefined) return false;
    const { pid, activity } = this.#describe(app);
    this.#logAnr(packageName, pid, activity);
    this.#runtime.openSystem(SYSTEM_UI, 'hanging', { package: packageName, title: app.definition.title });
    return true;
  }

  #running(packageName: string): AppProcess | undefined {
    const app = this.#runtime.app(packageName);
    return app?.isRunning === true ? app : undefined;
  }

  #describe(app: AppProcess): { readonly pid: number; readonly activity: string; readonly isFront: boolean } {
    const { tasks, services } = this.#runtime;
    const pid = services.processes.list().find((process) => process.name === app.packageName)?.pid ?? 0;
    const activity = tasks.screensOf(app).findLast((screen) => screen.spec.activity !== undefined)?.spec.activity;
    return { pid, activity: activity === undefined ? '' : `${app.packageName}/${activity}`, isFront: tasks.topActivity()?.app === app };
  }

  /** Lines as AndroidRuntime and ActivityManager of Android 9 write them (RuntimeInit.java, ProcessRecord). */
  #logCrash(what: { readonly packageName: string; readonly pid: number; readonly activity: string; readonly isFront: boolean }, reason: CrashReason): void {
    const { packageName, pid, activity } = what;
    const own = { level: 'E', tag: 'AndroidRuntime', pid, tid: pid, buffer: 'crash' } as const;
    for (const message of [
      'FATAL EXCEPTION: main',
      `Process: ${packageName}, PID: ${pid}`,
      `${reason.exception}: ${reason.message}`,
      '\tat android.os.Handler.handleCallback(Handler.java:873)',
      '\tat android.os.Handler.dispatchMessage(Handler.java:99)',
      '\tat android.os.Looper.loop(Looper.java:201)',
      '\tat android.app.ActivityThread.main(ActivityThread.java:6861)',
      '\tat java.lang.reflect.Method.invoke(Native Method)',
      '\tat com.android.internal.os.RuntimeInit$MethodAndArgsCaller.run(RuntimeInit.java:547)',
      '\tat com.android.internal.os.ZygoteInit.main(ZygoteInit.java:873)',
    ]) this.#logcat?.write({ ...own, message });
    this.#server('I', 'am_crash', `[${pid},0,${packageName},952647237,${reason.exception},${reason.message},Handler.java,873]`, 'events');
    if (activity !== '') this.#server('W', 'ActivityManager', `  Force finishing activity ${activity}`);
    this.#logcat?.write({ level: 'I', tag: 'Process', message: `Sending signal. PID: ${pid} SIG: 9`, pid, tid: pid, buffer: 'main' });
    this.#server('I', 'ActivityManager', `Process ${packageName} (pid ${pid}) has died: ${what.isFront ? 'fore TOP' : 'cch CRE'}`);
  }

  #logAnr(packageName: string, pid: number, activity: string): void {
    const reason = 'Input dispatching timed out (Waiting to send non-key event because the touched window has not finished processing certain input events that were delivered to it over 500.0ms ago.  Wait queue length: 2.  Wait queue head age: 5542.6ms.)';
    this.#server('I', 'am_anr', `[0,${pid},${packageName},952647237,${reason}]`, 'events');
    const parent = activity === '' ? packageName : `${packageName} (${activity})`;
    for (const message of [`ANR in ${parent}`, `PID: ${pid}`, `Reason: ${reason}`, 'Load: 6.11 / 5.8 / 5.66', `  0% ${pid}/${packageName}: 0% user + 0% kernel`]) {
      this.#server('E', 'ActivityManager', message);
    }
  }

  #server(level: 'I' | 'W' | 'E', tag: string, message: string, buffer: 'system' | 'events' = 'system'): void {
    this.#logcat?.write({ level, tag, message, pid: SYSTEM_SERVER_PID, tid: SYSTEM_SERVER_PID, buffer });
  }

  #cause(what: string): Cause {
    return { kind: 'intent', atMs: this.#runtime.services.clock.now(), what };
  }
}
