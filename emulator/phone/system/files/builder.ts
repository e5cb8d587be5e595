import type { Disk } from './disk.ts';
import type { Attributes, DirectoryNode, FileNode, Inode } from './inode.ts';

/** Owner, group, mode and label of a node; what is missing is root's, the usual mode and the parent's label. */
export interface Place {
  readonly uid?: number;
  readonly gid?: number;
  readonly mode?: number;
  readonly context?: string;
}

/** Lays out the tree of one mount, before anybody may look at it. */
export interface TreeBuilder {
  readonly root: DirectoryNode;
  directory(path: string, place?: Place): DirectoryNode;
  file(path: string, content: string | Buffer, place?: Place): void;
  /** A file whose content is made when it is read. */
  virtual(path: string, hooks: Pick<FileNode, 'read' | 'write' | 'character'>, place?: Place): void;
  link(path: string, target: string): void;
}

/** A builder below `root`; paths are relative to it, missing directories are made. */
export function buildTree(disk: Disk, root: DirectoryNode, atMs: number): TreeBuilder {
  const attributes = (place: Place, mode: number, parent: DirectoryNode): Attributes => ({
    mode: place.mode ?? mode,
    uid: place.uid ?? 0,
    gid: place.gid ?? 0,
    mtimeMs: atMs,
    context: place.context ?? parent.context,
  });
  const directory = (path: string, place: Place = {}): DirectoryNode => {
    let at = root;
    const names = path.split('/').filter((name) => name !== '');
    for (const [index, name] of names.entries()) {
      const existing = at.entries.get(name);
      const own = index === names.length - 1 ? place : {};
      const next = existing?.kind === 'directory' ? existing : disk.make.directory(attributes(own, 0o755, at));
      if (existing?.kind === 'directory' && index === names.length - 1) Object.assign(existing, own);
      at.entries.set(name, next);
      at = next;
    }
    return at;
  };
  const put = (path: string, make: (parent: DirectoryNode) => Inode): void => {
    const cut = path.lastIndexOf('/');
    const parent = directory(path.slice(0, Math.max(cut, 0)));
    parent.entries.set(path.slice(cut + 1), make(parent));
  };
  return {
    root,
    directory,
    file: (path, content, place = {}) =>
      put(path, (parent) => disk.make.file(Buffer.from(content), attributes(place, 0o644, parent))),
    virtual: (path, hooks, place = {}) =>
      put(path, (parent) => disk.make.virtual(attributes(place, hooks.write === undefined ? 0o444 : 0o666, parent), hooks)),
    link: (path, target) => put(path, (parent) => disk.make.link(target, attributes({}, 0o777, parent))),
  };
}
