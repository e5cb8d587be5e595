import { onePerClaim } from './one-per-claim.ts';
import { planSpecs, type SpecActions } from './plan-specs.ts';

/** What of its specs a run performs. */
export interface Work {
  /** Specs to be started, in the order they were given in. */
  readonly specs: readonly string[];
  /** Names of the actions a brief run performs of each spec; a spec that is not there is performed whole. */
  readonly briefOf: ReadonlyMap<string, readonly string[]>;
  /** Specs a brief run does not start. */
  readonly leftOut: readonly string[];
}

/**
 * All there is, or, of a brief run, one action a claim: each claim is judged by the first action about it in the order
 * of specs. A spec that could not be read is started all the same, for its own process to say why.
 */
export async function chooseWork(run: { readonly specsFolder: string; readonly specs: readonly string[]; readonly brief: boolean; readonly actions?: readonly string[] }): Promise<Work> {
  const { specsFolder, specs, brief, actions } = run;
  if (!brief || actions !== undefined) return { specs, briefOf: new Map(), leftOut: [] };
  const plans = await planSpecs(specsFolder, specs);
  const read = plans.filter((plan): plan is SpecActions => 'actions' in plan);
  const briefOf = onePerClaim(read);
  const leftOut = read.map(({ spec }) => spec).filter((spec) => !briefOf.has(spec));
  return { specs: specs.filter((spec) => !leftOut.includes(spec)), briefOf, leftOut };
}
