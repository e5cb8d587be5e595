import type { Finding } from '../flow/finding.ts';
import type { Claim, Verdict } from '../flow/verdict.ts';

/** What is said of a claim. */
export type Told = Pick<Claim, 'result' | 'because'>;

/** It was seen. */
export const confirmed = (because: string): Told => ({ result: 'confirmed', because });

/** It would have been seen, and was not. */
export const refuted = (because: string): Told => ({ result: 'refuted', because });

/** Neither. */
export const notTold = (because: string): Told => ({ result: 'not told', because });

/** Everything found in what the claims call reports: the flows of leaked verdicts, without what a page told its own third parties. */
export function reportFindings(verdicts: readonly Verdict[]): readonly Finding[] {
  return verdicts.filter(({ verdict }) => verdict === 'leaked').flatMap(({ findings }) => findings).filter(({ party }) => party !== 'third');
}

/** What the reports of 2020 were of: without having tried each of them nobody can say that there are none. */
const REPORTED_OF: readonly string[] = ['C1', 'C2', 'C3', 'C4', 'C6', 'C7', 'C8', 'C9'];

/** What is said of a claim about all reports where none was read. */
export function withoutReports(verdicts: readonly Verdict[]): Told {
  if (verdicts.length === 0) return notTold('No action of this run was judged on this phone.');
  if (verdicts.every(({ verdict }) => verdict === 'silent')) {
    const untried = REPORTED_OF.filter((claim) => !verdicts.some(({ claims }) => claims.includes(claim)));
    if (untried.length === 0) return refuted(`No report was sent: all ${verdicts.length} actions were silent.`);
    return notTold(`All ${verdicts.length} actions were silent, but none of this run was about ${untried.join(', ')}.`);
  }
  return notTold('No report was read on this phone, and not every action was silent.');
}
