import type { Register } from '../silence/register.ts';
import { checkAllowedIds } from './allowed-ids.ts';
import { onePerClaim } from './one-per-claim.ts';
import { planSpecs, type SpecActions, type SpecPlanning } from './plan-specs.ts';

/** What of its specs a run performs. */
export interface Work {
  /** Specs to be started, in the order they were given in. */
  readonly specs: readonly string[];
  /** Names of the actions a brief run performs of each spec; a spec that is not there is performed whole. */
  readonly briefOf: ReadonlyMap<string, readonly string[]>;
  /** Specs a brief run does not start. */
  readonly leftOut: readonly string[];
}

/** What a run is asked to perform. */
export interface RunChoice {
  readonly specsFolder: string;
  readonly specs: readonly string[];
  readonly brief: boolean;
  readonly actions?: readonly string[];
  readonly register: Register;
}

/**
 * All there is, or, of a brief run, one action a claim: each claim is judged by the first action about it in the order
 * of specs. A spec that could not be read is started all the same, for its own process to say why.
 *
 * @throws {EarshotError} BAD_INPUT when a spec allows traffic that the register does not have.
 */
export async function chooseWork(run: RunChoice): Promise<Work> {
  const { specs, brief, actions, register } = run;
  const isBrief = brief && actions === undefined;
  const plans = await plan(run, isBrief);
  checkAllowedIds(plans, register);
  if (!isBrief) return { specs, briefOf: new Map(), leftOut: [] };
  const read = plans.filter((plan): plan is SpecActions => 'actions' in plan);
  const briefOf = onePerClaim(read);
  const leftOut = read.map(({ spec }) => spec).filter((spec) => !briefOf.has(spec));
  return { specs: specs.filter((spec) => !leftOut.includes(spec)), briefOf, leftOut };
}

/** What the specs would perform. Where all of them are started anyway, a file that ends the process that reads it must not keep the others from it. */
async function plan({ specsFolder, specs }: RunChoice, isNeeded: boolean): Promise<readonly SpecPlanning[]> {
  try {
    return await planSpecs(specsFolder, specs);
  } catch (error) {
    if (isNeeded) throw error;
    return [];
  }
}
