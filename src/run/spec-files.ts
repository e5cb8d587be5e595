import { readdirSync, type Dirent } from 'node:fs';
import { join, relative, sep } from 'node:path';
import picomatch from 'picomatch';
import { EarshotError } from '../flow/errors.ts';
import { nearestTo } from './nearest.ts';

const ENDING = '.spec.ts';

/**
 * Names of the spec files below `specs/`, without ending, in alphabetical order: `browser/visiting`, …
 *
 * @throws {EarshotError} BAD_INPUT when the folder cannot be read or holds none.
 */
export function allSpecs(specsFolder: string): readonly string[] {
  const specs = filesBelow(specsFolder)
    .filter((entry) => entry.isFile() && entry.name.endsWith(ENDING))
    .map((entry) => relative(specsFolder, join(entry.parentPath, entry.name)).split(sep).join('/').slice(0, -ENDING.length))
    .sort();
  if (specs.length > 0) return specs;
  throw new EarshotError('BAD_INPUT', `The folder ${specsFolder} holds no spec, expected files ending in ${ENDING}.`, { hint: 'Give another one with --specs-folder.' });
}

function filesBelow(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch (cause) {
    throw new EarshotError('BAD_INPUT', `The folder of specs ${folder} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
      hint: 'Give the folder that holds the specs with --specs-folder.',
    });
  }
}

/**
 * The specs a comma-separated list of patterns names: a glob (`browser/*`), a whole name, or a folder (`music`).
 *
 * @throws {EarshotError} BAD_INPUT when a pattern names none.
 */
export function chooseSpecs(specs: readonly string[], patterns: string | undefined): readonly string[] {
  if (patterns === undefined) return specs;
  const chosen = new Set<string>();
  const named = patterns.split(',').map((part) => part.trim()).filter((part) => part !== '');
  // A variable that was empty in a script must not make a run of nothing.
  for (const pattern of named.length === 0 ? [''] : named) {
    const found = pattern === '' ? [] : specs.filter((spec) => spec === pattern || spec.startsWith(`${pattern}/`) || picomatch.isMatch(spec, pattern));
    if (found.length === 0) {
      throw new EarshotError('BAD_INPUT', `--specs ${pattern === '' ? '""' : pattern} names no spec. There are: ${specs.join(', ')}`, {
        hint: `${pattern === '' ? '' : `Nearest: ${nearestTo(pattern, [...new Set(specs.flatMap(namesOf))]).join(', ')}. `}Give a name, a folder or a glob, several separated by commas: --specs browser/visiting,music`,
      });
    }
    for (const spec of found) chosen.add(spec);
  }
  return specs.filter((spec) => chosen.has(spec));
}

/** A spec by its name, and by the folder it is in. */
function namesOf(spec: string): readonly string[] {
  return spec.includes('/') ? [spec, spec.slice(0, spec.lastIndexOf('/'))] : [spec];
}
