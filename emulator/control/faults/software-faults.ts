import { z } from 'zod';
import type { Phone } from '../../phone/phone.ts';
import { defineFault, milliseconds } from '../fault.ts';
import { Refusal } from '../refusal.ts';

const SIGSEGV = 11;
const UIA2_PACKAGE = 'io.appium.uiautomator2.server';

const PACKAGE = z.string().min(1).describe('package of the app; the one in front when left out').optional();

/** What goes wrong in the software of the phone. */
export const SOFTWARE_FAULTS = [
  defineFault({
    name: 'uiautomator2-crash',
    about: 'the UiAutomator2 server crashes',
    seen: 'its port is closed; `am instrument` says that the process crashed. 409 when it does not run',
    lasts: 'at once',
    begin: (phone) => {
      const { processes, logcat } = phone.boot.system;
      const running = processes.list().filter(({ name }) => name === UIA2_PACKAGE);
      if (running.length === 0) throw new Refusal(409, `Making fault "uiautomator2-crash": no process ${UIA2_PACKAGE} runs; start a session first.`);
      // The instrumentation's own process comes last: whoever waits for it is told that it crashed.
      for (const { pid } of [...running].reverse()) {
        logcat.write({ level: 'F', tag: 'libc', message: `Fatal signal ${SIGSEGV} (SIGSEGV), code 1 (SEGV_MAPERR) in tid ${pid} (${UIA2_PACKAGE})`, pid, tid: pid, buffer: 'crash' });
        processes.kill(pid, SIGSEGV);
      }
      return undefined;
    },
  }),
  defineFault({
    name: 'framework-down',
    about: 'zygote and system_server die and stay dead',
    seen: 'adb and the shell work; `am`, `pm`, `input`, `settings`, `dumpsys` find no service; apps are gone',
    lasts: 'until taken back',
    afterReboot: 'mended',
    begin: (phone) => {
      const { framework } = phone.boot.system;
      framework.stop();
      return () => framework.start();
    },
  }),
  defineFault({
    name: 'app-crash',
    about: 'an app throws what nobody catches',
    seen: 'its process ends, the dialog "… has stopped" is shown, logcat has a FATAL EXCEPTION',
    lasts: 'at once',
    parameters: { package: PACKAGE },
    begin: (phone, parameters) => {
      const packageName = appOf(phone, parameters.package);
      if (!phone.boot.apps.crash(packageName)) throw notRunning(packageName);
      return undefined;
    },
  }),
  defineFault({
    name: 'app-not-responding',
    about: 'an app hangs',
    seen: 'the dialog "… isn\'t responding" is shown, logcat has an ANR',
    lasts: 'at once',
    parameters: { package: PACKAGE },
    begin: (phone, parameters) => {
      const packageName = appOf(phone, parameters.package);
      if (!phone.boot.apps.notResponding(packageName)) throw notRunning(packageName);
      return undefined;
    },
  }),
  defineFault({
    name: 'reboot',
    about: 'the phone restarts by itself',
    seen: 'adb breaks and comes back on the same port; `sys.boot_completed` is empty until the phone has booted; files, settings and packages are as before',
    lasts: 'at once',
    parameters: {
      offMs: milliseconds('until adbd answers again').default(500),
      bootMs: milliseconds('from then to `sys.boot_completed`').default(1000),
    },
    begin: (phone, times) => {
      // Whether it came back is seen in the phone's state.
      phone.reboot({ ...times, reason: 'kernel_panic' }).catch(() => undefined);
      return undefined;
    },
  }),
  defineFault({
    name: 'logcat-cut',
    about: 'logd dies and starts anew',
    seen: 'every `logcat` that follows ends with an unexpected EOF; the buffers are empty',
    lasts: 'at once',
    begin: (phone) => {
      phone.boot.system.logcat.cut();
      return undefined;
    },
  }),
] as const;

function notRunning(packageName: string): Refusal {
  return new Refusal(409, `Making a fault of an app: ${packageName} does not run; start it first.`);
}

function appOf(phone: Phone, packageName: string | undefined): string {
  const { packages, activities } = phone.services;
  const wanted = packageName ?? activities.focused().packageName;
  if (packages.get(wanted) === undefined) throw new Refusal(400, `Making a fault of an app: found package "${wanted}", expected one that is installed (pm list packages).`);
  return wanted;
}
