import type { PhoneFacts } from '../flow/phone-facts.ts';

/** Packages and UIDs that are judged together: an app, and those that send for it. */
export interface UidGroup {
  readonly packages: readonly string[];
  /** UIDs that are no shared system UID: what goes under one of them is the group's. */
  readonly uids: readonly number[];
}

/** `android.uid.system`: what goes under it can be anybody's. */
export const SYSTEM_UID = 1000;

/** Packages that send what other apps hand them: analytics, push, daemon, ads (OneTrack SDK 2.0.4; Citizen Lab on Mi Push). */
const DELEGATES: readonly string[] = ['com.miui.analytics', 'com.xiaomi.xmsf', 'com.miui.daemon', 'com.miui.msa.global', 'com.miui.systemAdSolution'];

/** The group judged for an app on a phone. */
export function uidGroupOf(packageName: string, phone: Pick<PhoneFacts, 'packages'>): UidGroup {
  const packages = [packageName, ...DELEGATES.filter((name) => name !== packageName && phone.packages[name] !== undefined)];
  const uids = packages.flatMap((name) => phone.packages[name]?.uid ?? []);
  return { packages, uids: [...new Set(uids)].filter((uid) => uid !== SYSTEM_UID) };
}
