import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isFoundIn, randomSubject, toldMissed, wrap } from './encode/subject.ts';

const MAX_DEPTH = 6;
const RUNS = 300;
/** The same stacks every time, so that a failure is of the change at hand; `npm run fuzz` takes fresh ones. */
const SEED = 20_261_121;

// A seed says it all: shrinking a number would give other stacks, not smaller ones. `toldMissed` drops encodings instead.
const seeds = fc.noShrink(fc.integer({ min: 0, max: 2 ** 31 - 1 }));

describe('decoding, as a property', () => {
  it(`finds an indicator under any stack of up to ${MAX_DEPTH} encodings, wherever a flow can carry it`, async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const subject = randomSubject(seed, MAX_DEPTH);

        const placed = await wrap(subject);

        if (!isFoundIn(placed, subject.core)) assert.fail(await toldMissed(seed, subject));
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });
});
