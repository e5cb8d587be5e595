import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { EarshotError } from '../flow/errors.ts';
import type { Control, Verdict, Verdicts } from '../flow/verdict.ts';
import { readThrough } from '../leak/read-through.ts';
import { bodyReader, readFlows } from '../record/ledger.ts';
import { tellClaims } from '../report/claims.ts';
import type { LinkageRow } from '../report/linkage/linkage.ts';
import { judgeMissing } from '../silence/judge.ts';
import { judgeSpec } from '../silence/judge-spec.ts';
import { LateSearch } from '../silence/late.ts';
import { loadGivenRegister, loadRegister } from '../silence/register-file.ts';
import type { Register } from '../silence/register.ts';
import { aboutWork } from './about-work.ts';
import { readApps } from './phone-apps.ts';
import { LinkageSearch } from './phone-linkage.ts';
import { recordedIn } from './recorded.ts';
import { SpecEvidence } from './spec-evidence.ts';
import { SPEC_RUN_FILE, parseSpecRun } from './spec-run-file.ts';
import { watchedWindows } from './watched-windows.ts';
import { readWindows } from './window-file.ts';

const runSchema = z.looseObject({
  run: z.string(),
  specs: z.array(z.string()),
  phones: z.array(z.looseObject({
    device: z.string(), kind: z.enum(['emulated', 'usb', 'stf']).optional(), build: z.string().optional(), ledgerByteCount: z.number().optional(), model: z.string().optional(),
    preinstalled: z.array(z.string()).exactOptional(),
    // Absent from runs recorded before phones had work of their own: each performed every spec.
    work: z.array(z.object({ spec: z.string() })).optional(),
    leftOut: z.array(z.object({ spec: z.string(), action: z.string().exactOptional(), reason: z.string(), claims: z.array(z.string()) })).default([]),
  })),
});

type RunRecord = z.output<typeof runSchema>;
type RecordedPhone = RunRecord['phones'][number] & { readonly work: readonly { readonly spec: string }[] };
type Judged = { readonly verdicts: readonly Verdict[]; readonly controls: readonly Control[]; readonly linkage?: readonly LinkageRow[] };

/**
 * Recomputes every verdict of a run from what lies in its folder: windows, ledgers and the run's own copy of the register.
 * Changes nothing there.
 *
 * @param rulesFile A newer register of expected traffic to judge the old capture by.
 * @throws {EarshotError} BAD_INPUT when the folder is not that of a run that came to its end, or was damaged since.
 */
export function judgeAgain(runFolder: string, rulesFile?: string): Verdicts {
  const run = readRun(runFolder);
  const register = rulesFile === undefined ? loadRegister(join(runFolder, 'rules', 'expected-traffic.json')) : loadGivenRegister(rulesFile);
  const phones = run.phones.map(({ device, kind, model, ...phone }) => ({
    device,
    leftOut: phone.leftOut,
    apps: readApps(join(runFolder, 'evidence', device)),
    ...(kind === undefined ? {} : { facts: { kind, ...(model === undefined ? {} : { model }) } }),
    ...judgePhone({ device, kind, model, ...phone, work: phone.work ?? run.specs.map((spec) => ({ spec })) }, { runFolder, register }),
  }));
  return {
    run: run.run,
    verdicts: phones.flatMap(({ verdicts }) => verdicts),
    controls: phones.flatMap(({ controls }) => controls),
    claims: phones.flatMap((phone) => tellClaims(phone, phones)),
  };
}

interface Of {
  readonly runFolder: string;
  readonly register: Register;
}

function judgePhone(phone: RecordedPhone, { runFolder, register }: Of): Judged {
  const ledger = join(runFolder, 'ledger', phone.device);
  const readBody = bodyReader(ledger);
  const evidenceOf = (spec: string): string => join(runFolder, 'evidence', phone.device, spec);
  const specs = phone.work.map(({ spec }) => spec);
  const judged = specs.map((spec) => judgeOne(evidenceOf(spec), { spec, ledger, register }));
  const windows = specs.flatMap((spec) => readWindows(evidenceOf(spec)));
  const verdicts = judged.flatMap((one) => one.verdicts);
  const controls = judged.flatMap((one) => one.controls);
  if (windows.length === 0) return { verdicts, controls };
  const flows = readFlows(ledger, phone.ledgerByteCount);
  const said = { windows, flows, readBody, installed: installedOn(phone) };
  const watched = specs.flatMap((spec) => watchedWindows(evidenceOf(spec)));
  const late = new LateSearch({ ...said, watched, verdicts, register, phone: { kind: phone.kind ?? 'usb', build: phone.build ?? '', ...(phone.preinstalled === undefined ? {} : { preinstalled: phone.preinstalled }) } });
  const facts = factsSchema.safeParse(phone);
  const linkage = facts.success ? new LinkageSearch({ ...said, facts: { id: phone.device, ...facts.data } }) : undefined;
  readThrough(said, [late, ...(linkage === undefined ? [] : [linkage])]);
  const raised = late.verdicts();
  return { verdicts: raised, controls, ...(linkage === undefined ? {} : { linkage: linkage.linkage(raised).rows }) };
}

/** What linking needs of a phone; a phone that was never reached has none of it. */
const factsSchema = z.object({ identifiers: z.record(z.string(), z.string()), androidVersion: z.string(), model: z.string() });

/** Nothing for a spec that was never loaded: it has no actions anybody knows of. */
function judgeOne(evidenceFolder: string, of: { readonly spec: string; readonly ledger: string; readonly register: Register }): Judged {
  const { spec, ledger, register } = of;
  const evidence = new SpecEvidence(evidenceFolder);
  const plan = evidence.readPlan();
  const specRunFile = join(evidenceFolder, SPEC_RUN_FILE);
  if (plan === undefined || !existsSync(specRunFile)) return { verdicts: [], controls: [] };
  const specRun = parseSpecRun(readFileSync(specRunFile, 'utf8'));
  const { phone, requiredWitnesses } = specRun;
  const missing = evidence.readMissing();
  if (missing !== undefined) return aboutWork(judgeMissing({ spec, phone, actions: plan.actions, reason: missing }), specRun);
  const windows = readWindows(evidenceFolder);
  if (windows.length === 0) throw notWhole(`${evidenceFolder} has neither a window nor a reason why there is none`);
  return aboutWork(judgeSpec({
    windows,
    recordedOf: recordedIn({ ledger, evidence: evidenceFolder }),
    readBody: bodyReader(ledger),
    register,
    phone,
    requiredWitnesses,
  }), specRun);
}

function installedOn(phone: RunRecord['phones'][number]): readonly string[] {
  const packages = phone['packages'];
  return typeof packages === 'object' && packages !== null ? Object.keys(packages) : [];
}

function readRun(runFolder: string): RunRecord {
  const file = join(runFolder, 'run.json');
  if (!existsSync(file)) throw notWhole(`there is no ${file}`);
  const parsed = runSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  throw notWhole(`${file} is not what a run writes: ${z.prettifyError(parsed.error)}`);
}

function notWhole(what: string): EarshotError {
  return new EarshotError('BAD_INPUT', `Judging a run again: ${what}, expected the folder of a run that came to its end.`, {
    hint: 'Give the folder of a run, its name below the reports folder, or "latest".',
  });
}
