import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CONSENT_SETUPS } from '../flow/consent.ts';
import { EarshotError } from '../flow/errors.ts';
import { SPEC_RUN_VARIABLE, type SpecRun } from '../flow/spec-run.ts';

/** File in a spec's evidence folder that says what it was run with. */
export const SPEC_RUN_FILE = 'spec-run.json';

const packageFacts = z.object({ versionName: z.string(), versionCode: z.string(), uid: z.number(), enabled: z.literal(false).exactOptional(), installer: z.string().exactOptional() });

const phoneFacts = z.object({
  id: z.string(),
  model: z.string(),
  serial: z.string(),
  kind: z.enum(['emulated', 'usb', 'stf']),
  profile: z.string().exactOptional(),
  build: z.string(),
  product: z.string(),
  androidVersion: z.string(),
  apiLevel: z.number(),
  miuiVersion: z.string().exactOptional(),
  language: z.string().exactOptional(),
  identifiers: z.record(z.string(), z.string()),
  packages: z.record(z.string(), packageFacts),
  uids: z.record(z.string(), z.number()).exactOptional(),
  preinstalled: z.array(z.string()).exactOptional(),
});

const counterModel = z.union([
  z.object({ startMs: z.number(), endMs: z.number(), failed: z.string() }),
  z.object({
    source: z.enum(['ebpf map', 'xt_qtaguid', 'netstats', 'uid_stat']),
    loopback: z.enum(['told apart', 'left out', 'counted', 'not counted', 'unknown']),
    overhead: z.object({ perByte: z.number(), perConnectionBytes: z.number() }).exactOptional(),
    tolerance: z.object({ bytes: z.number(), share: z.number() }),
    detail: z.string(),
  }),
]);

const specRun = z.object({
  run: z.string(),
  spec: z.string(),
  // Recorded before a spec could be about several apps, and consent be chosen, a run says nothing of these.
  app: z.string().default(''),
  package: z.string().default(''),
  consent: z.enum(CONSENT_SETUPS).default('as-found'),
  phone: phoneFacts,
  requiredWitnesses: z.array(z.enum(['wire', 'kernel', 'oracle'])),
  silencing: z.array(z.object({ name: z.string(), held: z.boolean(), detail: z.string() })),
  timeScale: z.number(),
  brief: z.array(z.string()).exactOptional(),
  actions: z.array(z.string()).exactOptional(),
  claims: z.array(z.string()).exactOptional(),
  windowBudget: z.int().min(0).exactOptional(),
  repeat: z.int().min(1).exactOptional(),
  adb: z.object({ path: z.string(), port: z.number() }),
  appiumUrl: z.string(),
  proxy: z.object({ setting: z.string(), caInstalled: z.boolean(), caDetail: z.string() }),
  counterModel,
  paths: z.object({ ledger: z.string(), register: z.string(), evidence: z.string(), allureResults: z.string(), undo: z.string() }),
});

/** Writes what one spec process has to know into its evidence folder. @returns the file's path. */
export function writeSpecRun(what: SpecRun): string {
  mkdirSync(what.paths.evidence, { recursive: true });
  const file = join(what.paths.evidence, SPEC_RUN_FILE);
  writeFileSync(file, `${JSON.stringify(what, null, 2)}\n`);
  return file;
}

/** Parses the text of a `spec-run.json`. */
export function parseSpecRun(text: string): SpecRun {
  return specRun.parse(JSON.parse(text));
}

/** What the run handed to this process. @throws {EarshotError} BAD_INPUT when the process was not started by a run. */
export function readSpecRun(): SpecRun {
  const file = process.env[SPEC_RUN_VARIABLE];
  if (file === undefined) {
    throw new EarshotError('BAD_INPUT', `Specs need a phone: ${SPEC_RUN_VARIABLE} is not set.`, {
      hint: 'Run them with: npx earshot run --specs <pattern>',
    });
  }
  return parseSpecRun(readFileSync(file, 'utf8'));
}
