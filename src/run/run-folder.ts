import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { EarshotError } from '../flow/errors.ts';

/** `reports/<run>/`: everything one run leaves behind. */
export interface RunFolder {
  /** The folder's name: `2026-11-21T08-10-33Z-3f9a`. */
  readonly run: string;
  readonly path: string;
  ledger(device: string): string;
  evidence(device: string, spec?: string): string;
  /** The register of expected traffic as it was when the run began. */
  readonly register: string;
  readonly allureResults: string;
  readonly allureReport: string;
  /** What the emulated phones write about themselves. Only their score program opens it. */
  readonly truth: string;
  readonly logs: string;
  undo(device: string): string;
  /** For the keys of the run: made by who holds them, and gone when the run is over. */
  readonly private: string;
  writeJson(name: string, content: unknown): void;
}

/** Makes a new run folder below `reports`. @throws {EarshotError} BAD_INPUT when it cannot be written. */
export function createRunFolder(reports: string, now: Date): RunFolder {
  const stamp = now.toISOString().replace(/\.\d+Z$/, 'Z').replaceAll(':', '-');
  const run = `${stamp}-${randomBytes(2).toString('hex')}`;
  const path = join(reports, run);
  const inside = (...names: readonly string[]): string => join(path, ...names);
  try {
    makeFolders(path);
    for (const folder of ['ledger', 'evidence', 'allure-results', 'truth', 'logs', 'rules']) mkdirSync(inside(folder), { recursive: true });
  } catch (error) {
    throw new EarshotError('BAD_INPUT', `The run's folder ${path} cannot be made: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
      hint: 'Give a folder that can be written with --reports.',
    });
  }
  return openRunFolder(path);
}

/** The folder of a run that is there already. */
export function openRunFolder(path: string): RunFolder {
  const inside = (...names: readonly string[]): string => join(path, ...names);
  return {
    run: basename(path),
    path,
    ledger: (device) => inside('ledger', device),
    evidence: (device, spec) => (spec === undefined ? inside('evidence', device) : inside('evidence', device, spec)),
    register: inside('rules', 'expected-traffic.json'),
    allureResults: inside('allure-results'),
    allureReport: inside('allure-report'),
    truth: inside('truth'),
    logs: inside('logs'),
    undo: (device) => inside('undo', device),
    private: inside('private'),
    writeJson: (name, content) => writeFileSync(inside(name), `${JSON.stringify(content, null, 2)}\n`),
  };
}

/** One by one: where a folder cannot be made although its parent is there (/proc), Node's own `recursive` never ends. */
function makeFolders(path: string): void {
  if (existsSync(path)) return;
  makeFolders(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another run that begins now may have made it.
    if (!existsSync(path)) throw error;
  }
}

/** How a run ended. */
export interface RunEnd {
  readonly verdictCount: number;
  readonly isInterrupted: boolean;
}

/**
 * Why `latest` stays at an earlier run: whoever opens it in the morning wants the newest that has something to say of the phones. Undefined
 * where it moves to this one.
 */
export function whyLatestStays({ verdictCount, isInterrupted }: RunEnd): string | undefined {
  if (isInterrupted) return 'this run was interrupted';
  return verdictCount === 0 ? 'this run judged nothing' : undefined;
}

/** Points `reports/latest` at a run. */
export function pointLatestAt(reports: string, runPath: string): void {
  const latest = join(reports, 'latest');
  // A folder of that name is a copy somebody made where there are no links.
  if (lstatSync(latest, { throwIfNoEntry: false })?.isDirectory() === true) rmSync(latest, { recursive: true });
  // Renamed into place: of two runs that end together neither finds the link in the other's hands.
  const link = `${latest}-${basename(runPath)}`;
  symlinkSync(basename(runPath), link);
  renameSync(link, latest);
}
