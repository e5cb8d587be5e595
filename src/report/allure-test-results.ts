import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

// Allure's own fields are many and its own affair: what is not named here is kept as it stands.
const attachmentSchema = z.looseObject({ name: z.string(), source: z.string() });

interface Step {
  readonly attachments?: readonly z.infer<typeof attachmentSchema>[] | undefined;
  readonly steps?: readonly Step[] | undefined;
}

const stepSchema: z.ZodType<Step> = z.lazy(() =>
  z.looseObject({ attachments: z.array(attachmentSchema).optional(), steps: z.array(stepSchema).optional() }),
);

/** What is read of an Allure result. */
const resultSchema = z.looseObject({
  status: z.string(),
  attachments: z.array(attachmentSchema).default([]),
  steps: z.array(stepSchema).default([]),
  labels: z.array(z.looseObject({ name: z.string(), value: z.string() })).default([]),
});

const toldSchema = z.object({ spec: z.string(), action: z.string(), device: z.string() });

/** Name of the attachment that holds a test's verdict. */
const VERDICT_ATTACHMENT = 'verdict';

/** The Allure result of a test that came to a verdict. */
export interface JudgedTest {
  /** File of the result. */
  readonly path: string;
  readonly result: z.output<typeof resultSchema>;
  /** File of the attached verdict. */
  readonly verdictPath: string;
  readonly about: z.output<typeof toldSchema>;
}

/** Every Allure result in a folder, and its file. What a process that was ended left half written is none. */
export function* testResults(results: string): Generator<{ readonly path: string; readonly result: z.output<typeof resultSchema> }> {
  for (const file of readdirSync(results).filter((name) => name.endsWith('-result.json'))) {
    const path = join(results, file);
    const parsed = resultSchema.safeParse(readWhole(path));
    if (parsed.success) yield { path, result: parsed.data };
  }
}

/** Every test of a run that came to a verdict. It is known by the verdict attached to it: names of tests are for people. */
export function* judgedTests(results: string): Generator<JudgedTest> {
  for (const { path, result } of testResults(results)) {
    const attached = verdictFileOf(result);
    if (attached === undefined) continue;
    const verdictPath = join(results, attached);
    const told = toldSchema.safeParse(readWhole(verdictPath));
    if (told.success) yield { path, result, verdictPath, about: told.data };
  }
}

/** The verdict attached to a test; undefined where none is, as to a test that was skipped. */
export function verdictOf(results: string, result: z.output<typeof resultSchema>): unknown {
  const attached = verdictFileOf(result);
  return attached === undefined ? undefined : readWhole(join(results, attached));
}

/** A JSON file of the results; undefined where there is none, or only a part of one, as a process leaves it that is ended while it writes. */
export function readWhole(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
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
