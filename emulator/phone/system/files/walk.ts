import { mayAccess, type Credential } from './credential.ts';
import { FileError } from './file-error.ts';
import type { DirectoryNode, Inode } from './inode.ts';
import type { Mount, MountTable } from './mounts.ts';

const MAX_LINKS = 40;

/** Where a path leads: the node when there is one, and the directory it stands (or would stand) in. */
export interface Place {
  /** Canonical: no links, no dots. */
  readonly path: string;
  readonly name: string;
  readonly node: Inode | undefined;
  /** The mount the node is on, or would be made on. */
  readonly mount: Mount;
  /** Absent at the root of the file system. */
  readonly parent: DirectoryNode | undefined;
}

interface Step {
  readonly node: DirectoryNode;
  readonly mount: Mount;
  readonly path: string;
}

/**
 * Follows a path as the kernel does: through mounts and symbolic links, asking for search permission on the way.
 *
 * @throws {FileError} ENOENT or ENOTDIR when a directory on the way is missing, EACCES, ELOOP.
 */
export function walk(
  mounts: MountTable,
  path: string,
  credential: Credential,
  options: { readonly followLast: boolean },
): Place {
  const rootMount = mounts.at('/');
  if (rootMount === undefined) throw new FileError('ENOENT', 'open', path);
  const root: Step = { node: rootMount.root, mount: rootMount, path: '/' };
  let stack: Step[] = [root];
  let pending = segments(path);
  let links = 0;
  for (let name = pending.shift(); name !== undefined; name = pending.shift()) {
    const top = stack.at(-1) ?? root;
    if (name === '..') {
      if (stack.length > 1) stack.pop();
      continue;
    }
    if (!mayAccess(credential, top.node, 'search')) throw new FileError('EACCES', 'open', path);
    const found = enter(mounts, top, name);
    const isLast = pending.length === 0;
    if (found.node === undefined) {
      if (isLast) return { ...found, name, node: undefined, parent: top.node };
      throw new FileError('ENOENT', 'open', path);
    }
    if (found.node.kind === 'link' && (!isLast || options.followLast)) {
      if (++links > MAX_LINKS) throw new FileError('ELOOP', 'open', path);
      if (found.node.target.startsWith('/')) stack = [root];
      pending = [...segments(found.node.target), ...pending];
      continue;
    }
    if (isLast) return { ...found, name, node: found.node, parent: top.node };
    if (found.node.kind !== 'directory') throw new FileError('ENOTDIR', 'open', path);
    stack.push({ node: found.node, mount: found.mount, path: found.path });
  }
  const end = stack.at(-1) ?? root;
  return { path: end.path, name: end.path.slice(end.path.lastIndexOf('/') + 1), node: end.node, mount: end.mount, parent: stack.at(-2)?.node };
}

function enter(mounts: MountTable, top: Step, name: string): { path: string; node: Inode | undefined; mount: Mount } {
  const path = top.path === '/' ? `/${name}` : `${top.path}/${name}`;
  const node = top.node.entries.get(name);
  const mounted = node === undefined ? undefined : mounts.at(path);
  return mounted === undefined ? { path, node, mount: top.mount } : { path, node: mounted.root, mount: mounted };
}

const segments = (path: string): string[] => path.split('/').filter((name) => name !== '' && name !== '.');
