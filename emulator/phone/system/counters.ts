import type { Disk } from './files/disk.ts';
import type { DirectoryNode, Inode } from './files/inode.ts';

/** Where a kernel with xt_qtaguid shows its traffic counters; those in eBPF maps are told by services only. */
const PATHS = ['/proc/net/xt_qtaguid'] as const;

/** The kernel's traffic counters per uid: there, or missing as on a kernel that was built without them. */
export interface Counters {
  readonly isPresent: boolean;
  /** Their files are gone, and so is who reads them. */
  hide(): void;
  /** They are back. */
  show(): void;
}

/** The counters of a booted phone. */
export function createCounters(disk: Disk): Counters {
  const hidden: { readonly folder: DirectoryNode; readonly name: string; readonly node: Inode }[] = [];
  let isPresent = true;
  return {
    get isPresent() {
      return isPresent;
    },
    hide() {
      isPresent = false;
      for (const path of PATHS) {
        const [folder, name, node] = nodeAt(disk, path);
        if (folder === undefined || node === undefined) continue;
        folder.entries.delete(name);
        hidden.push({ folder, name, node });
      }
    },
    show() {
      isPresent = true;
      for (const { folder, name, node } of hidden.splice(0)) folder.entries.set(name, node);
    },
  };
}

/** Looks below the mount itself: nobody's permissions matter. */
function nodeAt(disk: Disk, path: string): readonly [folder: DirectoryNode | undefined, name: string, node: Inode | undefined] {
  const [, point = '', ...names] = path.split('/');
  const name = names.pop() ?? '';
  let folder: DirectoryNode | undefined = disk.mounts.at(`/${point}`)?.root;
  for (const step of names) {
    const next: Inode | undefined = folder?.entries.get(step);
    folder = next?.kind === 'directory' ? next : undefined;
  }
  return [folder, name, folder?.entries.get(name)];
}
