import { readThrough } from '../../src/leak/read-through.ts';
import type { Verdict } from '../../src/flow/verdict.ts';
import { LateSearch, type LateInput } from '../../src/silence/late.ts';

/** The verdicts once all that a phone said was searched for what came late. */
export function raiseLate(input: LateInput): readonly Verdict[] {
  const search = new LateSearch(input);
  readThrough(input, [search]);
  return search.verdicts();
}
