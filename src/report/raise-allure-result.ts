import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Verdict } from '../flow/verdict.ts';
import { describeBound, describeVerdict } from '../silence/describe.ts';

// Allure's own fields are many and its own affair: what is not named here is kept as it stands.
const attachmentSchema = z.looseObject({ name: z.string(), source: z.string() });

interface Step {
  readonly attachments?: readonly z.infer<typeof attachmentSchema>[] | undefined;
  readonly steps?: readonly Step[] | undefined;
}

const stepSchema: z.ZodType<Step> = z.lazy(() =>
  z.looseObject({ attachments: z.array(attachmentSchema).optional(), steps: z.array(stepSchema).optional() }),
);

const resultSchema = z.looseObject({
  status: z.string(),
  attachments: z.array(attachmentSchema).default([]),
  steps: z.array(stepSchema).default([]),
  labels: z.array(z.looseObject({ name: z.string(), value: z.string() })).default([]),
});

const toldSchema = z.object({ spec: z.string(), action: z.string(), device: z.string() });

/** Name of the attachment that holds a test's verdict. */
const VERDICT_ATTACHMENT = 'verdict';

/**
 * Fails the test of an action whose verdict was raised after the test had ended, breaks it where nobody can say any more, and replaces
 * the verdict attached to it. The test is known by that attachment: names of tests are for people.
 *
 * @returns Whether the test was there.
 */
export function raiseAllureResult(results: string, verdict: Verdict): boolean {
  for (const file of readdirSync(results).filter((name) => name.endsWith('-result.json'))) {
    const path = join(results, file);
    const parsed = resultSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    const attached = parsed.success ? verdictFileOf(parsed.data) : undefined;
    if (!parsed.success || attached === undefined || !isAbout(join(results, attached), verdict)) continue;
    const { data: result } = parsed;
    const labels = result.labels.map((label) => (label.name === 'tag' && label.value === 'silent' ? { ...label, value: verdict.verdict } : label));
    const message = `${verdict.verdict}: ${describeVerdict(verdict)}`;
    writeFileSync(path, JSON.stringify({ ...result, labels, description: describeBound(verdict) || undefined, status: verdict.verdict === 'inconclusive' ? 'broken' : 'failed', statusDetails: { message } }));
    writeFileSync(join(results, attached), JSON.stringify(verdict, null, 2));
    return true;
  }
  return false;
}

function verdictFileOf(step: Step): string | undefined {
  const own = step.attachments?.find(({ name }) => name === VERDICT_ATTACHMENT)?.source;
  if (own !== undefined) return own;
  for (const inner of step.steps ?? []) {
    const found = verdictFileOf(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isAbout(file: string, { spec, action, device }: Verdict): boolean {
  const told = toldSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return told.success && told.data.spec === spec && told.data.action === action && told.data.device === device;
}
