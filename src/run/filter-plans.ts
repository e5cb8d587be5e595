import { CLEARING_SETUPS } from '../flow/consent.ts';
import { EarshotError } from '../flow/errors.ts';
import { isAskedFor } from './chosen-actions.ts';
import { nearestTo } from './nearest.ts';
import type { SpecActions, SpecPlanning } from './plan-specs.ts';
import { isUnasked, setupsOf, type WorkChoice } from './work.ts';

/** What `--claims`, `--actions`, `--apps`, `--browsers` and `--consent` leave of a run. */
export type PlanFilter = Pick<WorkChoice, 'claims' | 'actions' | 'apps' | 'browsers' | 'consents'>;

/**
 * The specs with actions that were asked for, by name and by claim, each for the apps that were asked for. One that could not be
 * read is kept: nobody knows what it is about.
 *
 * @throws {EarshotError} BAD_INPUT for a name that no spec has, with what there is and what comes nearest, and where nothing is left
 *   that any phone could perform.
 */
export function filterPlans(plans: readonly SpecPlanning[], filter: PlanFilter): readonly SpecPlanning[] {
  const { claims, actions, apps } = filter;
  const browsers = filter.browsers === 'all' ? undefined : filter.browsers;
  const read = plans.flatMap((plan) => ('actions' in plan ? [plan] : []));
  const familyApps = namesIn(read.filter(({ isFamily }) => isFamily));
  check('--claims', claims, sortedClaims(read.flatMap(({ actions }) => actions.flatMap((action) => action.claims))));
  check('--apps', apps, namesIn(read));
  check('--browsers', browsers, familyApps);
  const left = plans.flatMap((plan): readonly SpecPlanning[] => {
    if ('failed' in plan) return [plan];
    if ((claims !== undefined || actions !== undefined) && !plan.actions.some((action) => action.kind === 'action' && isAskedFor(action, filter))) return [];
    const wanted = plan.apps.filter(({ appName }) => (apps?.includes(appName) ?? true) && (browsers === undefined || !familyApps.includes(appName) || browsers.includes(appName)));
    return wanted.length === 0 ? [] : [{ ...plan, apps: wanted }];
  });
  if (left.length === 0) throw nothingLeft(plans.length, read, filter);
  const unasked = left.flatMap((plan) => (isUnasked(plan, filter) ? [plan] : []));
  if (unasked.length === left.length) throw withoutConsent(unasked, filter);
  return left;
}

function nothingLeft(count: number, read: readonly SpecActions[], filter: PlanFilter): EarshotError {
  const names = [...new Set(read.flatMap(({ actions }) => actions.flatMap(({ kind, name }) => (kind === 'action' ? [name] : []))))];
  const unknown = filter.actions?.find((pattern) => !names.some((name) => isAskedFor({ name }, { actions: [pattern] })));
  return new EarshotError('BAD_INPUT', `${describe(filter)}: none of the ${count} specs is about that`, {
    hint: unknown === undefined || names.length === 0 ? 'Take one of them away, or ask for other specs with --specs.' : `No action is called ${JSON.stringify(unknown)}; nearest: ${nearestTo(unknown, names).join(', ')}.`,
  });
}

/** Nobody waits for phones that would be given nothing to perform. */
function withoutConsent(unasked: readonly SpecActions[], filter: PlanFilter): EarshotError {
  const setups = [...new Set(unasked.flatMap(setupsOf))];
  const specs = unasked.map(({ spec }) => spec);
  return new EarshotError('BAD_INPUT', `${describe(filter) || specs.join(', ')}: nothing would be performed: ${specs.join(', ')} ${specs.length === 1 ? 'is' : 'are'} performed only with --consent ${setups.join(' or ')}, and the run was asked for ${filter.consents.join(', ')}`, {
    hint: `Add --consent ${setups.join(',')}${setups.every((setup) => CLEARING_SETUPS.includes(setup)) ? ', which clears the data of each app under test; that cannot be taken back' : ''}.`,
  });
}

function namesIn(plans: readonly { readonly apps: readonly { readonly appName: string }[] }[]): readonly string[] {
  return [...new Set(plans.flatMap(({ apps }) => apps.map(({ appName }) => appName)))];
}

function sortedClaims(claims: readonly string[]): readonly string[] {
  return [...new Set(claims)].sort((one, other) => Number(one.slice(1)) - Number(other.slice(1)));
}

function check(option: string, asked: readonly string[] | undefined, known: readonly string[]): void {
  const unknown = asked?.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new EarshotError('BAD_INPUT', `${option} ${unknown} is what no spec of this run is about. There are: ${known.join(', ') || 'none'}`, {
    hint: known.length === 0 ? 'Ask for other specs with --specs.' : `Nearest: ${nearestTo(unknown, known).join(', ')}.`,
  });
}

function describe({ claims, actions, apps, browsers }: PlanFilter): string {
  const parts = [['--claims', claims], ['--actions', actions], ['--apps', apps], ['--browsers', browsers === 'all' ? undefined : browsers]] as const;
  return parts.flatMap(([option, names]) => (names === undefined ? [] : [`${option} ${names.join(',')}`])).join(' ');
}
