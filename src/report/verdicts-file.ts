import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CONSENT_SETUPS } from '../flow/consent.ts';
import { EarshotError } from '../flow/errors.ts';
import type { Claim, Control, Verdict, Verdicts } from '../flow/verdict.ts';

const finding = z.looseObject({
  indicator: z.string().min(1),
  class: z.enum(['planted', 'personal', 'subject']),
  host: z.string(),
  owner: z.string(),
  path: z.array(z.string()).min(1),
  flow: z.string(),
  form: z.string().optional(),
  alongside: z.array(z.string()).optional(),
  sample: z.string().optional(),
  eventTimeMs: z.number().optional(),
  party: z.enum(['first', 'third', 'vendor', 'other']).optional(),
  destination: z.looseObject({ domain: z.string(), company: z.string() }).optional(),
});

const witnessState = z.enum(['seen', 'quiet', 'blind', 'absent']);

const judged = {
  claims: z.array(z.string()),
  spec: z.string().min(1),
  action: z.string().min(1),
  device: z.string().min(1),
  app: z.string().min(1).optional(),
  package: z.string().optional(),
  consent: z.enum(CONSENT_SETUPS).optional(),
  profile: z.string().optional(),
  build: z.string().optional(),
  window: z.string(),
  act: z.object({ start: z.iso.datetime(), end: z.iso.datetime() }).optional(),
  flows: z.array(z.string()),
  reasons: z.array(z.string()),
};

const verdictShape = z.looseObject({
  ...judged,
  expected: z.literal('silent'),
  verdict: z.enum(['silent', 'noisy', 'leaked', 'inconclusive']),
  witnesses: z.object({ wire: witnessState, kernel: witnessState, oracle: witnessState }),
  events: z.int().min(0),
  expectedEvents: z.int().min(0),
  findings: z.array(finding),
  windows: z.array(z.string()).optional(),
  bound: z.object({ windows: z.int().min(0), sensitivity: z.number().min(0).max(1), upper95: z.number().min(0).max(1) }).optional(),
});

const controlShape = z.looseObject({ ...judged, expected: z.literal('traffic'), verdict: z.enum(['seen', 'inconclusive']) });

const claimShape = z.looseObject({
  claim: z.string().regex(/^C\d+$/, 'must be C and a number'),
  device: z.string().min(1),
  result: z.enum(['confirmed', 'refuted', 'not told']),
  because: z.string(),
});

// Zod says `string | undefined` of an optional key, the types of `flow` mean an absent one: JSON has no undefined.
type Parsed<T> = z.ZodType<T>;

/** One verdict of `verdicts.json`. Fields of a later version are kept. */
export const verdictSchema = verdictShape as unknown as Parsed<Verdict>;

/** One control of `verdicts.json`. */
export const controlSchema = controlShape as unknown as Parsed<Control>;

const claimSchema = claimShape as unknown as Parsed<Claim>;

const verdictsSchema: Parsed<Verdicts> = z.object({
  run: z.string().min(1),
  verdicts: z.array(verdictSchema),
  controls: z.array(controlSchema),
  claims: z.array(claimSchema),
});

const FILE = 'verdicts.json';

/** Writes `verdicts.json` into a run's folder, its keys in the order other programs have come to know. */
export function writeVerdicts(runFolder: string, { run, verdicts, controls, claims }: Verdicts): void {
  writeFileSync(join(runFolder, FILE), `${JSON.stringify({ run, verdicts, controls, claims }, null, 2)}\n`);
}

/** Reads the `verdicts.json` of a run's folder. @throws {EarshotError} BAD_INPUT when it is not there or not what a run writes. */
export function readVerdicts(runFolder: string): Verdicts {
  const file = join(runFolder, FILE);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new EarshotError('BAD_INPUT', `Cannot read the verdicts at ${file}.`, {
      cause,
      hint: 'A run that came to its end has written reports/<run>/verdicts.json.',
    });
  }
  return parseVerdicts(text, file);
}

/** Parses the text of a `verdicts.json`. @throws {EarshotError} BAD_INPUT naming each field that is not as expected. */
export function parseVerdicts(text: string, file: string): Verdicts {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new EarshotError('BAD_INPUT', `The verdicts ${file} are not JSON: ${String(cause)}`, { cause });
  }
  const parsed = verdictsSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new EarshotError('BAD_INPUT', `The verdicts ${file} are not what a run writes:\n${z.prettifyError(parsed.error)}`);
}
