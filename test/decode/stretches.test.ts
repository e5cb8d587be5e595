import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BASE32_DIGIT, BASE64_DIGIT, HEX_DIGIT, RunWalk } from '../../src/decode/runs.ts';
import type { RunShape } from '../../src/decode/runs.ts';
import { Stretches } from '../../src/decode/stretches.ts';

const SHAPES: Readonly<Record<string, RunShape>> = {
  base64: { alphabet: BASE64_DIGIT, minCharacters: 8 },
  'base64 without its lines': { alphabet: BASE64_DIGIT, minCharacters: 8, isJoining: false },
  hexadecimal: { alphabet: HEX_DIGIT, minCharacters: 12 },
  base32: { alphabet: BASE32_DIGIT, minCharacters: 16 },
};

const pieces = fc.oneof(
  fc.string({ unit: fc.constantFrom(...Array.from('0189abcdefABCDEF')), maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(...Array.from('ABCDXYZ234567')), maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(...Array.from('ABCxyz019+/-_')), maxLength: 90 }),
  fc.constantFrom('=', '==', '===', '\n', '\r\n', '\n  ', '"', ':', ' ', '{"a":"', 'é', 'A'.repeat(64), 'b'.repeat(64), '0'.repeat(64)),
);
const texts = fc.array(pieces, { maxLength: 12 }).map((all) => Buffer.from(all.join('')));

function runsOf(walk: RunWalk): readonly unknown[] {
  const runs: unknown[] = [];
  while (walk.next()) runs.push({ start: walk.start, end: walk.end, isWrapped: walk.isWrapped });
  return runs;
}

describe('stretches of the base64 alphabets', () => {
  for (const [name, shape] of Object.entries(SHAPES)) {
    it(`give the runs of ${name} that are found without them`, () => {
      fc.assert(fc.property(texts, (bytes) => {
        assert.deepEqual(runsOf(new RunWalk(shape, bytes, { stretches: new Stretches(bytes) })), runsOf(new RunWalk(shape, bytes)));
      }), { numRuns: 400 });
    });
  }

  it('are of eight characters and more, up to the end', () => {
    const { starts, ends, count } = new Stretches(Buffer.from('{"seven77":"eight888","a":12345678'));

    assert.deepEqual([...starts.subarray(0, count)].map((start, index) => [start, ends[index]]), [[12, 20], [26, 34]]);
  });

  it('are none in no bytes, and in a long text one for each word', () => {
    assert.equal(new Stretches(Buffer.alloc(0)).count, 0);
    assert.equal(new Stretches(Buffer.from('a-long-word '.repeat(200_000))).count, 200_000);
    assert.equal(new Stretches(Buffer.from('12345678')).count, 1);
  });
});
