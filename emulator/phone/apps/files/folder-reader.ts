import type { IFileSystem } from 'just-bash';

/** A file or folder as a row shows it. */
export interface Entry {
  readonly path: string;
  readonly name: string;
  readonly isFolder: boolean;
  readonly sizeBytes: number;
  /** Of a folder. */
  readonly itemCount: number;
  readonly modifiedMs: number;
}

/** What a folder holds, folders first, then by name. A folder that is not there is empty. */
export async function readFolder(files: IFileSystem, folder: string): Promise<readonly Entry[]> {
  const names = await files.readdir(folder).catch((): string[] => []);
  const entries = await Promise.all(names.map((name) => readEntry(files, `${folder}/${name}`)));
  return entries.filter((entry) => entry !== undefined).sort(byKindThenName);
}

/** Every file and folder below a folder. */
export async function readTree(files: IFileSystem, folder: string): Promise<readonly Entry[]> {
  const entries = await readFolder(files, folder);
  const below = await Promise.all(entries.filter((entry) => entry.isFolder).map((entry) => readTree(files, entry.path)));
  return [...entries, ...below.flat()];
}

/** Undefined when it went away meanwhile. */
async function readEntry(files: IFileSystem, path: string): Promise<Entry | undefined> {
  try {
    const stat = await files.stat(path);
    const itemCount = stat.isDirectory ? (await files.readdir(path)).length : 0;
    return { path, name: path.slice(path.lastIndexOf('/') + 1), isFolder: stat.isDirectory, sizeBytes: stat.size, itemCount, modifiedMs: stat.mtime.getTime() };
  } catch {
    return undefined;
  }
}

function byKindThenName(a: Entry, b: Entry): number {
  return a.isFolder === b.isFolder ? a.name.localeCompare(b.name) : a.isFolder ? -1 : 1;
}
