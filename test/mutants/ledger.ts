import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Verdict as Judged, Verdicts } from '../../src/flow/verdict.ts';
import { readVerdicts } from '../../src/report/verdicts-file.ts';
import { judgeAgain } from '../../src/run/judge-again.ts';
import { readWindows } from '../../src/run/window-file.ts';
import { cellsOf, type Cell, type Verdict } from './matrix.ts';
import { readTelemetry } from './truth.ts';

/**
 * Judges a run again from its folder, and says what comes out otherwise than when its phones were there, a line each.
 * Every field counts: a reason that can only be given live is none that anybody can check later.
 */
export function differencesOf(runFolder: string): readonly string[] {
  const [before, after] = [byName(readVerdicts(runFolder)), byName(judgeAgain(runFolder))];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names.filter((name) => !isDeepStrictEqual(before.get(name), after.get(name))).map((name) => `${name}: judged ${verdictIn(before, name)} live and ${verdictIn(after, name)} from the folder`);
}

/** Every action of a recorded run, judged from its ledgers alone and held against the truth logs of its phones. */
export function ledgerCells(runFolder: string, sharedUid: readonly string[]): readonly Cell[] {
  const verdicts = heldVerdicts(runFolder, judgeAgain(runFolder));
  return [...readTelemetry(runFolder)].flatMap(([device, truth]) => cellsOf({
    mutant: device, planted: [], verdicts: verdicts.filter((verdict) => verdict.device === device), truth, sharedUid,
  }).map((cell): Cell => ({ ...cell, isByLedger: true })));
}

/** Verdicts as the matrix holds them against a truth log: with the values of the canaries that were found. */
export function heldVerdicts(runFolder: string, { verdicts }: Pick<Verdicts, 'verdicts'>): readonly Verdict[] {
  return verdicts.map(({ act, ...verdict }): Verdict => ({
    ...verdict,
    ...(act === undefined ? {} : { act: { startMs: Date.parse(act.start), endMs: Date.parse(act.end) } }),
    told: toldOf(runFolder, verdict),
  }));
}

function toldOf(runFolder: string, { device, spec, action, findings }: Omit<Judged, 'act'>): Verdict['told'] {
  const planted = findings.filter((finding) => finding.class === 'planted');
  if (planted.length === 0) return [];
  const canaries = readWindows(join(runFolder, 'evidence', device, spec)).flatMap(({ actions }) => actions.filter(({ name }) => name === action)).flatMap((one) => one.canaries);
  return planted.flatMap(({ indicator, host }) => canaries.filter(({ role }) => indicator === `canary:${role}`).map(({ value }) => ({ value, host })));
}

function byName({ verdicts, controls }: Verdicts): ReadonlyMap<string, unknown> {
  // As JSON has it: an absent field and an undefined one are the same there.
  return new Map([...verdicts, ...controls].map((one) => [`${one.device} ${one.spec}: ${one.action}`, JSON.parse(JSON.stringify(one)) as unknown]));
}

function verdictIn(all: ReadonlyMap<string, unknown>, name: string): string {
  const one = all.get(name);
  return typeof one === 'object' && one !== null && 'verdict' in one ? String(one.verdict) : 'nothing';
}
