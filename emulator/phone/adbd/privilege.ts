import type { Properties } from '../system/services.ts';

/** What adbd says to a service that changes it, and whether it starts anew afterwards. */
export interface PrivilegeAnswer {
  readonly text: string;
  readonly restart: boolean;
}

/** Property by which adbd remembers, over its own restart, that it runs as root. */
const ROOT_PROPERTY = 'service.adb.root';

/** Whether adbd, and with it the shell, runs as root. */
export function runsAsRoot(properties: Properties): boolean {
  return properties.get(ROOT_PROPERTY) === '1';
}

/**
 * Answers `root:`, `unroot:`, `tcpip:<port>`, `usb:`, `disable-verity:` and `enable-verity:`; undefined for another service.
 *
 * https://android.googlesource.com/platform/system/core/+/refs/tags/android-9.0.0_r1/adb/services.cpp
 */
export function answerPrivilege(service: string, properties: Properties): PrivilegeAnswer | undefined {
  if (service === 'root:') return root(properties);
  if (service === 'unroot:') return unroot(properties);
  if (service === 'usb:') return { text: 'restarting in USB mode\n', restart: true };
  if (service.startsWith('tcpip:')) return tcpip(service.slice('tcpip:'.length));
  const verity = /^(disable|enable)-verity:$/.exec(service)?.[1];
  return verity === undefined ? undefined : { text: verityAnswer(verity === 'enable', properties), restart: false };
}

/** Why `remount:` is refused, undefined when it is not: to root alone, and from Android 11 on to debuggable builds alone. */
export function remountRefusal(properties: Properties): string | undefined {
  const apiLevel = Number(properties.get('ro.build.version.sdk'));
  if (apiLevel >= 30 && properties.get('ro.debuggable') !== '1') return 'only functions on userdebug or eng builds\nremount failed\n';
  if (runsAsRoot(properties)) return undefined;
  // The older adbd did not ask who it was: the system call failed, and something had reset errno by then.
  if (apiLevel < 23) return 'remount of system failed: Success\nremount failed\n';
  return `Not running as root. Try "adb root" first.\n${apiLevel >= 30 ? 'remount failed\n' : ''}`;
}

/** Why `reboot:<target>` is refused: the recovery takes a package only when root asks for it. */
export function rebootRefusal(target: string, properties: Properties): string | undefined {
  const needsRoot = target === 'sideload' || target === 'sideload-auto-reboot';
  return needsRoot && !runsAsRoot(properties) ? "'adb root' is required for 'adb reboot sideload'.\n" : undefined;
}

function root(properties: Properties): PrivilegeAnswer {
  if (runsAsRoot(properties)) return { text: 'adbd is already running as root\n', restart: false };
  if (properties.get('ro.debuggable') !== '1') {
    return { text: 'adbd cannot run as root in production builds\n', restart: false };
  }
  properties.set(ROOT_PROPERTY, '1');
  return { text: 'restarting adbd as root\n', restart: true };
}

function unroot(properties: Properties): PrivilegeAnswer {
  if (!runsAsRoot(properties)) return { text: 'adbd not running as root\n', restart: false };
  properties.set(ROOT_PROPERTY, '0');
  return { text: 'restarting adbd as non root\n', restart: true };
}

/** The phone listens on one port for ever: it restarts where it is, whatever port was asked for. */
function tcpip(argument: string): PrivilegeAnswer {
  const port = Number.parseInt(argument, 10);
  if (!Number.isInteger(port) || port <= 0) return { text: `invalid port ${argument}\n`, restart: false };
  return { text: `restarting in TCP mode port: ${port}\n`, restart: true };
}

/**
 * Verified boot 2.0, as these phones have it; the state is said to change and nothing else depends on it here.
 *
 * https://android.googlesource.com/platform/system/core/+/refs/tags/android-9.0.0_r1/adb/set_verity_enable_state_service.cpp
 */
function verityAnswer(enable: boolean, properties: Properties): string {
  if (properties.get('ro.debuggable') !== '1') return 'verity cannot be disabled/enabled - USER build\n';
  if (!runsAsRoot(properties)) return 'Error getting verity state. Try adb root first?\n';
  if (properties.get('ro.boot.verifiedbootstate') === 'green') return 'Device is locked. Please unlock the device first\n';
  const wanted = enable ? 'enforcing' : 'disabled';
  const word = enable ? 'enabled' : 'disabled';
  const before = properties.get(VERITY_PROPERTY) || 'enforcing';
  if (before === wanted) return `verity is already ${word}\n`;
  properties.set(VERITY_PROPERTY, wanted);
  return `Successfully ${word} verity\nNow reboot your device for settings to take effect\n`;
}

/** Stands for the flag in the vbmeta partition, which outlives a reboot. */
const VERITY_PROPERTY = 'persist.vendor.verity.mode';
