import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EarshotError } from '../flow/errors.ts';

const MOST_NAMED = 3;

/**
 * The folder of a run by the name a person gave: its folder, its name below the reports folder, or "latest".
 *
 * @throws {EarshotError} BAD_INPUT when no `verdicts.json` is there.
 */
export function findRun(name: string, reports: string): string {
  const candidates = [...new Set([resolve(reports, name), resolve(name)])];
  const folder = candidates.find((candidate) => existsSync(join(candidate, 'verdicts.json')));
  if (folder !== undefined) return folder;
  const begun = candidates.find((candidate) => existsSync(join(candidate, 'work.json')));
  if (begun !== undefined) {
    throw new EarshotError('BAD_INPUT', `${name} has not come to its end: ${begun} has a work.json and no verdicts.json`, {
      hint: `Where it is not going on at this moment, go on with it: npx earshot run --resume ${name}`,
    });
  }
  if (name === 'latest') {
    throw new EarshotError('BAD_INPUT', `found no run in ${reports} that came to its end, expected ${join(reports, name)}/verdicts.json`, {
      hint: 'Begin one: npm start. Where runs are elsewhere, say so with --reports.',
    });
  }
  throw new EarshotError('BAD_INPUT', `${name} is not a run: found no verdicts.json in ${candidates.join(' nor in ')}`, { hint: `Give the folder of a run, its name below the reports folder, or "latest".${known(reports)}` });
}

/** The newest few that could have been meant. */
function known(reports: string): string {
  const names = existsSync(reports) ? readdirSync(reports).filter((name) => name !== 'latest' && existsSync(join(reports, name, 'verdicts.json'))) : [];
  const newest = names.sort().reverse().slice(0, MOST_NAMED);
  return newest.length === 0 ? '' : ` There ${newest.length === 1 ? 'is' : 'are'}: ${newest.join(', ')}${names.length > newest.length ? ', …' : ''}`;
}
