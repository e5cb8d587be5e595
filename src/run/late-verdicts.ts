import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { CanaryRole } from '../flow/canary.ts';
import type { Control, Verdict } from '../flow/verdict.ts';
import { bodyReader, readFlows } from '../record/ledger.ts';
import { raiseAllureResult } from '../report/raise-allure-result.ts';
import { raiseLate } from '../silence/late.ts';
import type { PlantedWindow } from '../silence/late.ts';
import { SpecEvidence } from './spec-evidence.ts';

/** What one phone left behind in a run, and where. */
export interface LateWork {
  readonly specs: readonly string[];
  readonly evidenceOf: (spec: string) => string;
  readonly ledger: string;
  readonly allureResults: string;
  readonly installed: readonly string[];
  readonly onRaised: (verdict: Verdict) => void;
  readonly judged: { readonly verdicts: readonly Verdict[]; readonly controls: readonly Control[] };
}

/**
 * Looks through everything a phone sent in the whole run for what each of its windows planted, once the last spec is
 * over, and rewrites the evidence of the verdicts that were raised by it: `judged.json` and the test's Allure result.
 */
export function raiseLateVerdicts(work: LateWork): readonly Verdict[] {
  const { judged, specs, evidenceOf, ledger, allureResults, installed } = work;
  const windows = specs.flatMap((spec) => readWindow(join(evidenceOf(spec), 'window.json')));
  if (windows.length === 0) return judged.verdicts;
  const verdicts = raiseLate({ windows, verdicts: judged.verdicts, flows: readFlows(ledger), readBody: bodyReader(ledger), installed });
  const raised = verdicts.filter((verdict, index) => verdict !== judged.verdicts[index]);
  for (const spec of new Set(raised.map((verdict) => verdict.spec))) {
    new SpecEvidence(evidenceOf(spec)).writeJudged({
      verdicts: verdicts.filter((verdict) => verdict.spec === spec),
      controls: judged.controls.filter((control) => control.spec === spec),
    });
  }
  for (const verdict of raised) {
    raiseAllureResult(allureResults, verdict);
    work.onRaised(verdict);
  }
  return verdicts;
}

const spanSchema = z.object({ startMs: z.number(), endMs: z.number() });
const roleSchema = z.custom<CanaryRole>((value) => typeof value === 'string');

const windowSchema = z.object({
  id: z.string(),
  startMs: z.number(),
  endMs: z.number(),
  clockOffsetMs: z.number(),
  package: z.string(),
  actions: z.array(
    z.object({
      name: z.string(),
      canaries: z.array(z.object({ role: roleSchema, value: z.string() })),
      addressees: z.array(z.object({ role: roleSchema, host: z.string() })),
      arrange: spanSchema.exactOptional(),
      act: spanSchema.exactOptional(),
      settle: spanSchema.exactOptional(),
    }),
  ),
});

/** None when the journey left no window behind. */
function readWindow(file: string): readonly PlantedWindow[] {
  return existsSync(file) ? [windowSchema.parse(JSON.parse(readFileSync(file, 'utf8')))] : [];
}
