import { print, type Invocation, type Program } from '../process/invocation.ts';

const unknown = (invocation: Invocation, verb: string | undefined): number =>
  print({ stdout: invocation.stderr }, verb === undefined ? 'No command specified.\n' : `Unknown command: ${verb}\n`, 255);

/** `cmd connectivity airplane-mode [enable|disable]` (Android 11). */
export const connectivity: Program = (invocation) => {
  const [verb, state] = invocation.args;
  const { settings } = invocation.phone.services;
  if (verb !== 'airplane-mode') return unknown(invocation, verb);
  if (state === undefined) return print(invocation, settings.get('global', 'airplane_mode_on') === '1' ? 'enabled\n' : 'disabled\n');
  if (state !== 'enable' && state !== 'disable') return print({ stdout: invocation.stderr }, 'Invalid argument: usage: airplane-mode [enable|disable]\n', 255);
  settings.put('global', 'airplane_mode_on', state === 'enable' ? '1' : '0');
  return 0;
};

/**
 * `cmd netpolicy get|set restrict-background [true|false]`: the data saver.
 *
 * https://android.googlesource.com/platform/frameworks/base/+/refs/tags/android-9.0.0_r3/services/core/java/com/android/server/net/NetworkPolicyManagerShellCommand.java
 */
export const netpolicy: Program = (invocation) => {
  const [verb, what = '', value] = invocation.args;
  const { networkPolicy } = invocation.phone.state;
  if (what !== 'restrict-background' || (verb !== 'get' && verb !== 'set')) return unknown(invocation, verb);
  if (verb === 'set') networkPolicy.set(what, value === 'true' ? 'enabled' : 'disabled');
  return verb === 'set' ? 0 : print(invocation, `Restrict background status: ${networkPolicy.get(what) ?? 'disabled'}\n`);
};

/** `cmd bluetooth_manager enable|disable`. */
export const bluetoothManager: Program = (invocation) => {
  const [verb] = invocation.args;
  if (verb !== 'enable' && verb !== 'disable') return verb?.startsWith('wait-for-state') === true ? print(invocation, 'wait-for-state: Success\n') : unknown(invocation, verb);
  invocation.phone.services.settings.put('global', 'bluetooth_on', verb === 'enable' ? '1' : '0');
  return print(invocation, `${verb}: Success\n`);
};

/** `cmd uimode night [yes|no|auto]`. */
export const uimode: Program = (invocation) => {
  const [verb, mode] = invocation.args;
  const { settings } = invocation.phone.services;
  const modes: Readonly<Record<string, string>> = { auto: '0', no: '1', yes: '2' };
  if (verb !== 'night') return unknown(invocation, verb);
  if (mode !== undefined && modes[mode] === undefined) return print({ stdout: invocation.stderr }, `Error: mode must be 'yes', 'no', or 'auto'\n`, 255);
  if (mode !== undefined) settings.put('secure', 'ui_night_mode', modes[mode] ?? '1');
  const current = settings.get('secure', 'ui_night_mode') ?? '1';
  return print(invocation, `Night mode: ${Object.keys(modes).find((name) => modes[name] === current) ?? 'no'}\n`);
};

/** `cmd location is-location-enabled|set-location-enabled`. */
export const location: Program = (invocation) => {
  const [verb, value] = invocation.args.filter((word, index, words) => word !== '--user' && words[index - 1] !== '--user');
  const { settings } = invocation.phone.services;
  if (verb === 'is-location-enabled') return print(invocation, `${(settings.get('secure', 'location_mode') ?? '3') !== '0'}\n`);
  if (verb !== 'set-location-enabled') return unknown(invocation, verb);
  settings.put('secure', 'location_mode', value === 'true' ? '3' : '0');
  return 0;
};

/** `cmd overlay list`: no overlays are installed. */
export const overlay: Program = (invocation) => (invocation.args[0] === 'list' ? 0 : unknown(invocation, invocation.args[0]));

/** `locksettings`: a phone without a lock. */
export const locksettings: Program = (invocation) => {
  const [verb = '', value] = invocation.args;
  const { settings } = invocation.phone.services;
  switch (verb) {
    case 'get-disabled': return print(invocation, `${settings.get('secure', 'lockscreen.disabled') === '1'}\n`);
    case 'set-disabled': {
      settings.put('secure', 'lockscreen.disabled', value === 'true' ? '1' : '0');
      return print(invocation, `Lock screen disabled set to ${value === 'true'}\n`);
    }
    case 'verify': return print(invocation, 'Lock credential verified successfully\n');
    case 'clear': return print(invocation, 'Lock credential cleared\n');
    case 'set-pin':
    case 'set-pattern':
    case 'set-password': return print({ stdout: invocation.stderr }, `Error: ${verb} is not implemented on this phone\n`, 255);
    default: return print({ stdout: invocation.stderr }, `Unknown command: ${verb}\n`, 255);
  }
};
