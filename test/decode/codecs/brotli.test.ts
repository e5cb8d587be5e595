import assert from 'node:assert/strict';
import { brotliCompressSync, constants } from 'node:zlib';
import fc from 'fast-check';
import { openBrotli } from '../../../src/decode/codecs/brotli.ts';
import { mayBeBrotli } from '../../../src/decode/codecs/brotli-header.ts';
import { assertBounded, assertOpens, assertSurvivesTearing, SAMPLE, someBytes } from './attacks.ts';

const compress = (bytes: Buffer, quality = 5, windowBits = 22): Buffer => brotliCompressSync(bytes, {
  params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_LGWIN]: windowBits },
});

describe('opening brotli', () => {
  it('gives what was compressed, and how much of the input that took', () => {
    fc.assert(fc.property(someBytes, fc.uint8Array({ maxLength: 5 }), (bytes, tail) => {
      const stream = compress(bytes);
      assertOpens(openBrotli(Buffer.concat([stream, tail]), 1e6), bytes, stream.length);
    }), { numRuns: 40 });
  });

  it('gives the beginning of a stream that is torn at any offset', () => {
    assertSurvivesTearing(openBrotli, compress(SAMPLE), SAMPLE);
  });

  it('gives the first bytes of a stream that is larger than allowed', () => {
    assertBounded(openBrotli, compress(SAMPLE), SAMPLE);
  });

  it('is not blown up by a bomb of one to a million', () => {
    const opened = openBrotli(compress(Buffer.alloc(40_000_000), 9, 24), 100_000);
    assert.ok(!('failure' in opened));
    assert.deepEqual([opened.bytes.length, opened.cutOff], [100_000, 'cut off at 100000 bytes']);
  });

  it('gives what stood before the place where a stream is corrupt', () => {
    const stream = compress(SAMPLE, 0);
    const opened = openBrotli(Buffer.concat([stream.subarray(0, stream.length >> 1), Buffer.alloc(200, 0xff)]), 1e6);
    if (!('failure' in opened)) assert.match(opened.cutOff ?? '', /^cut off at \d+ bytes/);
  });

  it('knows the beginning of any stream that a compressor made, and of few others', () => {
    fc.assert(fc.property(someBytes, fc.integer({ min: 0, max: 9 }), fc.integer({ min: 10, max: 24 }), (bytes, quality, windowBits) => {
      assert.equal(mayBeBrotli(compress(bytes, quality, windowBits)) || bytes.length === 0 || bytes.length > 4000, true);
    }), { numRuns: 40 });
    fc.assert(fc.property(fc.lorem({ maxCount: 20 }), fc.integer({ min: 0, max: 11 }), fc.integer({ min: 10, max: 24 }), (text, quality, windowBits) => {
      assert.ok(mayBeBrotli(compress(Buffer.from(text), quality, windowBits)));
    }), { numRuns: 60 });
    // Several kinds of blocks, each with prefix codes of its own.
    for (const quality of [5, 9, 11]) {
      const mixed = Array.from({ length: 12 }, (_, part) => (part % 2 === 0 ? SAMPLE.subarray(0, 3000) : Buffer.from(compress(SAMPLE.subarray(part, 2000)).toString('hex'))));
      assert.ok(mayBeBrotli(compress(Buffer.concat(mixed), quality)));
    }
    let passed = 0;
    for (const noise of fc.sample(fc.uint8Array({ minLength: 4, maxLength: 200 }), 500)) if (mayBeBrotli(Buffer.from(noise))) passed += 1;
    assert.ok(passed < 40, `${passed} of 500`);
  });
});
