import { PROGRAMS } from './programs.ts';

/**
 * What Android 5 has of them: toolbox is smaller than toybox, and there is no `cmd`.
 * https://android.googlesource.com/platform/system/core/+/refs/tags/android-5.1.1_r1/toolbox/Android.mk
 */
const LOLLIPOP: ReadonlySet<string> = new Set([
  'am', 'appops', 'content', 'dumpsys', 'getprop', 'ime', 'input', 'log', 'logcat', 'monkey', 'ping', 'pm', 'reboot', 'screencap',
  'screenrecord', 'service', 'setprop', 'settings', 'start', 'stop', 'svc', 'uiautomator', 'wm',
  'cat', 'chcon', 'chmod', 'chown', 'clear', 'cp', 'date', 'df', 'du', 'getenforce', 'grep', 'id', 'kill', 'ln', 'ls', 'mkdir', 'mount',
  'mv', 'nohup', 'printenv', 'ps', 'readlink', 'restorecon', 'rm', 'rmdir', 'setenforce', 'sh', 'sleep', 'sync', 'touch', 'umount', 'uptime',
]);

/** First API level of programs that came later than Android 6. */
const SINCE: Readonly<Record<string, number>> = { bugreportz: 24, cmd: 24, stty: 28, remount: 29 };

/** The programs in `/system/bin` of an Android version. */
export function programsOf(apiLevel: number): readonly string[] {
  if (apiLevel < 23) return PROGRAMS.filter((name) => LOLLIPOP.has(name));
  return PROGRAMS.filter((name) => apiLevel >= (SINCE[name] ?? 0));
}
