import { createHash } from 'node:crypto';
import { createReadStream, type Dirent } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

import { z } from 'zod';

import { EarshotError } from '../flow/errors.ts';

/** File in a run's folder that lists all others. */
export const MANIFEST_FILE = 'manifest.json';

const manifestSchema = z.object({
  files: z.array(z.object({ path: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/), byteCount: z.int().min(0) })),
});

/** Every file of a run with its size and SHA-256, sorted by path; paths are relative, with slashes. */
export type Manifest = z.infer<typeof manifestSchema>;

type ManifestFile = Manifest['files'][number];

/** A file that is not as the manifest says. */
export interface ManifestDifference {
  readonly path: string;
  readonly difference: 'missing' | 'added' | 'changed';
  readonly detail: string;
}

/** Writes a run's manifest over all its files as they are now; what is added or changed later shows in `verifyManifest`. */
export async function writeManifest(runDir: string): Promise<Manifest> {
  const manifest: Manifest = { files: await describeFiles(runDir) };
  await writeFile(join(runDir, MANIFEST_FILE), `${JSON.stringify(manifest, undefined, 2)}\n`);
  return manifest;
}

/**
 * Holds a run's files against its manifest; empty when nothing differs.
 *
 * @throws {EarshotError} `BAD_INPUT` when there is no manifest, or none that can be read.
 */
export async function verifyManifest(runDir: string): Promise<ManifestDifference[]> {
  const { files } = await readManifest(runDir);
  return compareFiles(files, await describeFiles(runDir));
}

/** What differs between the files as listed and as found, in order of path. */
export function compareFiles(listed: readonly ManifestFile[], found: readonly ManifestFile[]): ManifestDifference[] {
  const foundByPath = new Map(found.map((file) => [file.path, file]));
  const listedPaths = new Set(listed.map((file) => file.path));
  const added = found.filter((file) => !listedPaths.has(file.path)).map((file): ManifestDifference =>
    ({ path: file.path, difference: 'added', detail: `${file.byteCount} bytes that the manifest does not list` }));
  const others = listed.flatMap((file): ManifestDifference[] => {
    const now = foundByPath.get(file.path);
    if (now === undefined) return [{ path: file.path, difference: 'missing', detail: `${file.byteCount} bytes are listed` }];
    if (now.sha256 === file.sha256 && now.byteCount === file.byteCount) return [];
    const detail = `${now.byteCount} bytes with SHA-256 ${now.sha256}, listed ${file.byteCount} bytes with ${file.sha256}`;
    return [{ path: file.path, difference: 'changed', detail }];
  });
  return [...added, ...others].sort((one, other) => byPath(one, other));
}

async function readManifest(runDir: string): Promise<Manifest> {
  const path = join(runDir, MANIFEST_FILE);
  try {
    return manifestSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new EarshotError('BAD_INPUT', `Reading the manifest ${path}: ${why}`, { cause, hint: 'Name the folder of a finished run, such as reports/latest.' });
  }
}

async function describeFiles(runDir: string): Promise<ManifestFile[]> {
  const entries = await readdir(runDir, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => relative(runDir, pathOf(entry)));
  const files: ManifestFile[] = [];
  for (const path of paths.filter((candidate) => candidate !== MANIFEST_FILE)) files.push(await describeFile(runDir, path));
  return files.sort(byPath);
}

async function describeFile(runDir: string, path: string): Promise<ManifestFile> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(join(runDir, path))) hash.update(chunk as Buffer);
  return { path: path.split(sep).join('/'), sha256: hash.digest('hex'), byteCount: (await stat(join(runDir, path))).size };
}

const pathOf = (entry: Dirent): string => join(entry.parentPath, entry.name);

/** By code units, so that the order is the same on every machine. */
const byPath = (one: { path: string }, other: { path: string }): number => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0);
