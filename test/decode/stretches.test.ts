import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BASE32_DIGIT, BASE64_DIGIT, HEX_DIGIT, RunWalk } from '../../src/decode/runs.ts';
import type { RunShape } from '../../src/decode/runs.ts';
import { Stretches, stretchesAt, type Places } from '../../src/decode/stretches.ts';

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
    assert.deepEqual(placesIn(new Stretches(Buffer.from('{"seven77":"eight888","a":12345678')).base64), [[12, 20], [26, 34]]);
  });

  it('are of twelve hexadecimal digits and more', () => {
    assert.deepEqual(placesIn(new Stretches(Buffer.from('0123456789ab-0123456789a-xx0123456789abcdefx')).hex), [[0, 12], [27, 43]]);
  });

  it('are none in no bytes, and in a long text one for each word', () => {
    assert.equal(new Stretches(Buffer.alloc(0)).base64.count, 0);
    assert.equal(new Stretches(Buffer.from('a-long-word '.repeat(200_000))).base64.count, 200_000);
    assert.equal(new Stretches(Buffer.from('12345678')).base64.count, 1);
  });

  it('are those of the layer that was read last, of all that are as deep', () => {
    const outer = stretchesAt(1, Buffer.from('outer-text and more-of-it'));
    const inner = stretchesAt(2, Buffer.from('in it: inner-text'));
    assert.deepEqual([placesIn(outer.base64), placesIn(inner.base64)], [[[0, 10], [15, 25]], [[7, 17]]]);

    assert.deepEqual(placesIn(stretchesAt(2, Buffer.from('"0123456789abcdef"')).hex), [[1, 17]]);
    assert.deepEqual(placesIn(outer.base64), [[0, 10], [15, 25]]);
  });
});

function placesIn({ bounds, count }: Places): readonly unknown[] {
  return Array.from({ length: count }, (_, index) => [bounds[index * 2], bounds[index * 2 + 1]]);
}
