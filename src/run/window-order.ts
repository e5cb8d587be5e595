import type { PlannedJourney } from './planned-journey.ts';

type PlannedAction = PlannedJourney['actions'][number];

/** What one window performs, in order: its stretches between barriers, each with its actions. */
export type Segments = readonly (readonly PlannedAction[])[];

/**
 * The first window: the whole journey in one stretch. Shams first, so that what touching the screen causes is known;
 * the control last, so that it vouches for all before it.
 */
export function wholeJourney(actions: readonly PlannedAction[]): Segments {
  return [[...ofKind(actions, 'sham'), ...ofKind(actions, 'action'), ...ofKind(actions, 'control')]];
}

/** A window that separates: each block of suspects in a stretch of its own, shams in one before and controls in one after. */
export function separated(actions: readonly PlannedAction[], blocks: readonly (readonly string[])[]): Segments {
  const named = blocks.map((block) => actions.filter(({ name, plan }) => plan.kind === 'action' && block.includes(name)));
  return [ofKind(actions, 'sham'), ...named, ofKind(actions, 'control')].filter((segment) => segment.length > 0);
}

/** A window that repeats: each of the actions and shams named in a stretch of its own, in that order, and the controls in one after. */
export function inStretches(actions: readonly PlannedAction[], order: readonly string[]): Segments {
  const named = order.map((name) => actions.filter((action) => action.name === name));
  return [...named, ofKind(actions, 'control')].filter((segment) => segment.length > 0);
}

function ofKind(actions: readonly PlannedAction[], kind: PlannedAction['plan']['kind']): readonly PlannedAction[] {
  return actions.filter(({ plan }) => plan.kind === kind);
}
