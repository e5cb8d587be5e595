import type { DeviceEntry } from '../farm/devices-file.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { DeviceShell } from './device-shell.ts';
import { parseProperties } from './getprop.ts';
import { IDENTIFIER_NAMES, readIdentifiers } from './identifiers.ts';
import { parsePackageDump, parsePackageNames, parsePackageUids, type PackageFacts } from './package-list.ts';
import { findRoot } from './root.ts';
import { shellQuote } from './shell-quote.ts';

/** Packages whose version and UID a run records in any case: apps of Xiaomi's, and everybody who may speak for them. */
export const PACKAGES_OF_INTEREST: readonly string[] = [
  'com.mi.globalbrowser', 'com.mi.globalbrowser.mini', 'com.android.browser',
  'com.mi.android.globalFileexplorer', 'com.android.fileexplorer',
  'com.miui.player', 'com.android.settings', 'com.miui.home', 'com.android.systemui',
  'com.miui.securitycenter', 'com.miui.gallery', 'com.android.camera', 'com.android.mms',
  'com.miui.analytics', 'com.xiaomi.xmsf', 'com.miui.daemon', 'com.miui.msa.global', 'com.miui.systemAdSolution',
  'com.xiaomi.mipicks',
];

/**
 * Collects what a run has to know of a phone, once, before its first window.
 *
 * @param apps Packages of the apps under test.
 */
export async function collectFacts(
  shell: DeviceShell, entry: Pick<DeviceEntry, 'id' | 'model' | 'kind'>, apps: readonly string[] = [],
): Promise<PhoneFacts> {
  const properties = parseProperties(await shell.run('getprop'));
  const root = await findRoot(shell);
  const identifiers = await readIdentifiers({ shell, root, properties });
  const uids = parsePackageUids((await shell.try('pm list packages -U')).stdout);
  const preinstalled = parsePackageNames((await shell.try('pm list packages -s')).stdout);
  const language = languageOf(properties);
  const miuiVersion = properties['ro.miui.ui.version.name'] ?? '';
  return {
    id: entry.id,
    model: properties['ro.product.model'] ?? entry.model,
    serial: shell.serial,
    kind: entry.kind,
    build: properties['ro.build.fingerprint'] ?? '',
    product: properties['ro.product.device'] ?? '',
    androidVersion: properties['ro.build.version.release'] ?? '',
    apiLevel: Number(properties['ro.build.version.sdk'] ?? 0),
    ...(miuiVersion === '' ? {} : { miuiVersion }),
    ...(language === undefined ? {} : { language }),
    identifiers,
    unreadIdentifiers: IDENTIFIER_NAMES.filter((name) => identifiers[name] === undefined),
    packages: await readPackages(shell, [...new Set([...PACKAGES_OF_INTEREST, ...apps])]),
    ...(Object.keys(uids).length === 0 ? {} : { uids }),
    ...(preinstalled.length === 0 ? {} : { preinstalled }),
  };
}

async function readPackages(shell: DeviceShell, names: readonly string[]): Promise<PhoneFacts['packages']> {
  const dumps = await Promise.all(names.map(async (name) => {
    const dump = parsePackageDump((await shell.try(`dumpsys package ${shellQuote(name)}`)).stdout, name);
    return dump === undefined ? undefined : [name, factsOf(dump)] as const;
  }));
  return Object.fromEntries(dumps.filter((dump) => dump !== undefined));
}

function factsOf({ versionName, versionCode, uid, enabled, installer }: PackageFacts & { readonly enabled: boolean }): PhoneFacts['packages'][string] {
  return { versionName, versionCode, uid, ...(enabled ? {} : { enabled }), ...(installer === undefined ? {} : { installer }) };
}

/** The user's choice, else that of the build: `zh` of zh-CN. */
function languageOf(properties: Readonly<Record<string, string>>): string | undefined {
  const tags = [properties['persist.sys.locale'], properties['persist.sys.language'], properties['ro.product.locale']];
  return tags.map((tag) => /^[a-z]{2,3}/.exec(tag ?? '')?.[0]).find((language) => language !== undefined);
}
