import { resolve } from 'node:path';
import { specFileOf } from '../../src/flow/work-name.ts';
import type { Batch } from './choose.ts';
import { ledgerCells } from './ledger.ts';
import { newestRun, runLive } from './live.ts';
import { cellsOf, withoutNoiseKills, type Cell } from './matrix.ts';
import { sharedUidPackages, SILENT_PROFILE, type Subject } from './subject.ts';

/** Id of the phone without a leak, in every run. */
export const SILENT = 'silent-phone';
/** An interval is up, and the flow must still come in. */
const LISTEN_MARGIN_S = 5;

export interface RunOf {
  readonly folder: string;
  readonly timeScale: number;
  readonly interrupted: AbortSignal;
}

/** What a run gave to the matrix. */
export interface Judged {
  readonly cells: readonly Cell[];
  /** What kept it from giving all, a line each. */
  readonly broken: readonly string[];
}

const silentPhone: Pick<Subject, 'id' | 'planted' | 'profile'> = { id: SILENT, planted: [], profile: { extends: SILENT_PROFILE, id: SILENT } };

/** Performs a batch, with the silent phone among its phones; each verdict must come out the same from the run's folder. */
export async function runBatch(batch: Batch, run: RunOf): Promise<Judged> {
  const members = [...batch.subjects, silentPhone];
  const listenS = batch.heldBackMs === 0 ? 0 : Math.ceil((batch.heldBackMs * run.timeScale) / 1000) + LISTEN_MARGIN_S;
  const result = await runLive({ ...run, phones: members.map(({ id, profile }) => ({ id, profile })), specs: batch.specs, actions: batch.actions, ...(batch.browsers === undefined ? {} : { browsers: batch.browsers }), ...(batch.consent === undefined ? {} : { consent: batch.consent }), listenS });
  const sharedUid = sharedUidPackages();
  const held = members.flatMap(({ id, planted }) => {
    const verdicts = result.verdicts.filter(({ device, action }) => device === id && batch.actions.includes(action));
    return cellsOf({ mutant: id, planted: planted.filter(({ spec }) => batch.specs.includes(specFileOf(spec))), verdicts, truth: result.truth.get(id) ?? [], sharedUid });
  });
  return {
    cells: withoutNoiseKills(held, SILENT),
    broken: [...(result.broken === undefined ? [] : [result.broken]), ...result.judgedOtherwise].map((what) => `broken  ${batch.name}: ${what} (see ${run.folder})`),
  };
}

/** Performs every action of every spec on the silent phone, and judges them from the run's ledgers. */
export async function recordSilent(specs: readonly string[], run: RunOf): Promise<Judged> {
  const result = await runLive({ ...run, phones: [{ id: SILENT, profile: silentPhone.profile }], specs });
  const recorded = newestRun(resolve(run.folder, 'reports'));
  const broken = [...(result.broken === undefined ? [] : [result.broken]), ...result.judgedOtherwise].map((what) => `broken  the silent phone's own run: ${what} (see ${run.folder})`);
  return { cells: recorded === undefined ? [] : ledgerCells(recorded, sharedUidPackages()), broken };
}

/** Judges a run that was recorded before from its ledgers. */
export function fromRecorded(runFolder: string): Judged {
  return { cells: ledgerCells(resolve(runFolder), sharedUidPackages()), broken: [] };
}
