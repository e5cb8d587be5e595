import type { InstalledPackage } from '../../../system/services.ts';
import { print, type Invocation } from '../../process/invocation.ts';
import { readOptions } from '../../tools/options.ts';

/** `list packages|instrumentation|features|users|permissions|libraries`. */
export function listPackages(invocation: Invocation): number {
  const [what = '', ...args] = invocation.args;
  switch (what) {
    case 'package':
    case 'packages': return packages(invocation, args);
    case 'instrumentation': return instrumentation(invocation, args);
    case 'features': return print(invocation, 'feature:reqGlEsVersion=0x30002\nfeature:android.hardware.touchscreen\nfeature:android.hardware.wifi\n');
    case 'users': return print(invocation, 'Users:\n\tUserInfo{0:Owner:13} running\n');
    case 'libraries': return print(invocation, 'library:android.test.base\nlibrary:android.test.runner\n');
    default: return print({ stdout: invocation.stderr }, what === '' ? 'Error: didn\'t specify type of data to list\n' : `Error: unknown list type '${what}'\n`, 255);
  }
}

function packages(invocation: Invocation, args: readonly string[]): number {
  const long = new Set(args.filter((word) => word.startsWith('--')));
  const words = args.filter((word, index) => !word.startsWith('--') && args[index - 1] !== '--user' && args[index - 1] !== '--uid');
  const { flags, operands } = readOptions(words, 'fdesS3iluU');
  const [filter = ''] = operands;
  const uid = args.includes('--uid') ? Number(args[args.indexOf('--uid') + 1]) : undefined;
  const { packages: manager } = invocation.phone.system;
  // -u: also those that were uninstalled for the user and still lie on the system partition.
  const known = [...manager.list(), ...(flags.has('u') ? manager.uninstalledForUser() : [])];
  const wanted = known.filter((entry) =>
    entry.name.includes(filter)
    && (!flags.has('3') || !entry.system) && (!flags.has('s') || entry.system)
    && (!flags.has('e') || entry.enabled) && (!flags.has('d') || !entry.enabled)
    && (uid === undefined || entry.uid === uid));
  const line = (entry: InstalledPackage): string => [
    `package:${flags.has('f') ? `${entry.apkPath}=` : ''}${entry.name}`,
    long.has('--show-versioncode') ? ` versionCode:${entry.versionCode}` : '',
    flags.has('i') ? `  installer=${invocation.phone.system.packages.installer(entry.name)}` : '',
    flags.has('U') || uid !== undefined ? ` uid:${entry.uid}` : '',
  ].join('');
  return print(invocation, wanted.map((entry) => `${line(entry)}\n`).join(''));
}

function instrumentation(invocation: Invocation, args: readonly string[]): number {
  const { flags, operands } = readOptions(args, 'f');
  const lines = invocation.phone.services.packages.list().flatMap((entry) => {
    const { instrumentation: found } = entry;
    if (found === undefined || (operands[0] !== undefined && found.targetPackage !== operands[0])) return [];
    const apk = flags.has('f') ? `${entry.apkPath}=` : '';
    return [`instrumentation:${apk}${entry.name}/${found.runner} (target=${found.targetPackage})\n`];
  });
  return print(invocation, lines.join(''));
}

/** `path package`: 1 and nothing printed when it is not installed. */
export function pathOf(invocation: Invocation): number {
  const name = invocation.args.at(-1) ?? '';
  const installed = invocation.phone.services.packages.get(name);
  if (installed === undefined) return 1;
  const folder = installed.apkPath.replace(/\/[^/]*$/, '');
  const paths = [installed.apkPath, ...(installed.splits ?? []).map((split) => `${folder}/split_${split}.apk`)];
  return print(invocation, paths.map((path) => `package:${path}\n`).join(''));
}
