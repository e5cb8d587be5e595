import type { DeclaredAction } from './plan-listener.ts';

/**
 * What a brief run performs: for each claim the first action about it, in the order of specs, and those of the same spec that declare
 * to be performed beside it. Names of actions by spec; a spec that has none of them is not there, and need not be started.
 */
export function onePerClaim(specs: readonly { readonly spec: string; readonly actions: readonly DeclaredAction[] }[]): ReadonlyMap<string, readonly string[]> {
  const told = new Set<string>();
  const chosen = specs.map(({ spec, actions }) => {
    const before = new Set(told);
    const first = actions.filter(({ kind, claims, alsoInBrief }) => {
      if (kind !== 'action') return false;
      const isFirst = claims.some((claim) => !(alsoInBrief === true ? before : told).has(claim));
      for (const claim of claims) told.add(claim);
      return isFirst;
    });
    return [spec, first.map(({ name }) => name)] as const;
  });
  return new Map(chosen.filter(([, names]) => names.length > 0));
}
