import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const source = z.strictObject({ short: z.string().min(2), who: z.string().min(2), date: z.iso.date(), title: z.string().min(2), url: z.url() });

const sheet = z.strictObject({
  claim: z.string().regex(/^C[1-9]\d?$/),
  /** A few words, as tables have room for. */
  says: z.string().min(4),
  apps: z.array(z.string().min(2)).min(1),
  /** `reported`: measured and published; `inferred`: said of it, not shown; `feared`: one article's word. */
  status: z.enum(['reported', 'inferred', 'feared']),
  sources: z.array(z.string()).min(1),
  /** What it is told from, where no action is about it alone. */
  toldFrom: z.string().min(4).exactOptional(),
  mustNeverHappen: z.string().min(8),
  cannotBeTold: z.string().min(8),
});

/** Who said what a claim rests on. */
export type ClaimSource = z.output<typeof source>;
/** One claim under test, as people agreed on it. */
export type ClaimSheet = z.output<typeof sheet>;

/** The claims under test, in order, from `specs/claims.json`. */
export const CLAIM_SHEETS: readonly ClaimSheet[] = z.array(sheet).parse(read('claims.json'));

/** What they rest on, by the name the claims use, from `specs/sources.json`. */
export const CLAIM_SOURCES: Readonly<Record<string, ClaimSource>> = z.record(z.string(), source).parse(read('sources.json'));

/** What a claim says, in a few words; of one that nobody wrote down, its name. */
export function claimText(claim: string): string {
  return CLAIM_SHEETS.find((known) => known.claim === claim)?.says ?? claim;
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(fileURLToPath(new URL(`../../specs/${file}`, import.meta.url)), 'utf8'));
}
