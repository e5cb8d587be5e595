import type { InstalledPackage } from '../../../system/services.ts';
import { isRuntimePermission } from '../../../system/permissions.ts';
import { print, type Invocation } from '../../process/invocation.ts';

/** `dumpsys package [name]`. */
export function dumpPackage(invocation: Invocation): number {
  const [name] = invocation.args.filter((word) => !word.startsWith('-'));
  const all = invocation.phone.services.packages.list();
  const chosen = name === undefined ? all : all.filter((entry) => entry.name === name);
  if (chosen.length === 0) return print(invocation, `Unable to find package: ${name ?? ''}\n`);
  const launchers = chosen.flatMap((entry) => resolverRows(entry));
  const table = launchers.length === 0 ? '' : `Activity Resolver Table:\n  Non-Data Actions:\n      android.intent.action.MAIN:\n${launchers.join('')}\n`;
  return print(invocation, `${table}Packages:\n${chosen.map((entry) => block(invocation, entry)).join('')}`);
}

function resolverRows(entry: InstalledPackage): readonly string[] {
  if (entry.launcherActivity === undefined) return [];
  const component = `${entry.name}/${entry.launcherActivity.replace(new RegExp(`^${entry.name.replaceAll('.', '\\.')}\\.`), '.')}`;
  return [`        ${token(entry.name)} ${component} filter ${token(component)}\n          Action: "android.intent.action.MAIN"\n          Category: "android.intent.category.LAUNCHER"\n`];
}

function block(invocation: Invocation, entry: InstalledPackage): string {
  const { firstMs, lastMs } = invocation.phone.system.packages.times(entry.name);
  const folder = entry.apkPath.replace(/\/[^/]*$/, '');
  const flags = `[ ${entry.system ? 'SYSTEM ' : ''}HAS_CODE ALLOW_CLEAR_USER_DATA ]`;
  const permissions = (runtime: boolean): string => entry.permissions
    .filter((held) => isRuntimePermission(held.name) === runtime)
    .map((held) => `${runtime ? '        ' : '      '}${held.name}: granted=${held.granted}\n`).join('');
  return `  Package [${entry.name}] (${token(entry.name)}):
    userId=${entry.uid}
    pkg=Package{${token(`${entry.name}p`)} ${entry.name}}
    codePath=${folder}
    resourcePath=${folder}
    legacyNativeLibraryDir=${folder}/lib
    primaryCpuAbi=arm64-v8a
    secondaryCpuAbi=null
    versionCode=${entry.versionCode} minSdk=21 targetSdk=${entry.targetSdk}
    versionName=${entry.versionName}
    splits=[base]
    apkSigningVersion=2
    flags=${flags}
    dataDir=/data/user/0/${entry.name}
    supportsScreens=[small, medium, large, xlarge, resizeable, anyDensity]
    timeStamp=${stamp(lastMs)}
    firstInstallTime=${stamp(firstMs)}
    lastUpdateTime=${stamp(lastMs)}
${entry.installer === undefined ? '' : `    installerPackageName=${entry.installer}\n`}    signatures=PackageSignatures{${token(`${entry.name}s`)} version:2, signatures:[${token(`${entry.name}c`)}], past signatures:[]}
    installPermissionsFixed=true installStatus=1
    pkgFlags=${flags}
    requested permissions:
${entry.permissions.map((held) => `      ${held.name}\n`).join('')}    install permissions:
${permissions(false)}    User 0: ceDataInode=${entry.uid * 7} installed=true hidden=false suspended=false stopped=false notLaunched=false enabled=${entry.enabled ? 0 : 3} instant=false virtual=false
      gids=[3003]
      runtime permissions:
${permissions(true)}${disabledComponents(entry)}
`;
}

// https://android.googlesource.com/platform/frameworks/base/+/refs/tags/android-9.0.0_r3/services/core/java/com/android/server/pm/Settings.java
function disabledComponents({ disabledComponents: names = [] }: InstalledPackage): string {
  return names.length === 0 ? '' : `      disabledComponents:\n${names.map((name) => `        ${name}\n`).join('')}`;
}

const stamp = (atMs: number): string => new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');

/** A hexadecimal id that stays the same for a name, where Android prints an object's hash. */
export function token(text: string): string {
  let hash = 7;
  for (const character of text) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0;
  return (hash & 0xfffffff).toString(16);
}
