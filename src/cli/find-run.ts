import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EarshotError } from '../flow/errors.ts';

/**
 * The folder of a run by the name a person gave: its folder, its name below the reports folder, or "latest".
 *
 * @throws {EarshotError} BAD_INPUT when no `verdicts.json` is there.
 */
export function findRun(name: string, reports: string): string {
  const folder = [join(reports, name), resolve(name)].find((candidate) => existsSync(join(candidate, 'verdicts.json')));
  if (folder !== undefined) return folder;
  throw new EarshotError('BAD_INPUT', `${name} is not a run: there is no verdicts.json in ${join(reports, name)} nor in ${resolve(name)}.`, {
    hint: 'Give the folder of a run, its name below the reports folder, or "latest".',
  });
}
