import assert from 'node:assert/strict';
import { constants, deflateRawSync, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { openDeflateRaw, openZlib } from '../../../src/decode/codecs/inflate.ts';
import { inflatePrefix } from '../../../src/decode/codecs/inflate-prefix.ts';
import { assertBounded, assertOpens, assertSurvivesGarbage, assertSurvivesTearing, SAMPLE, someBytes } from './attacks.ts';

describe('opening raw deflate and zlib', () => {
  it('gives what was deflated, at any level, and how much of the input that took', () => {
    fc.assert(fc.property(someBytes, fc.integer({ min: 0, max: 9 }), fc.uint8Array({ maxLength: 5 }), (bytes, level, tail) => {
      const raw = deflateRawSync(bytes, { level });
      assertOpens(openDeflateRaw(Buffer.concat([raw, tail]), 1e6), bytes, raw.length);
      const zlib = deflateSync(bytes, { level });
      assertOpens(openZlib(Buffer.concat([zlib, tail]), 1e6), bytes, zlib.length);
    }), { numRuns: 60 });
  });

  it('inflates by itself what node:zlib inflates', () => {
    fc.assert(fc.property(someBytes, fc.integer({ min: 0, max: 9 }), (bytes, level) => {
      const raw = deflateRawSync(bytes, { level });
      const { output, end, why } = inflatePrefix(raw, 0, 1e6);
      assert.deepEqual({ bytes: output.bytes(), end, why }, { bytes, end: raw.length, why: undefined });
    }), { numRuns: 60 });
  });

  it('gives the beginning of a stream that is torn at any offset', () => {
    assertSurvivesTearing(openDeflateRaw, deflateRawSync(SAMPLE), SAMPLE);
    assertSurvivesTearing(openZlib, deflateSync(SAMPLE), SAMPLE);
  });

  it('gives what stood before the place where a stream is corrupt', () => {
    const opened = openDeflateRaw(Buffer.concat([deflateRawSync(SAMPLE, { finishFlush: constants.Z_SYNC_FLUSH }), Buffer.from([0xff, 0xff])]), 1e6);
    assert.ok(!('failure' in opened));
    assert.deepEqual(opened.bytes, SAMPLE);
    assert.equal(opened.cutOff, `cut off at ${SAMPLE.length} bytes: it is corrupt`);
  });

  it('says that a checksum does not match, and gives the bytes', () => {
    for (const bytes of [Buffer.from('hello'), SAMPLE]) {
      const stream = deflateSync(bytes);
      stream[stream.length - 1] = (stream.at(-1) ?? 0) ^ 1;
      assert.deepEqual(openZlib(stream, 1e6), { bytes, used: stream.length, note: 'its checksum does not match' });
    }
  });

  it('gives the first bytes of a stream that is larger than allowed', () => {
    assertBounded(openDeflateRaw, deflateRawSync(SAMPLE), SAMPLE);
    assertBounded(openZlib, deflateSync(SAMPLE), SAMPLE);
  });

  it('is not blown up by a bomb', () => {
    const bomb = deflateSync(Buffer.alloc(20_000_000));
    assert.equal(bomb.length < 25_000, true);
    const opened = openZlib(bomb, 100_000);
    assert.ok(!('failure' in opened));
    assert.deepEqual([opened.bytes.length, opened.cutOff], [100_000, 'cut off at 100000 bytes']);
  });

  it('never throws for garbage', () => {
    assertSurvivesGarbage(openDeflateRaw, Buffer.alloc(0), deflateRawSync(SAMPLE));
    assertSurvivesGarbage(openZlib, Buffer.from([0x78, 0x9c]), deflateSync(SAMPLE));
  });
});
