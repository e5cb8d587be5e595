import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MultiPattern } from '../../src/leak/multi-pattern.ts';
import { PatternSet } from '../../src/leak/pattern-set.ts';

interface Needle {
  readonly bytes: Buffer;
  readonly isExact: boolean;
}

// Few letters, so that beginnings, ends and overlaps coincide.
const letters = (most: number) => fc.array(fc.constantFrom(0x61, 0x41, 0x62, 0x42, 0x00, 0xe1), { maxLength: most }).map((bytes) => Buffer.from(bytes));
const needle = fc.record({ bytes: letters(30).filter(({ length }) => length > 0), isExact: fc.boolean() });

describe('searching for many patterns at once', () => {
  it('finds what a search for one after the other finds, at whatever place in memory', () => {
    fc.assert(fc.property(fc.array(needle, { maxLength: 12 }), letters(120), fc.nat(7), (needles, text, shift) => {
      const shifted = Buffer.concat([Buffer.alloc(shift), text]).subarray(shift);
      assert.deepEqual(found(needles, shifted), naively(needles, shifted));
    }), { numRuns: 300 });
  });

  it('finds patterns of every length at every offset from the first byte to the last', () => {
    for (const length of [1, 3, 4, 6, 7, 10, 11, 14, 15, 16, 40]) {
      const bytes = Buffer.from(Array.from({ length }, (_, at) => 0x61 + (at % 26)));
      for (let before = 0; before < 17; before += 1) {
        for (const after of [0, 1, 2, 3, 9]) {
          const text = Buffer.concat([Buffer.alloc(before, 0x2e), bytes, Buffer.alloc(after, 0x2e)]);
          assert.deepEqual(found([{ bytes, isExact: false }], text), [[0, before]], `${length} bytes behind ${before} before ${after}`);
        }
      }
    }
  });

  it('takes ASCII letters of either case for the same, and nothing else', () => {
    const text = Buffer.from('CANARY-é@[ canary-É@[ Canary-é`{ Canary-é@[');
    assert.deepEqual(found([{ bytes: Buffer.from('canary-é@['), isExact: false }], text).map(([, at]) => at), [0, text.lastIndexOf('Canary')]);
    assert.deepEqual(found([{ bytes: Buffer.from('canary-É@['), isExact: true }], text).map(([, at]) => at), [text.indexOf('canary')]);
  });

  it('finds each of thousands, and ones that share their beginnings', () => {
    const needles = Array.from({ length: 4_000 }, (_, index) => ({ bytes: Buffer.from(`shared-beginning-${index}!`), isExact: false }));
    const text = Buffer.concat(needles.slice(1_900, 2_000).map(({ bytes }) => bytes));

    assert.deepEqual(found(needles, text).map(([index]) => index), Array.from({ length: 100 }, (_, index) => 1_900 + index));
  });

  it('reads many of one letter in one go', () => {
    const needles = ['aaaab', 'baaaaaaaa', 'aaaaaaaaaaab', 'aaaaaaaaaaaaaaaaaaaab'].map((text) => ({ bytes: Buffer.from(text), isExact: false }));
    const started = performance.now();
    assert.deepEqual(found(needles, Buffer.alloc(200_000, 'a')), []);
    assert.ok(performance.now() - started < 2_000);
  });
});

function found(needles: readonly Needle[], text: Buffer): readonly (readonly [number, number])[] {
  const set = new PatternSet();
  for (const { bytes, isExact } of needles) set.add(bytes, isExact);
  const hits: (readonly [number, number])[] = [];
  new MultiPattern(set).scan(text, (pattern, at) => hits.push([pattern, at]));
  return inOrder(hits);
}

function naively(needles: readonly Needle[], text: Buffer): readonly (readonly [number, number])[] {
  const fold = (bytes: Buffer): string => bytes.toString('latin1').replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const hits: (readonly [number, number])[] = [];
  for (const [index, { bytes, isExact }] of needles.entries()) {
    const whole = isExact ? text.toString('latin1') : fold(text);
    const wanted = isExact ? bytes.toString('latin1') : fold(bytes);
    for (let at = whole.indexOf(wanted); at >= 0; at = whole.indexOf(wanted, at + 1)) hits.push([index, at]);
  }
  return inOrder(hits);
}

function inOrder(hits: (readonly [number, number])[]): readonly (readonly [number, number])[] {
  return hits.sort((one, other) => one[1] - other[1] || one[0] - other[0]);
}
