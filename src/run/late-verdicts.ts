import type { Verdict } from '../flow/verdict.ts';
import type { TestedPhone } from '../report/describe-test.ts';
import { raiseAllureResult } from '../report/raise-allure-result.ts';
import type { Judged } from './held-phone.ts';
import { SpecEvidence } from './spec-evidence.ts';

/** A piece of work that was performed, and where its evidence lies. */
export interface PerformedWork {
  readonly spec: string;
  readonly evidence: string;
}

/** What one phone left behind in a run, and where. */
export interface LateWork {
  readonly performed: readonly PerformedWork[];
  readonly allureResults: string;
  readonly phone: TestedPhone;
  /** As it was judged before the whole was searched. */
  readonly judged: Judged;
}

/**
 * Rewrites the evidence of the verdicts that were raised by what came late: `judged.json` and the test's Allure result.
 *
 * @param verdicts All of the phone's, in the order in which they were judged.
 * @returns Those that were raised.
 */
export function rewriteRaised(verdicts: readonly Verdict[], { judged, performed, allureResults, phone }: LateWork): readonly Verdict[] {
  const raised = verdicts.filter((verdict, index) => verdict !== judged.verdicts[index]);
  for (const { spec, evidence } of performed.filter((one) => raised.some((verdict) => verdict.spec === one.spec))) {
    new SpecEvidence(evidence).writeJudged({
      verdicts: verdicts.filter((verdict) => verdict.spec === spec),
      controls: judged.controls.filter((control) => control.spec === spec),
    });
  }
  for (const verdict of raised) raiseAllureResult(allureResults, verdict, phone);
  return raised;
}
