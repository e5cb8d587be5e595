import type { PlannedJourney } from './planned-journey.ts';

type PlannedAction = PlannedJourney['actions'][number];

/** What a brief run performs of a journey: for each claim the first action about it, and all shams and controls. */
export function onePerClaim(actions: readonly PlannedAction[]): readonly PlannedAction[] {
  const told = new Set<string>();
  return actions.filter(({ plan: { kind, claims = [] } }) => {
    if (kind !== 'action') return true;
    const isFirst = claims.some((claim) => !told.has(claim));
    for (const claim of claims) told.add(claim);
    return isFirst;
  });
}
