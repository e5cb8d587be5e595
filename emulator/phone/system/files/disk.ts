import { mayAccess, ROOT, type Credential } from './credential.ts';
import { FileError } from './file-error.ts';
import { createInodeMaker, DEFAULT_CONTEXT, type Attributes, type DirectoryNode, type FileNode, type Inode, type InodeMaker } from './inode.ts';
import { createMountTable, type MountTable } from './mounts.ts';
import { DIRECTORY_BYTES, Room } from './room.ts';
import { walk, type Place } from './walk.ts';

/** The phone's storage: nodes, mounts and the rules of who may do what. Synchronous, as memory is. */
export class Disk {
  readonly mounts: MountTable = createMountTable();
  readonly make: InodeMaker = createInodeMaker();
  /** What is left of the data partition. */
  readonly room = new Room();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** An empty directory fit to be the root of a mount. */
  newRoot(attributes: Partial<Attributes> = {}): DirectoryNode {
    return this.make.directory({ ...this.#attributes(ROOT, 0o755), ...attributes });
  }

  find(path: string, credential: Credential, options: { readonly followLast: boolean } = { followLast: true }): Place {
    return walk(this.mounts, path, credential, options);
  }

  /** @throws {FileError} ENOENT */
  node(path: string, credential: Credential, options: { readonly followLast: boolean } = { followLast: true }): Inode {
    const { node } = this.find(path, credential, options);
    if (node === undefined) throw new FileError('ENOENT', 'stat', path);
    return node;
  }

  read(path: string, credential: Credential): Buffer {
    const node = this.node(path, credential);
    if (node.kind === 'directory') throw new FileError('EISDIR', 'read', path);
    if (!mayAccess(credential, node, 'read')) throw new FileError('EACCES', 'open', path);
    if (node.kind === 'link') throw new FileError('ELOOP', 'open', path);
    return node.read === undefined ? node.content : node.read();
  }

  write(path: string, bytes: Buffer, credential: Credential): void {
    const place = this.find(path, credential);
    if (place.node === undefined) {
      this.room.take(place.mount, bytes.length, path);
      this.#add(place, this.make.file(bytes, this.#attributes(credential, 0o644, place)), credential, path);
      return;
    }
    const file = this.#writable(place, credential, path);
    if (file.write !== undefined) file.write(bytes);
    else {
      this.room.take(place.mount, bytes.length - file.content.length, path);
      file.content = bytes;
      file.mtimeMs = this.#now();
    }
  }

  /** Puts a file whose content is made when it is first needed; no room is taken for it. */
  writeLater(path: string, make: () => Buffer, credential: Credential): void {
    const place = this.find(path, credential);
    this.#add(place, this.make.later(make, this.#attributes(credential, 0o644, place)), credential, path);
  }

  append(path: string, bytes: Buffer, credential: Credential): void {
    const place = this.find(path, credential);
    const before = place.node?.kind === 'file' && place.node.write === undefined ? place.node.content : Buffer.alloc(0);
    this.write(path, Buffer.concat([before, bytes]), credential);
  }

  list(path: string, credential: Credential): readonly string[] {
    const node = this.node(path, credential);
    if (node.kind !== 'directory') throw new FileError('ENOTDIR', 'scandir', path);
    if (!mayAccess(credential, node, 'read')) throw new FileError('EACCES', 'scandir', path);
    return [...node.entries.keys()].sort();
  }

  makeDirectory(path: string, credential: Credential, mode = 0o755): void {
    const place = this.find(path, credential);
    if (place.node !== undefined) throw new FileError('EEXIST', 'mkdir', path);
    this.room.take(place.mount, DIRECTORY_BYTES, path);
    this.#add(place, this.make.directory(this.#attributes(credential, mode, place, 'directory')), credential, path);
  }

  link(target: string, path: string, credential: Credential): void {
    const place = this.find(path, credential, { followLast: false });
    if (place.node !== undefined) throw new FileError('EEXIST', 'symlink', path);
    this.#add(place, this.make.link(target, this.#attributes(credential, 0o777, place)), credential, path);
  }

  /** Puts an existing node under a second name. */
  hardLink(existing: string, path: string, credential: Credential): void {
    const node = this.node(existing, credential);
    const place = this.find(path, credential, { followLast: false });
    if (place.node !== undefined) throw new FileError('EEXIST', 'link', path);
    if (node.kind === 'directory') throw new FileError('EPERM', 'link', existing);
    this.#add(place, node, credential, path);
  }

  /** Removes one name; a directory has to be empty. */
  remove(path: string, credential: Credential): void {
    const place = this.find(path, credential, { followLast: false });
    if (place.node === undefined) throw new FileError('ENOENT', 'unlink', path);
    if (this.mounts.at(place.path) !== undefined) throw new FileError('EBUSY', 'unlink', path);
    const parent = this.#changeable(place, credential, path, 'unlink');
    if (place.node.kind === 'directory' && place.node.entries.size > 0) throw new FileError('ENOTEMPTY', 'rmdir', path);
    if (place.node.kind === 'file') this.room.take(place.mount, -place.node.content.length, path);
    parent.entries.delete(place.name);
    parent.mtimeMs = this.#now();
  }

  /** `rename(2)`. */
  rename(from: string, to: string, credential: Credential): void {
    const source = this.find(from, credential, { followLast: false });
    if (source.node === undefined) throw new FileError('ENOENT', 'rename', from);
    const target = this.find(to, credential, { followLast: false });
    if (source.mount !== target.mount) throw new FileError('EXDEV', 'rename', to);
    if (target.node?.kind === 'directory' && (source.node.kind !== 'directory' || target.node.entries.size > 0)) {
      throw new FileError(source.node.kind === 'directory' ? 'ENOTEMPTY' : 'EISDIR', 'rename', to);
    }
    if (`${target.path}/`.startsWith(`${source.path}/`) && target.path !== source.path) throw new FileError('EINVAL', 'rename', to);
    const sourceParent = this.#changeable(source, credential, from, 'rename');
    const targetParent = this.#changeable(target, credential, to, 'rename');
    sourceParent.entries.delete(source.name);
    targetParent.entries.set(target.name, source.node);
  }

  /** Changes attributes; only the owner and root may, owner and label are root's alone. */
  change(path: string, changes: Partial<Attributes>, credential: Credential): void {
    const place = this.find(path, credential);
    if (place.node === undefined) throw new FileError('ENOENT', 'chmod', path);
    if (place.mount.readOnly) throw new FileError('EROFS', 'chmod', path);
    const isOwner = credential.uid === 0 || credential.uid === place.node.uid;
    const wantsOwner = changes.uid !== undefined || changes.gid !== undefined || changes.context !== undefined;
    const mayTouch = changes.mtimeMs !== undefined && mayAccess(credential, place.node, 'write');
    if ((!isOwner && !mayTouch) || (wantsOwner && credential.uid !== 0)) throw new FileError('EPERM', 'chmod', path);
    if (place.mount.forced !== undefined) {
      if (changes.mtimeMs !== undefined) place.node.mtimeMs = changes.mtimeMs;
      return;
    }
    Object.assign(place.node, changes);
  }

  #writable(place: Place, credential: Credential, path: string): FileNode {
    const { node } = place;
    if (node?.kind !== 'file') throw new FileError(node?.kind === 'directory' ? 'EISDIR' : 'ELOOP', 'open', path);
    if (place.mount.readOnly && node.character !== true) throw new FileError('EROFS', 'open', path);
    if (!mayAccess(credential, node, 'write')) throw new FileError('EACCES', 'open', path);
    if (node.read !== undefined && node.write === undefined) throw new FileError('EACCES', 'open', path);
    return node;
  }

  #changeable(place: Place, credential: Credential, path: string, operation: string): DirectoryNode {
    if (place.parent === undefined) throw new FileError('EBUSY', operation, path);
    if (place.mount.readOnly) throw new FileError('EROFS', operation, path);
    const mayWrite = mayAccess(credential, place.parent, 'write') && mayAccess(credential, place.parent, 'search');
    const sticky = (place.parent.mode & 0o1000) !== 0 && credential.uid !== 0
      && credential.uid !== place.parent.uid && place.node !== undefined && credential.uid !== place.node.uid;
    if (!mayWrite || sticky) throw new FileError('EACCES', operation, path);
    return place.parent;
  }

  #add(place: Place, node: Inode, credential: Credential, path: string): void {
    const parent = this.#changeable(place, credential, path, 'open');
    parent.entries.set(place.name, node);
    parent.mtimeMs = this.#now();
  }

  #attributes(credential: Credential, mode: number, place?: Place, kind: 'directory' | 'other' = 'other'): Attributes {
    const forced = place?.mount.forced;
    const forcedMode = kind === 'directory' ? forced?.directoryMode : forced?.fileMode;
    return {
      mode: forcedMode ?? mode,
      uid: forced?.uid ?? credential.uid,
      gid: forced?.gid ?? credential.gid,
      mtimeMs: this.#now(),
      context: place?.parent?.context ?? DEFAULT_CONTEXT,
    };
  }
}
