import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

// Written down apart from the program's own schema: this is what other programs read, and it must not change unseen.

const witness = z.enum(['seen', 'quiet', 'blind', 'absent']);
const claim = z.string().regex(/^C([1-9]|1[0-7])$/);

const finding = z.object({
  indicator: z.string().min(1),
  class: z.enum(['planted', 'personal', 'subject']),
  host: z.string().min(1),
  owner: z.string().min(1),
  path: z.array(z.string().min(1)).min(1),
  flow: z.string().min(1),
}).refine(({ class: kind, indicator }) => kind !== 'planted' || /^canary:\w+/.test(indicator), 'what was planted is named by its role');

const about = { claims: z.array(claim), spec: z.string().min(1), action: z.string().min(1), device: z.string().min(1), reasons: z.array(z.string().min(1)) };

const judged = z.object({
  ...about,
  profile: z.string().min(1).optional(),
  build: z.string().min(1).optional(),
  expected: z.literal('silent'),
  verdict: z.enum(['silent', 'noisy', 'leaked', 'inconclusive']),
  witnesses: z.strictObject({ wire: witness, kernel: witness, oracle: witness }),
  events: z.int().min(0),
  expectedEvents: z.int().min(0),
  findings: z.array(finding),
})
  .refine(({ profile, build }) => (profile === undefined) !== (build === undefined), 'has either a profile or a build')
  .refine(({ verdict, findings }) => verdict !== 'leaked' || findings.length > 0, 'leaked names what was found')
  .refine(({ verdict, events }) => verdict !== 'silent' || events === 0, 'silent has no event')
  .refine(({ verdict, reasons }) => verdict !== 'inconclusive' || reasons.length > 0, 'inconclusive says why');

const control = z.object({ ...about, expected: z.literal('traffic'), verdict: z.enum(['seen', 'inconclusive']) });

const told = z.object({ claim, device: z.string().min(1), result: z.enum(['confirmed', 'refuted', 'not told']), because: z.string().min(1) });

const file = z.strictObject({ run: z.string().min(1), verdicts: z.array(judged), controls: z.array(control), claims: z.array(told) });

export type VerdictsFile = z.output<typeof file>;

/** Reads and checks the `verdicts.json` of a run. */
export function readVerdictsFile(run: string): VerdictsFile {
  return file.parse(JSON.parse(readFileSync(join(run, 'verdicts.json'), 'utf8')));
}
