import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Cell, MutationScore } from './matrix.ts';

/** Raised when a seed draws another profile than before, so that what is kept under it means nothing any more. */
export const GENERATOR_VERSION = 3;
const REGRESSIONS = join(import.meta.dirname, 'regressions.json');

const AS_IT_SHOULD_BE: readonly Cell['outcome'][] = ['killed', 'told', 'caused elsewhere', 'green'];

const regressionSchema = z.strictObject({
  seed: z.int().min(0),
  /** `GENERATOR_VERSION` when it was found. */
  generator: z.int().min(1),
  what: z.string().min(1),
});

/** A random profile that was judged wrongly once. */
export type Regression = z.output<typeof regressionSchema>;

/** The failing seeds that are kept. @throws ZodError where the file is not of its form. */
export function readRegressions(file = REGRESSIONS): readonly Regression[] {
  return existsSync(file) ? z.array(regressionSchema).parse(JSON.parse(readFileSync(file, 'utf8'))) : [];
}

/** Seeds with a survivor or a false alarm among these cells, added to those that are known. */
export function withFailures(known: readonly Regression[], cells: readonly Cell[]): readonly Regression[] {
  const bad = cells.filter(({ mutant, outcome }) => mutant.startsWith('random-') && (outcome === 'survived' || outcome === 'false alarm'));
  const seeds = [...new Set(bad.map(({ mutant }) => Number(mutant.slice('random-'.length))))];
  const fresh = seeds.filter((seed) => !known.some((entry) => entry.seed === seed && entry.generator === GENERATOR_VERSION));
  return [...known, ...fresh.map((seed): Regression => ({
    seed, generator: GENERATOR_VERSION,
    what: bad.filter(({ mutant }) => mutant === `random-${seed}`).map(({ outcome, spec, action }) => `${outcome}: ${spec}: ${action}`).join('; '),
  }))];
}

/** Keeps failing seeds for the next time. */
export function writeRegressions(regressions: readonly Regression[], file = REGRESSIONS): void {
  writeFileSync(file, `${JSON.stringify(regressions, undefined, 2)}\n`);
}

/** The folder of one `npm run mutants`. */
export class Results {
  readonly folder: string;

  constructor(reports: string, at: Date) {
    this.folder = join(reports, at.toISOString().slice(0, 19).replaceAll(':', '-'));
    mkdirSync(this.folder, { recursive: true });
  }

  batch(name: string): string {
    const folder = join(this.folder, 'runs', name);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  /** Keeps the evidence of what went wrong, and nothing else: a run is tens of megabytes. */
  keepOnlyTrouble(name: string, cells: readonly Cell[], isBroken: boolean): void {
    if (isBroken || cells.some(({ outcome }) => !AS_IT_SHOULD_BE.includes(outcome))) return;
    rmSync(join(this.folder, 'runs', name), { recursive: true, force: true, maxRetries: 5 });
  }

  note(line: string): void {
    appendFileSync(join(this.folder, 'log.txt'), `${line}\n`);
  }

  write(document: { readonly seed: number; readonly cells: readonly Cell[]; readonly score: MutationScore; readonly instrument: unknown; readonly notRun: unknown }): void {
    writeFileSync(join(this.folder, 'matrix.json'), `${JSON.stringify(document, undefined, 2)}\n`);
  }
}
