import type { CpOptions, FileContent, FsStat, IFileSystem, MkdirOptions, RmOptions } from 'just-bash';
import type { Credential } from './credential.ts';
import type { Disk } from './disk.ts';
import { FileError } from './file-error.ts';
import type { Attributes, Inode } from './inode.ts';

type ReadOptions = Parameters<IFileSystem['readFile']>[1];
type WriteOptions = Parameters<IFileSystem['writeFile']>[2];

/** The file system as one user sees it, with what `IFileSystem` cannot say: owners, labels, nodes. */
export class PhoneFiles implements IFileSystem {
  readonly credential: Credential;
  readonly disk: Disk;

  constructor(disk: Disk, credential: Credential) {
    this.disk = disk;
    this.credential = credential;
  }

  /** The node behind a path. @throws {FileError} ENOENT and what stands in the way. */
  node(path: string, options: { readonly followLast: boolean } = { followLast: true }): Inode {
    return this.disk.node(path, this.credential, options);
  }

  /** Changes owner, group, mode or label. */
  change(path: string, changes: Partial<Attributes>): void {
    this.disk.change(path, changes, this.credential);
  }

  /** Synchronous `readFileBuffer`. */
  readSync(path: string): Buffer {
    return this.disk.read(path, this.credential);
  }

  /** Synchronous `readdir`. */
  listSync(path: string): readonly string[] {
    return this.disk.list(path, this.credential);
  }

  /** Synchronous `exists`; false also where the way there is barred. */
  existsSync(path: string): boolean {
    try {
      return this.disk.find(path, this.credential).node !== undefined;
    } catch {
      return false;
    }
  }

  /** Synchronous recursive `mkdir`. */
  makeDirectoriesSync(path: string): void {
    const { node } = this.#find(path);
    if (node?.kind === 'directory') return;
    const parent = path.replace(/\/+[^/]*\/*$/, '');
    if (node === undefined && parent !== '' && parent !== path) this.makeDirectoriesSync(parent);
    this.disk.makeDirectory(path, this.credential);
  }

  #find(path: string): { readonly node: Inode | undefined } {
    try {
      return this.disk.find(path, this.credential);
    } catch (error) {
      if (error instanceof FileError && error.code === 'ENOENT') return { node: undefined };
      throw error;
    }
  }

  readFile(path: string, options?: ReadOptions): Promise<string> {
    return attempt(() => {
      const encoding = typeof options === 'string' ? options : options?.encoding;
      return this.readSync(path).toString(encoding ?? 'utf8');
    });
  }

  readFileBuffer(path: string): Promise<Uint8Array> {
    return attempt(() => this.readSync(path));
  }

  writeFile(path: string, content: FileContent, options?: WriteOptions): Promise<void> {
    return attempt(() => {
      this.disk.write(path, bytesOf(content, options), this.credential);
    });
  }

  appendFile(path: string, content: FileContent, options?: WriteOptions): Promise<void> {
    return attempt(() => {
      this.disk.append(path, bytesOf(content, options), this.credential);
    });
  }

  exists(path: string): Promise<boolean> {
    return attempt(() => this.existsSync(path));
  }

  stat(path: string): Promise<FsStat> {
    return attempt(() => statOf(this.node(path)));
  }

  lstat(path: string): Promise<FsStat> {
    return attempt(() => statOf(this.node(path, { followLast: false })));
  }

  mkdir(path: string, options?: MkdirOptions): Promise<void> {
    return attempt(() => {
      if (options?.recursive === true) this.makeDirectoriesSync(path);
      else this.disk.makeDirectory(path, this.credential);
    });
  }

  readdir(path: string): Promise<string[]> {
    return attempt(() => [...this.listSync(path)]);
  }

  async rm(path: string, options: RmOptions = {}): Promise<void> {
    let node: Inode;
    try {
      node = this.node(path, { followLast: false });
    } catch (error) {
      if (options.force === true && error instanceof FileError && error.code === 'ENOENT') return;
      throw error;
    }
    if (node.kind === 'directory' && options.recursive === true) {
      for (const name of this.listSync(path)) await this.rm(`${path}/${name}`, options);
    }
    this.disk.remove(path, this.credential);
  }

  async cp(source: string, target: string, options: CpOptions = {}): Promise<void> {
    const node = this.node(source);
    if (node.kind !== 'directory') {
      this.disk.write(target, Buffer.from(this.readSync(source)), this.credential);
      return;
    }
    if (options.recursive !== true) throw new FileError('EISDIR', 'cp', source);
    this.makeDirectoriesSync(target);
    for (const name of this.listSync(source)) await this.cp(`${source}/${name}`, `${target}/${name}`, options);
  }

  async mv(source: string, target: string): Promise<void> {
    try {
      this.disk.rename(source, target, this.credential);
    } catch (error) {
      if (!(error instanceof FileError) || error.code !== 'EXDEV') throw error;
      await this.cp(source, target, { recursive: true });
      await this.rm(source, { recursive: true });
    }
  }

  resolvePath(base: string, path: string): string {
    const parts: string[] = [];
    for (const part of (path.startsWith('/') ? path : `${base}/${path}`).split('/')) {
      if (part === '..') parts.pop();
      else if (part !== '' && part !== '.') parts.push(part);
    }
    return `/${parts.join('/')}`;
  }

  getAllPaths(): string[] {
    return [];
  }

  chmod(path: string, mode: number): Promise<void> {
    return attempt(() => {
      this.change(path, { mode: mode & 0o7777 });
    });
  }

  symlink(target: string, path: string): Promise<void> {
    return attempt(() => {
      this.disk.link(target, path, this.credential);
    });
  }

  link(existing: string, path: string): Promise<void> {
    return attempt(() => {
      this.disk.hardLink(existing, path, this.credential);
    });
  }

  readlink(path: string): Promise<string> {
    return attempt(() => {
      const node = this.node(path, { followLast: false });
      if (node.kind !== 'link') throw new FileError('EINVAL', 'readlink', path);
      return node.target;
    });
  }

  realpath(path: string): Promise<string> {
    return attempt(() => {
      const place = this.disk.find(path, this.credential);
      if (place.node === undefined) throw new FileError('ENOENT', 'realpath', path);
      return place.path;
    });
  }

  utimes(path: string, _atime: Date, mtime: Date): Promise<void> {
    return attempt(() => {
      this.change(path, { mtimeMs: mtime.getTime() });
    });
  }
}

/** What the calls below do is done at once; a failure is a rejection all the same. */
function attempt<T>(act: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(act());
  });
}

/** Bytes of a node as `stat` counts them. */
export function sizeOf(node: Inode): number {
  if (node.kind === 'link') return Buffer.byteLength(node.target);
  if (node.kind === 'directory') return 4096;
  return node.read === undefined ? node.content.length : 0;
}

function statOf(node: Inode): FsStat {
  return {
    isFile: node.kind === 'file' && node.character !== true,
    isDirectory: node.kind === 'directory',
    isSymbolicLink: node.kind === 'link',
    mode: node.mode,
    // A file made on reading says its length, so that whoever reads `size` bytes gets all of them.
    size: node.kind === 'file' && node.read !== undefined && node.character !== true ? node.read().length : sizeOf(node),
    mtime: new Date(node.mtimeMs),
    ino: node.ino,
  };
}

function bytesOf(content: FileContent, options: WriteOptions): Buffer {
  if (typeof content !== 'string') return Buffer.from(content);
  return Buffer.from(content, (typeof options === 'string' ? options : options?.encoding) ?? 'utf8');
}
