import type { Flow, ReadBody } from '../flow/flow.ts';
import type { Control, Verdict } from '../flow/verdict.ts';
import type { TestedPhone } from '../report/describe-test.ts';
import { raiseAllureResult } from '../report/raise-allure-result.ts';
import { raiseLate } from '../silence/late.ts';
import type { RegisteredPhone } from '../silence/register-phones.ts';
import type { Register } from '../silence/register.ts';
import { SpecEvidence } from './spec-evidence.ts';
import { watchedWindows } from './watched-windows.ts';
import { readWindows } from './window-file.ts';

/** What one phone left behind in a run, and where. */
export interface LateWork {
  readonly specs: readonly string[];
  readonly evidenceOf: (spec: string) => string;
  /** Every flow of the phone's ledger. */
  readonly flows: readonly Flow[];
  readonly readBody: ReadBody;
  readonly allureResults: string;
  readonly installed: readonly string[];
  readonly register: Register;
  readonly phone: RegisteredPhone & TestedPhone;
  readonly onRaised: (verdict: Verdict) => void;
  readonly judged: { readonly verdicts: readonly Verdict[]; readonly controls: readonly Control[] };
}

/**
 * Looks through everything a phone sent in the whole run for what each of its windows planted, once the last spec is
 * over, and rewrites the evidence of the verdicts that were raised by it: `judged.json` and the test's Allure result.
 */
export function raiseLateVerdicts(work: LateWork): readonly Verdict[] {
  const { judged, specs, evidenceOf, flows, readBody, allureResults, installed, register, phone } = work;
  const windows = specs.flatMap((spec) => readWindows(evidenceOf(spec)));
  if (windows.length === 0) return judged.verdicts;
  const verdicts = raiseLate({ windows, watched: specs.flatMap((spec) => watchedWindows(evidenceOf(spec))), verdicts: judged.verdicts, flows, readBody, installed, register, phone });
  const raised = verdicts.filter((verdict, index) => verdict !== judged.verdicts[index]);
  for (const spec of new Set(raised.map((verdict) => verdict.spec))) {
    new SpecEvidence(evidenceOf(spec)).writeJudged({
      verdicts: verdicts.filter((verdict) => verdict.spec === spec),
      controls: judged.controls.filter((control) => control.spec === spec),
    });
  }
  for (const verdict of raised) {
    raiseAllureResult(allureResults, verdict, phone);
    work.onRaised(verdict);
  }
  return verdicts;
}
