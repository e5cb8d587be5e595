import { posix } from 'node:path';
import type { FsStat, IFileSystem } from 'just-bash';
import { errnoOf } from './errno.ts';
import type { FileStatus } from './sync-protocol.ts';

const TYPE_BITS = { file: 0o100000, directory: 0o040000, symlink: 0o120000 } as const;
const TYPE_MASK = 0o170000;

/** Folders that adbd makes for a pushed file; it runs with an empty umask. */
const PARENT_MODE = 0o775;

/** A file operation that the phone refused, with the text adbd sends for it. */
export class SyncRefusal extends Error {}

/** How adbd words its refusals: with what it tried (since Android 7) or only why. */
export type SyncWording = 'what and why' | 'why';

/** What `sync:` does to the phone's file system, in the words adbd uses when it fails. */
export class SyncFiles {
  readonly #files: IFileSystem;
  readonly #wording: SyncWording;

  constructor(files: IFileSystem, wording: SyncWording) {
    this.#files = files;
    this.#wording = wording;
  }

  /** Status of a file, or why there is none. */
  async status(path: string, options: { readonly followLinks: boolean }): Promise<FileStatus | { readonly errno: number }> {
    try {
      const absolute = absolutePath(path);
      return statusOf(options.followLinks ? await this.#files.stat(absolute) : await this.#files.lstat(absolute), absolute);
    } catch (error) {
      return { errno: errnoOf(error).number };
    }
  }

  /** Entries of a folder with `.` and `..`; empty when it cannot be read, as adbd answers then. */
  async list(path: string): Promise<readonly (readonly [name: string, status: FileStatus])[]> {
    const folder = absolutePath(path);
    const names = await this.#names(folder);
    const entries: (readonly [string, FileStatus])[] = [];
    for (const name of ['.', '..', ...names]) {
      const status = await this.status(posix.join(folder, name), { followLinks: false });
      if (!('errno' in status)) entries.push([name, status]);
    }
    return entries;
  }

  /** Bytes of a file. @throws {SyncRefusal} */
  async read(path: string): Promise<Buffer> {
    try {
      const absolute = absolutePath(path);
      if ((await this.#files.stat(absolute)).isDirectory) throw new Error('EISDIR: read');
      return Buffer.from(await this.#files.readFileBuffer(absolute));
    } catch (error) {
      throw this.#refusal(errnoOf(error).number === 21 ? 'read failed' : 'open failed', error);
    }
  }

  /** Makes the folders above a path. @throws {SyncRefusal} */
  async makeParents(path: string): Promise<void> {
    const folder = posix.dirname(absolutePath(path));
    try {
      const missing: string[] = [];
      for (let at = folder; !(await this.#files.exists(at)); at = posix.dirname(at)) missing.unshift(at);
      for (const path of missing) {
        await this.#files.mkdir(path);
        // Some file systems have modes of their own.
        await this.#files.chmod(path, PARENT_MODE).catch(() => undefined);
      }
    } catch (error) {
      throw this.#refusal('secure_mkdirs failed', error);
    }
  }

  /** Writes a pushed file, a folder or a symbolic link, by its mode. @throws {SyncRefusal} */
  async write(path: string, content: Buffer, options: { readonly mode: number; readonly mtimeMs: number }): Promise<void> {
    const absolute = absolutePath(path);
    const type = options.mode & TYPE_MASK;
    try {
      if (type === TYPE_BITS.directory) await this.#files.mkdir(absolute, { recursive: true });
      else if (type === TYPE_BITS.symlink) await this.#link(content.toString('utf8').replace(/\0$/, ''), absolute);
      else await this.#files.writeFile(absolute, content);
    } catch (error) {
      throw this.#refusal(type === TYPE_BITS.symlink ? 'symlink failed' : "couldn't create file", error);
    }
    if (type !== TYPE_BITS.symlink) await this.#stamp(absolute, options);
  }

  /** Mode and time; adbd does not mind where a file system refuses them. */
  async #stamp(path: string, options: { readonly mode: number; readonly mtimeMs: number }): Promise<void> {
    const time = new Date(options.mtimeMs);
    await this.#files.chmod(path, pushedMode(options.mode)).catch(() => undefined);
    await this.#files.utimes(path, time, time).catch(() => undefined);
  }

  async #names(folder: string): Promise<readonly string[]> {
    try {
      return await this.#files.readdir(folder);
    } catch {
      // adbd answers a folder it cannot read with an empty list.
      return [];
    }
  }

  async #link(target: string, path: string): Promise<void> {
    await this.#files.rm(path, { force: true });
    await this.#files.symlink(target, path);
  }

  #refusal(what: string, error: unknown): SyncRefusal {
    const why = errnoOf(error).text;
    return new SyncRefusal(this.#wording === 'why' ? why : `${what}: ${why}`);
  }
}

/** adbd gives group and others what the owner may: 0755 arrives as 0777, 0644 as 0666. */
export function pushedMode(mode: number): number {
  const owner = mode & 0o700;
  const group = (mode & 0o070) | (owner >> 3);
  return owner | group | (mode & 0o007) | (group >> 3);
}

function absolutePath(path: string): string {
  return posix.resolve('/', path);
}

function statusOf(stat: FsStat, path: string): FileStatus {
  const type = stat.isSymbolicLink ? TYPE_BITS.symlink : stat.isDirectory ? TYPE_BITS.directory : TYPE_BITS.file;
  return {
    mode: type | (stat.mode & 0o7777),
    sizeBytes: stat.size,
    mtimeMs: stat.mtime.getTime(),
    inode: stat.ino === undefined ? inodeOf(path) : Number(stat.ino),
  };
}

/** A number that is the same for the same path: file systems in memory have no inodes. */
function inodeOf(path: string): number {
  let hash = 2166136261;
  for (const byte of Buffer.from(path)) hash = Math.imul(hash ^ byte, 16777619) >>> 0;
  return hash;
}
