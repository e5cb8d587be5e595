import type { DeclaredAction } from './plan-listener.ts';

/**
 * What a brief run performs: for each claim the first action about it, in the order of specs, and the one it is compared with. An action that is
 * compared with one that is not there is about nothing. Names of actions by spec; a spec that has none of them is not there, and need not be started.
 */
export function onePerClaim(specs: readonly { readonly spec: string; readonly actions: readonly DeclaredAction[] }[]): ReadonlyMap<string, readonly string[]> {
  const told = new Set<string>();
  const chosen = specs.map(({ spec, actions }) => {
    const names = actions.map(({ name }) => name);
    const telling = actions.filter(({ kind, comparedWith }) => kind === 'action' && (comparedWith === undefined || names.includes(comparedWith)));
    const first = telling.filter(({ claims }) => {
      const isFirst = claims.some((claim) => !told.has(claim));
      for (const claim of claims) told.add(claim);
      return isFirst;
    });
    const needed = new Set(first.flatMap(({ name, comparedWith }) => [name, comparedWith]));
    return [spec, names.filter((name) => needed.has(name))] as const;
  });
  return new Map(chosen.filter(([, names]) => names.length > 0));
}
