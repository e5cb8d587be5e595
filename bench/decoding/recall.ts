import { BEYOND } from '../../test/decode/encode/beyond.ts';
import type { Encoding } from '../../test/decode/encode/encoding.ts';
import { Random } from '../../test/decode/encode/random.ts';
import { randomCore } from '../../test/decode/encode/cores.ts';
import { randomStack } from '../../test/decode/encode/stack.ts';
import { isFoundIn, randomSubject, toldMissed, wrap } from '../../test/decode/encode/subject.ts';

/** How many of the indicators that were hidden were found. */
export interface Recall {
  readonly kind: string;
  readonly found: number;
  readonly hidden: number;
  /** The first few that were missed, at their smallest. */
  readonly missed: readonly string[];
}

/** Recall on random stacks of the grammar, by depth. */
export async function recallByDepth(count: number, maxDepth: number, firstSeed: number): Promise<readonly Recall[]> {
  const byDepth = Array.from({ length: maxDepth + 1 }, (_, depth) => ({ kind: `depth ${depth}`, found: 0, hidden: 0, missed: [] as string[] }));
  for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
    const subject = randomSubject(seed, maxDepth);
    const row = byDepth[subject.stack.length];
    if (row === undefined) continue;
    row.hidden += 1;
    if (isFoundIn(await wrap(subject), subject.core)) row.found += 1;
    else if (row.missed.length < 3) row.missed.push(await toldMissed(seed, subject));
  }
  return byDepth;
}

/** Recall on what is not promised, by kind: alone in a body, and under one or two encodings of the grammar. */
export async function recallBeyond(countEach: number, firstSeed: number): Promise<readonly Recall[]> {
  const rows: Recall[] = [];
  for (const encoding of BEYOND) rows.push(await recallOf(encoding, countEach, firstSeed));
  return rows;
}

async function recallOf(encoding: Encoding, count: number, firstSeed: number): Promise<Recall> {
  let found = 0;
  for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
    const random = new Random(seed);
    const core = randomCore(random);
    const around = randomStack(random, random.below(3));
    const stack = [{ encoding, seed: random.seed() }, ...(encoding.gives === 'text' ? around : around.filter(({ encoding: { takes } }) => takes.includes('unmarked')).slice(0, 1))];
    if (isFoundIn(await wrap({ core, stack, placeSeed: 1, place: 'body' }), core)) found += 1;
  }
  return { kind: encoding.name, found, hidden: count, missed: [] };
}
