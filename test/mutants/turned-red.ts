import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { DrivenBy } from './moments-to-actions.ts';

const FILE = join(import.meta.dirname, 'turned-red.json');
// One is enough to know that a test can fail; more are kept because a mutant may be taken out of the table.
const MAX_KEPT = 3;

const turnedRedSchema = z.record(z.string(), z.array(z.string().min(1)));

/** For each `it` of the specs, `<spec>: <action>`, mutants that turned it red, live. */
export type TurnedRed = z.output<typeof turnedRedSchema>;

/** What earlier runs have shown. @throws ZodError where the file is not of its form. */
export function readTurnedRed(file = FILE): TurnedRed {
  return existsSync(file) ? turnedRedSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
}

/**
 * What is known after another run: of each action the mutants that killed it, those known before first. Random profiles are
 * left out, because another generator draws others; so are actions that the specs no longer have.
 */
export function withKillers(known: TurnedRed, killers: ReadonlyMap<string, readonly string[]>, all: readonly DrivenBy[]): TurnedRed {
  const actions = all.map(({ spec, action }) => `${spec}: ${action}`);
  return Object.fromEntries(actions.flatMap((action) => {
    const named = [...(known[action] ?? []), ...(killers.get(action) ?? []).filter((mutant) => !mutant.startsWith('random-'))];
    const kept = [...new Set(named)].slice(0, MAX_KEPT);
    return kept.length === 0 ? [] : [[action, kept]];
  }));
}

/** Keeps it for the next time. */
export function writeTurnedRed(turnedRed: TurnedRed, file = FILE): void {
  writeFileSync(file, `${JSON.stringify(turnedRed, undefined, 2)}\n`);
}
