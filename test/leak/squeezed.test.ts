import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Squeezed } from '../../src/leak/squeezed.ts';

describe('bytes without their separators', () => {
  it('hold every stretch of letters and digits, with the place where it stood', () => {
    const text = fc.array(fc.constantFrom('a', 'B', '7', '-', ' ', '\u0000', ':'), { maxLength: 60 }).map((characters) => characters.join(''));
    fc.assert(fc.property(text, fc.integer({ min: 65_480, max: 65_580 }), text, fc.integer({ min: 1, max: 40 }), (before, filler, after, overlap) => {
      const whole = Buffer.from(`${before}${'x'.repeat(filler)}-${after}`);
      const isKept = (at: number): boolean => /[a-z0-9]/i.test(String.fromCharCode(whole[at]!));
      let previous = -1;
      let isFirst = true;
      const squeezed = beginning(whole, overlap);
      while (squeezed.next()) {
        const { bytes } = squeezed;
        const ends = Array.from({ length: bytes.length }, (_, at) => at).filter((at) => at < 120 || at > bytes.length - 120);
        for (const at of ends) assert.equal(whole[squeezed.locate(at, 1).start], bytes[at]);
        // Each chunk goes on where the one before ended, less what it repeats of it.
        const [start, end] = [squeezed.locate(0, 1).start, squeezed.locate(bytes.length - 1, 1).start];
        assert.ok(isFirst || start <= previous + 1 || !Array.from({ length: start - previous - 1 }, (_, step) => previous + 1 + step).some(isKept));
        [previous, isFirst] = [end, false];
      }
      assert.ok(!Array.from({ length: whole.length - previous - 1 }, (_, step) => previous + 1 + step).some(isKept) || isFirst || previous >= 65_535 - overlap);
    }), { numRuns: 20 });
  });

  it('are located over the border of a chunk', () => {
    const whole = Buffer.from(`-${'x'.repeat(65_530)}zq-7x`);
    const places: unknown[] = [];
    const squeezed = beginning(whole, 20);
    while (squeezed.next()) {
      const at = Buffer.from(squeezed.bytes).indexOf('zq7x');
      if (at >= 0) places.push(squeezed.locate(at, 4));
    }
    assert.deepEqual(places, [{ start: 65_531, end: 65_536 }]);
  });

  it('are not asked for where there is nothing to take out', () => {
    assert.equal(beginning(Buffer.alloc(200_000, 'a'), 10).next(), false);
  });

  it('are of the bytes that were begun with last', () => {
    const squeezed = beginning(Buffer.from(`a-b${'c'.repeat(70_000)}`), 10);
    while (squeezed.next());
    squeezed.begin(Buffer.from('d-e'));
    assert.equal(squeezed.next(), true);
    assert.equal(Buffer.from(squeezed.bytes).toString(), 'de');
    assert.deepEqual([squeezed.locate(0, 2), squeezed.next()], [{ start: 0, end: 3 }, false]);
  });

  function beginning(bytes: Buffer, overlap: number): Squeezed {
    const squeezed = new Squeezed(overlap);
    squeezed.begin(bytes);
    return squeezed;
  }
});
