import type { DirectoryNode } from './inode.ts';

/** One line of `/proc/mounts`. */
export interface Mount {
  readonly device: string;
  /** Canonical absolute path. */
  readonly point: string;
  readonly type: string;
  readonly root: DirectoryNode;
  /** Options behind `ro` or `rw`: `seclabel,relatime`. */
  readonly options: string;
  readOnly: boolean;
  /** Attributes every node below has, whatever was asked for (sdcardfs). */
  readonly forced?: { readonly uid: number; readonly gid: number; readonly fileMode: number; readonly directoryMode: number };
}

/** What is mounted where; the newest mount of a point hides the older ones. */
export interface MountTable {
  /** The mount that is seen at exactly this path, when one is. */
  at(point: string): Mount | undefined;
  add(mount: Mount): void;
  /** Takes the newest mount of the point away; false when there was none. */
  remove(point: string): boolean;
  /** Oldest first. */
  list(): readonly Mount[];
}

/** An empty table. */
export function createMountTable(): MountTable {
  const mounts: Mount[] = [];
  return {
    at: (point) => mounts.findLast((mount) => mount.point === point),
    add: (mount) => void mounts.push(mount),
    remove(point) {
      const index = mounts.findLastIndex((mount) => mount.point === point);
      if (index < 0) return false;
      mounts.splice(index, 1);
      return true;
    },
    list: () => mounts,
  };
}

/** A mount as `/proc/mounts` words it. */
export function mountLine(mount: Mount): string {
  const options = [mount.readOnly ? 'ro' : 'rw', mount.options].filter((part) => part !== '').join(',');
  return `${mount.device} ${mount.point} ${mount.type} ${options} 0 0`;
}
