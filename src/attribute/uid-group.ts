import type { OracleEvent } from '../flow/oracle.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';

/** Packages and UIDs that are judged together: an app, and those that send for it. */
export interface UidGroup {
  readonly packages: readonly string[];
  /** UIDs that are no shared system UID: what goes under one of them is the group's. */
  readonly uids: readonly number[];
  /** Packages that came with the phone, whoever made them: its vendor may have them act for an app. */
  readonly preinstalled?: readonly string[];
}

/** `android.uid.system`: what goes under it can be anybody's. */
export const SYSTEM_UID = 1000;

/** Packages that send what other apps hand them: analytics, push, daemon, ads (OneTrack SDK 2.0.4; Citizen Lab on Mi Push). */
const DELEGATES: readonly string[] = ['com.miui.analytics', 'com.xiaomi.xmsf', 'com.miui.daemon', 'com.miui.msa.global', 'com.miui.systemAdSolution'];

/** The group judged for an app on a phone. */
export function uidGroupOf(packageName: string, phone: Pick<PhoneFacts, 'packages' | 'preinstalled'>): UidGroup {
  const packages = [packageName, ...DELEGATES.filter((name) => name !== packageName && phone.packages[name] !== undefined)];
  const uids = packages.flatMap((name) => phone.packages[name]?.uid ?? []);
  return { packages, uids: [...new Set(uids)].filter((uid) => uid !== SYSTEM_UID), ...(phone.preinstalled !== undefined && { preinstalled: phone.preinstalled }) };
}

/** Whose a UID of the group is: the app's own, that of a package that sends for it, or shared by anyone. */
export interface GroupMember {
  readonly uid: number;
  readonly packages: readonly string[];
  readonly role: 'own' | 'delegate' | 'shared';
  /** The SDK's log told that the app hands events to it. */
  readonly learnt: boolean;
}

/** Each UID of an app's group, uid 1000 always among them, with what the SDK's log taught of handing over. */
export function membersOf(packageName: string, phone: Pick<PhoneFacts, 'packages'>, events: readonly OracleEvent[]): readonly GroupMember[] {
  const { packages } = uidGroupOf(packageName, phone);
  const handsOver = events.some(({ kind, package: name }) => kind === 'handed over' && name === packageName);
  const uids = [...new Set([...packages.flatMap((name) => phone.packages[name]?.uid ?? []), SYSTEM_UID])];
  return uids.map((uid) => {
    const own = packages.filter((name) => phone.packages[name]?.uid === uid);
    const role = uid === SYSTEM_UID ? 'shared' : own.includes(packageName) ? 'own' : 'delegate';
    return { uid, packages: own, role, learnt: handsOver && own.includes('com.miui.analytics') };
  });
}
