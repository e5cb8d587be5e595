import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { extendProfile, placeOf, type JsonObject } from './extend.ts';
import { describeIssue, jsonPath } from './issue.ts';
import { profileSchema, type Profile } from './profile.ts';

/** A profile that cannot be used; the message names each fault by JSON path, value and rule. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError';
}

const MAX_DEPTH = 32;

interface ProfileDocument {
  readonly path: string;
  readonly content: JsonObject;
}

/**
 * Reads and checks a profile from any path, laid over the ones it extends.
 * @throws {ProfileError} when one is not there, not JSON, extends itself or breaks a rule of the schema.
 */
export async function loadProfile(path: string): Promise<Profile> {
  const chain: ProfileDocument[] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    if (chain.some((document) => document.path === next)) {
      throw new ProfileError(`profile ${path} extends itself: ${[...chain.map((document) => document.path), next].join(' extends ')}`);
    }
    const document: ProfileDocument = { path: next, content: parseDocument(await readProfile(next), next) };
    chain.push(document);
    const base = document.content['extends'];
    next = typeof base === 'string' ? resolve(dirname(next), base) : undefined;
  }
  return check(chain);
}

/**
 * Checks the text of a profile that extends no other; `path` is for the messages.
 * @throws {ProfileError}
 */
export function parseProfile(text: string, path: string): Profile {
  return check([{ path, content: parseDocument(text, path) }]);
}

async function readProfile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new ProfileError(`profile ${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function parseDocument(text: string, path: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ProfileError(`profile ${path} is not JSON: ${messageOf(error)}`, { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ProfileError(`profile ${path} has a fault:\n  $: found ${JSON.stringify(value)}, expected an object`);
  }
  const deep = tooDeep(value);
  if (deep !== undefined) throw new ProfileError(`profile ${path} has a fault:\n  ${jsonPath(deep)}…: found a value nested more than ${MAX_DEPTH} deep, must be at most that`);
  return withScreenPaths({ ...value }, dirname(path));
}

/** Where a document is nested deeper than any profile needs, and than what reads it could follow. */
function tooDeep(value: unknown, path: readonly string[] = []): readonly string[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (path.length >= MAX_DEPTH) return path;
  for (const [key, entry] of Object.entries(value)) {
    const found = tooDeep(entry, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Screens files are named from the folder of the profile that names them, whatever lies over it. */
function withScreenPaths(content: JsonObject, folder: string): JsonObject {
  const { packages } = content;
  if (!Array.isArray(packages)) return content;
  const resolved = packages.map((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null || !('screens' in entry) || typeof entry.screens !== 'string') return entry;
    return { ...entry, screens: resolve(folder, entry.screens) };
  });
  return { ...content, packages: resolved };
}

/** Checks what a chain of documents, the most derived first, comes to. */
function check(chain: readonly ProfileDocument[]): Profile {
  const [own, ...bases] = chain;
  if (own === undefined) throw new Error('Checking a profile: found no document, expected at least one.');
  const contents = chain.map(({ content }) => content);
  const merged = bases.length === 0 ? own.content : contents.reduceRight((base, patch) => extendProfile(base, patch));
  const parsed = profileSchema.safeParse(merged);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.flatMap((issue) => {
    const place = placeOf(issue.path, merged, contents);
    const file = chain[place.document];
    const where = file === undefined || file === own ? '' : `${file.path}: `;
    return describeIssue(issue, merged, place.path).map((line) => `  ${where}${line}`);
  });
  throw new ProfileError(
    `profile ${own.path} has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.join('\n')}\n` +
      'The fields are explained in docs/emulator/profiles.md; editors check them by emulator/profile.schema.json.',
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
