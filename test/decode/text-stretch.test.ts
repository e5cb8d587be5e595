import assert from 'node:assert/strict';
import { hasIsland } from '../../src/decode/text-stretch.ts';
import { Random } from './encode/random.ts';

const SEEDS = 5000;
const ISLAND = /[\t\n\r -~]{12}/;

describe('an island of text', () => {
  it('is found wherever it stands, and nothing shorter is one', () => {
    let found = 0;
    for (let seed = 0; seed < SEEDS; seed += 1) {
      const random = new Random(seed);
      // The first byte stands anywhere in a word of memory.
      const bytes = Buffer.from(random.bytes(random.between(8, 90))).subarray(random.below(5));
      const start = random.below(bytes.length);
      const text = Buffer.from(random.text(random.between(8, 15), 'abc 09\n{}'));
      text.copy(bytes, start);
      const expected = ISLAND.test(bytes.toString('latin1'));
      assert.equal(hasIsland(bytes), expected, bytes.toString('hex'));
      if (expected) found += 1;
    }
    assert.ok(found > SEEDS / 10 && found < SEEDS * 0.9, `${found} have one`);
  });
});
