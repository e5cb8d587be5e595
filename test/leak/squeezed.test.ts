import assert from 'node:assert/strict';
import fc from 'fast-check';
import { squeezed } from '../../src/leak/squeezed.ts';

describe('bytes without their separators', () => {
  it('hold every stretch of letters and digits, with the place where it stood', () => {
    const text = fc.array(fc.constantFrom('a', 'B', '7', '-', ' ', '\u0000', ':'), { maxLength: 60 }).map((characters) => characters.join(''));
    fc.assert(fc.property(text, fc.integer({ min: 65_480, max: 65_580 }), text, fc.integer({ min: 1, max: 40 }), (before, filler, after, overlap) => {
      const whole = Buffer.from(`${before}${'x'.repeat(filler)}-${after}`);
      const isKept = (at: number): boolean => /[a-z0-9]/i.test(String.fromCharCode(whole[at]!));
      let previous = -1;
      let isFirst = true;
      for (const { bytes, locate } of squeezed(whole, overlap)) {
        const ends = Array.from({ length: bytes.length }, (_, at) => at).filter((at) => at < 120 || at > bytes.length - 120);
        for (const at of ends) assert.equal(whole[locate(at, 1).start], bytes[at]);
        // Each chunk goes on where the one before ended, less what it repeats of it.
        const [start, end] = [locate(0, 1).start, locate(bytes.length - 1, 1).start];
        assert.ok(isFirst || start <= previous + 1 || !Array.from({ length: start - previous - 1 }, (_, step) => previous + 1 + step).some(isKept));
        [previous, isFirst] = [end, false];
      }
      assert.ok(!Array.from({ length: whole.length - previous - 1 }, (_, step) => previous + 1 + step).some(isKept) || isFirst || previous >= 65_535 - overlap);
    }), { numRuns: 20 });
  });

  it('are located over the border of a chunk', () => {
    const whole = Buffer.from(`-${'x'.repeat(65_530)}zq-7x`);
    const places: unknown[] = [];
    for (const { bytes, locate } of squeezed(whole, 20)) {
      const at = Buffer.from(bytes).indexOf('zq7x');
      if (at >= 0) places.push(locate(at, 4));
    }
    assert.deepEqual(places, [{ start: 65_531, end: 65_536 }]);
  });

  it('are not asked for where there is nothing to take out', () => {
    assert.deepEqual([...squeezed(Buffer.alloc(200_000, 'a'), 10)], []);
  });
});
