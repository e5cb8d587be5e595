import type { SilenceBound } from '../flow/bound.ts';

/** One-sided level of every bound here: it is wrong in at most one of twenty cases. */
export const BOUND_LEVEL = 0.05;

const BISECTIONS = 60;

/** Controls that were to be seen in valid windows, and those that were. */
export interface ControlTally {
  readonly seen: number;
  readonly performed: number;
}

/**
 * What n silent windows say: the 95 % upper bound on the chance that performing the action makes the phone send
 * something, `(1 - 0.05^(1/n)) / s`, at most 1. With s = 1 that is 5 % at n = 59 and 1 % at n = 299.
 *
 * The sensitivity s is a bound as well (`sensitivityBound`), so the two levels add up: with few controls the statement
 * errs by being too weak, and its own level is at worst 90 %. It is a statement about windows like these: one phone,
 * one build, one state of the servers.
 */
export function boundOfSilence(windows: number, controls: ControlTally): SilenceBound {
  const sensitivity = sensitivityBound(controls);
  return { windows, sensitivity, upper95: upperBound(windows, sensitivity) };
}

/**
 * 95 % upper bound on a chance that showed in none of n trials, each of which would have shown it with chance s. No
 * trial, or an instrument that sees nothing, leaves it at 1.
 */
export function upperBound(trials: number, sensitivity: number): number {
  if (trials <= 0 || sensitivity <= 0) return 1;
  return Math.min(1, (1 - BOUND_LEVEL ** (1 / trials)) / sensitivity);
}

/**
 * The lower bound on the instrument's sensitivity that controls give: Clopper and Pearson, one-sided, 95 %. For m of m
 * seen it is 0.05^(1/m): 0.05 for one control, 0.95 for 59. A single control proves little, and the bound says so.
 */
export function sensitivityBound({ seen, performed }: ControlTally): number {
  if (!Number.isInteger(seen) || !Number.isInteger(performed) || seen < 0 || seen > performed) {
    throw new RangeError(`counted controls, found ${seen} of ${performed} seen, expected whole numbers, at most all of them`);
  }
  if (seen === 0) return 0;
  if (seen === performed) return BOUND_LEVEL ** (1 / performed);
  // The chance of `seen` and more grows with p; where it is the level, lies the bound.
  let low = 0;
  let high = seen / performed;
  for (let step = 0; step < BISECTIONS; step += 1) {
    const middle = (low + high) / 2;
    if (atLeast(seen, performed, middle) > BOUND_LEVEL) high = middle;
    else low = middle;
  }
  return low;
}

/** Chance of at least k hits in n trials of chance p; by logarithms, so that n may be large. */
function atLeast(k: number, n: number, p: number): number {
  let logChoose = 0;
  for (let i = 1; i <= k; i += 1) logChoose += Math.log(n - k + i) - Math.log(i);
  let sum = 0;
  for (let hits = k; hits <= n; hits += 1) {
    sum += Math.exp(logChoose + hits * Math.log(p) + (n - hits) * Math.log1p(-p));
    logChoose += Math.log(n - hits) - Math.log(hits + 1);
  }
  return Math.min(1, sum);
}
