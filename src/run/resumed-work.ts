import { existsSync, renameSync, rmSync } from 'node:fs';
import { EarshotError } from '../flow/errors.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import { removeAllureResults } from '../report/remove-allure-results.ts';
import type { Judged } from './held-phone.ts';
import type { RunFolder } from './run-folder.ts';
import { SpecEvidence } from './spec-evidence.ts';
import type { PhoneRecord } from './work-file.ts';

/**
 * What a piece of work came to before the run was interrupted; undefined for one that is to be performed. What a half-done one left
 * is moved aside, not lost.
 */
export function judgedBefore(known: PhoneRecord | undefined, { folder, device, spec }: { readonly folder: RunFolder; readonly device: string; readonly spec: string }): Judged | undefined {
  if (known === undefined) return undefined;
  const evidence = folder.evidence(device, spec);
  const judged = known.done.includes(spec) ? new SpecEvidence(evidence).readJudged() : undefined;
  if (judged !== undefined || !existsSync(evidence)) return judged;
  renameSync(evidence, freeName(evidence));
  removeAllureResults(folder.allureResults, { device, spec });
  return undefined;
}

/**
 * Refuses to go on with a phone that is not what it was: half of a run would then speak of another build.
 *
 * @throws {EarshotError} BAD_INPUT
 */
export function requireSameBuild(known: PhoneRecord | undefined, { id, build }: Pick<PhoneFacts, 'id' | 'build'>): void {
  if (known === undefined || known.build === build) return;
  throw new EarshotError('BAD_INPUT', `went on with the run on ${id}, found the build ${build}, expected ${known.build}, with which it was begun`, {
    hint: 'Begin a new run for the new build.',
  });
}

/** Drops the journal of an emulated phone: the phone it is about ended with the run, and another one boots. */
export function dropJournal(folder: RunFolder, device: string): void {
  rmSync(folder.undo(device), { recursive: true, force: true });
}

function freeName(folder: string): string {
  for (let number = 1; ; number += 1) {
    const name = `${folder}.interrupted-${number}`;
    if (!existsSync(name)) return name;
  }
}
