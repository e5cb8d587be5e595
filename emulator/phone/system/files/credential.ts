import type { Attributes } from './inode.ts';

/** Who asks: the numbers Linux decides by. */
export interface Credential {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  /** SELinux domain. */
  readonly context: string;
}

/** The phone's superuser, in the domain Magisk's and userdebug's `su` end up in. */
export const ROOT: Credential = { uid: 0, gid: 0, groups: [0], context: 'u:r:su:s0' };

/** adbd's shell user with the supplementary groups adbd gives it. */
export const SHELL: Credential = {
  uid: 2000,
  gid: 2000,
  // https://android.googlesource.com/platform/system/core/+/refs/tags/android-9.0.0_r3/adb/daemon/main.cpp
  groups: [2000, 1004, 1007, 1011, 1015, 1028, 3001, 3002, 3003, 3006, 3009, 3011],
  context: 'u:r:shell:s0',
};

/** An app's own user: its uid is its group, with the groups every app with storage and network has. */
export function appCredential(uid: number): Credential {
  return { uid, gid: uid, groups: [uid, 1015, 3003, 9997], context: 'u:r:untrusted_app:s0' };
}

export type Access = 'read' | 'write' | 'search';

const BIT: Readonly<Record<Access, number>> = { read: 4, write: 2, search: 1 };

/** Whether the permission bits allow it; root may do everything. */
export function mayAccess(credential: Credential, node: Attributes, access: Access): boolean {
  if (credential.uid === 0) return true;
  const bit = BIT[access];
  if (credential.uid === node.uid) return (node.mode & (bit << 6)) !== 0;
  if (credential.gid === node.gid || credential.groups.includes(node.gid)) return (node.mode & (bit << 3)) !== 0;
  return (node.mode & bit) !== 0;
}
