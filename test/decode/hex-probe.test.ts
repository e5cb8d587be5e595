import assert from 'node:assert/strict';
import fc from 'fast-check';
import { holdsText, mayBeginReadable } from '../../src/decode/hex-probe.ts';
import { isTextOrMagic } from '../../src/decode/plausible.ts';
import { firstTextStretch } from '../../src/decode/text-stretch.ts';

const parts = fc.oneof(
  fc.uint8Array({ maxLength: 24 }),
  fc.string({ maxLength: 24 }).map((text) => Buffer.from(text)),
  fc.string({ unit: 'binary', maxLength: 8 }).map((text) => Buffer.from(text)),
  fc.constantFrom('1f8b0800', '789c0102', '28b52ffd', 'fffe61006200').map((magic) => Buffer.from(magic, 'hex')),
);
const values = fc.array(parts, { minLength: 1, maxLength: 12 }).map((all) => Buffer.concat(all).subarray(0, 512)).filter((bytes) => bytes.length >= 12);

describe('a look at hexadecimal digits', () => {
  it('tells text or a magic number at the start from what cannot be one, as they stand and turned around', () => {
    fc.assert(fc.property(values, (bytes) => {
      if (!isTextOrMagic(bytes)) return;
      const digits = bytes.toString('hex');
      assert.ok(mayBeginReadable(Buffer.from(digits), 0, 1));
      assert.ok(mayBeginReadable(Buffer.from(digits).reverse(), digits.length - 1, -1));
    }), { numRuns: 500 });
  });

  it('turns most digests away', () => {
    const first = Array.from({ length: 65_536 }, (_, number) => Buffer.from(Math.imul(number, 40_503).toString(16).padStart(8, '0').slice(-8)));
    assert.ok(first.filter((digits) => mayBeginReadable(digits, 0, 1)).length < first.length / 3);
  });

  it('finds text further inside where it is found in the bytes, at both phases', () => {
    fc.assert(fc.property(values, fc.boolean(), (bytes, isShifted) => {
      const digits = Buffer.from((isShifted ? 'a' : '') + bytes.toString('hex'));
      assert.equal(holdsText(digits, isShifted ? 1 : 0, digits.length), firstTextStretch(bytes) !== undefined);
    }), { numRuns: 500 });
  });
});
