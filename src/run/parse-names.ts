import { CONSENT_SETUPS, type ConsentSetup } from '../flow/consent.ts';
import { EarshotError } from '../flow/errors.ts';
import { nearestTo } from './nearest.ts';

/**
 * The names of a comma-separated list, each once.
 *
 * @throws {EarshotError} BAD_INPUT for a list of nothing: a variable that was empty in a script must not make a run of everything.
 */
export function parseNames(option: string, list: string): readonly string[] {
  const names = [...new Set(list.split(',').map((part) => part.trim()).filter((part) => part !== ''))];
  if (names.length > 0) return names;
  throw new EarshotError('BAD_INPUT', `${option} ${JSON.stringify(list)} names nothing, expected names separated by commas`, { hint: `Leave ${option} away to mean all.` });
}

/** The consent setups of `--consent`: `all`, or some by name. @throws {EarshotError} BAD_INPUT for one that there is not. */
export function parseConsents(list: string): readonly ConsentSetup[] {
  const names = parseNames('--consent', list);
  if (names.includes('all')) return CONSENT_SETUPS;
  return names.map((name) => {
    const setup = CONSENT_SETUPS.find((known) => known === name);
    if (setup !== undefined) return setup;
    throw new EarshotError('BAD_INPUT', `--consent ${name} is no consent setup. There are: ${CONSENT_SETUPS.join(', ')}`, { hint: `Nearest: ${nearestTo(name, CONSENT_SETUPS)[0] ?? ''}.` });
  });
}
