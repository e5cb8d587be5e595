import { EarshotError } from '../flow/errors.ts';
import { nearestTo } from './nearest.ts';
import type { SpecPlanning } from './plan-specs.ts';
import type { WorkChoice } from './work.ts';

/** What `--claims`, `--apps` and `--browsers` leave of a run. */
export type PlanFilter = Pick<WorkChoice, 'claims' | 'apps' | 'browsers'>;

/**
 * The specs with actions about the claims that were asked for, each for the apps that were asked for. One that could not be
 * read is kept: nobody knows what it is about.
 *
 * @throws {EarshotError} BAD_INPUT for a name that no spec has, with what there is and what comes nearest, and where nothing is left.
 */
export function filterPlans(plans: readonly SpecPlanning[], filter: PlanFilter): readonly SpecPlanning[] {
  const { claims, apps } = filter;
  const browsers = filter.browsers === 'all' ? undefined : filter.browsers;
  const read = plans.flatMap((plan) => ('actions' in plan ? [plan] : []));
  const familyApps = namesIn(read.filter(({ isFamily }) => isFamily));
  check('--claims', claims, sortedClaims(read.flatMap(({ actions }) => actions.flatMap((action) => action.claims))));
  check('--apps', apps, namesIn(read));
  check('--browsers', browsers, familyApps);
  const left = plans.flatMap((plan): readonly SpecPlanning[] => {
    if ('failed' in plan) return [plan];
    if (claims !== undefined && !plan.actions.some((action) => action.claims.some((claim) => claims.includes(claim)))) return [];
    const wanted = plan.apps.filter(({ appName }) => (apps?.includes(appName) ?? true) && (browsers === undefined || !familyApps.includes(appName) || browsers.includes(appName)));
    return wanted.length === 0 ? [] : [{ ...plan, apps: wanted }];
  });
  if (left.length > 0) return left;
  throw new EarshotError('BAD_INPUT', `${describe(filter)}: none of the ${plans.length} specs is about that`, {
    hint: 'Take one of them away, or ask for other specs with --specs.',
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

function describe({ claims, apps, browsers }: PlanFilter): string {
  const parts = [['--claims', claims], ['--apps', apps], ['--browsers', browsers === 'all' ? undefined : browsers]] as const;
  return parts.flatMap(([option, names]) => (names === undefined ? [] : [`${option} ${names.join(',')}`])).join(' ');
}
