import type { Flow, ReadBody } from '../flow/flow.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { Verdict } from '../flow/verdict.ts';
import type { TestedPhone } from '../report/describe-test.ts';
import { raiseAllureResult } from '../report/raise-allure-result.ts';
import { raiseLate } from '../silence/late.ts';
import type { RegisteredPhone } from '../silence/register-phones.ts';
import type { Register } from '../silence/register.ts';
import type { Judged } from './held-phone.ts';
import { SpecEvidence } from './spec-evidence.ts';
import { watchedWindows } from './watched-windows.ts';
import { readWindows } from './window-file.ts';

/** A piece of work that was performed, and where its evidence lies. */
export interface PerformedWork {
  readonly spec: string;
  readonly evidence: string;
}

/** What one phone left behind in a run, and where. */
export interface LateWork {
  readonly performed: readonly PerformedWork[];
  /** Every flow of the phone's ledger. */
  readonly flows: readonly Flow[];
  readonly readBody: ReadBody;
  readonly allureResults: string;
  readonly installed: readonly string[];
  readonly register: Register;
  readonly phone: RegisteredPhone & TestedPhone & Partial<Pick<PhoneFacts, 'preinstalled'>>;
  readonly judged: Judged;
}

/**
 * Looks through everything a phone sent in the whole run for what each of its windows planted, once the last spec is
 * over, and rewrites the evidence of the verdicts that were raised by it: `judged.json` and the test's Allure result.
 *
 * @returns All verdicts, and those of them that were raised.
 */
export function raiseLateVerdicts({ judged, performed, allureResults, ...said }: LateWork): { readonly verdicts: readonly Verdict[]; readonly raised: readonly Verdict[] } {
  const windows = performed.flatMap(({ evidence }) => readWindows(evidence));
  if (windows.length === 0) return { verdicts: judged.verdicts, raised: [] };
  const verdicts = raiseLate({ ...said, windows, watched: performed.flatMap(({ evidence }) => watchedWindows(evidence)), verdicts: judged.verdicts });
  const raised = verdicts.filter((verdict, index) => verdict !== judged.verdicts[index]);
  for (const { spec, evidence } of performed.filter((one) => raised.some((verdict) => verdict.spec === one.spec))) {
    new SpecEvidence(evidence).writeJudged({
      verdicts: verdicts.filter((verdict) => verdict.spec === spec),
      controls: judged.controls.filter((control) => control.spec === spec),
    });
  }
  for (const verdict of raised) raiseAllureResult(allureResults, verdict, said.phone);
  return { verdicts, raised };
}
