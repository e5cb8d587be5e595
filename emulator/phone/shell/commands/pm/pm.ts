import { print, type Invocation, type Program } from '../../process/invocation.ts';
import { install, installAbandon, installCommit, installCreate, installExisting, installWrite, uninstall } from './install.ts';
import { listPackages, pathOf } from './list.ts';

/** `pm command …` and `cmd package command …`. */
export const pm: Program = async (invocation) => {
  const [command, ...args] = invocation.args;
  const inner: Invocation = { ...invocation, args };
  switch (command) {
    case 'list': return listPackages(inner);
    case 'path': return pathOf(inner);
    case 'install': return install(inner);
    case 'install-create': return installCreate(inner);
    case 'install-write': return installWrite(inner);
    case 'install-commit': return installCommit(inner);
    case 'install-abandon':
    case 'install-destroy': return installAbandon(inner);
    case 'install-existing': return installExisting(inner);
    case 'uninstall': return uninstall(inner);
    case 'clear': return clear(inner);
    case 'grant':
    case 'revoke': return changePermission(inner, command === 'grant');
    case 'enable':
    case 'disable':
    case 'disable-user':
    case 'default-state': return changeState(inner, command);
    case 'resolve-activity': return resolveActivity(inner);
    case 'dump': return invocation.spawn(['dumpsys', 'package', ...args]);
    case 'get-install-location': return print(inner, '0[auto]\n');
    case 'has-feature': return print(inner, 'false\n', 1);
    case undefined:
    case 'help': return print(inner, HELP, command === undefined ? 255 : 0);
    default: return print({ stdout: inner.stderr }, `Unknown command: ${command}\n${HELP}`, 255);
  }
};

const HELP = `Package manager (package) commands:
  help
    Print this help text.

  path [--user USER_ID] PACKAGE
    Print the path to the .apk of the given PACKAGE.

  dump PACKAGE
    Print various system state associated with the given PACKAGE.

  list instrumentation [-f] [TARGET-PACKAGE]
    Prints all test packages; optionally only those targeting TARGET-PACKAGE

  list packages [-f] [-d] [-e] [-s] [-3] [-i] [-l] [-u] [-U]
    Prints all packages; optionally only those whose name contains the text in FILTER.
`;

function withoutUser(args: readonly string[]): readonly string[] {
  const at = args.indexOf('--user');
  return at < 0 ? args : [...args.slice(0, at), ...args.slice(at + 2)];
}

function clear(invocation: Invocation): number {
  const [name = ''] = withoutUser(invocation.args);
  invocation.phone.services.activities.forceStop(name);
  const said = invocation.phone.system.packages.clearData(name);
  return print(invocation, `${said}\n`, said === 'Success' ? 0 : 1);
}

function changePermission(invocation: Invocation, granted: boolean): number {
  const [name = '', permission = ''] = withoutUser(invocation.args);
  try {
    invocation.phone.system.packages.setPermission(name, permission, granted);
    return 0;
  } catch (error) {
    return exception(invocation, error);
  }
}

function changeState(invocation: Invocation, command: string): number {
  const [name = ''] = withoutUser(invocation.args);
  const [packageName = '', className] = name.split('/');
  const component = className?.startsWith('.') === true ? packageName + className : className;
  const enabled = command === 'enable' || command === 'default-state';
  // https://android.googlesource.com/platform/frameworks/base/+/refs/tags/android-9.0.0_r3/core/java/android/content/pm/PackageManager.java
  if ((command === 'disable' || component !== undefined) && invocation.credential.uid !== 0) {
    return exception(invocation, new Error(`java.lang.SecurityException: Shell cannot change component state for ${packageName}/${component ?? 'null'} to ${enabled ? 1 : 2}`));
  }
  try {
    if (component === undefined) invocation.phone.system.packages.setEnabled(name, enabled);
    else invocation.phone.system.packages.setComponentEnabled(packageName, component, enabled);
    const state = command === 'enable' ? 'enabled' : command === 'disable' ? 'disabled' : command === 'disable-user' ? 'disabled-user' : 'default';
    return print(invocation, `${component === undefined ? `Package ${name}` : `Component {${packageName}/${component}}`} new state: ${state}\n`);
  } catch (error) {
    return exception(invocation, error);
  }
}

/** The last word is the package; `-a MAIN -c LAUNCHER` is what is asked for, given or not. */
function resolveActivity(invocation: Invocation): number {
  const words = withoutUser(invocation.args);
  const name = words.at(-1) ?? '';
  const installed = invocation.phone.services.packages.get(name);
  if (installed?.launcherActivity === undefined || !installed.enabled) return print(invocation, 'No activity found\n');
  const activity = installed.launcherActivity.startsWith(`${name}.`) ? installed.launcherActivity.slice(name.length) : installed.launcherActivity;
  const summary = 'priority=0 preferredOrder=0 match=0x108000 specificIndex=-1 isDefault=true\n';
  if (words.includes('--brief')) return print(invocation, `${summary}${name}/${activity}\n`);
  const full = installed.launcherActivity.startsWith('.') ? name + installed.launcherActivity : installed.launcherActivity;
  return print(invocation, `  ${summary}  ActivityInfo:\n    name=${full}\n    packageName=${name}\n    enabled=true exported=true\n`);
}

function exception(invocation: Invocation, error: unknown): number {
  return print({ stdout: invocation.stderr }, `\nException occurred while executing:\n${error instanceof Error ? error.message : String(error)}\n`, 255);
}
