import assert from 'node:assert/strict';
import fc from 'fast-check';
import { crc32c } from '../../../src/decode/codecs/crc-32c.ts';
import { openSnappyBlock, openSnappyFrame, SNAPPY_FRAME_MAGIC } from '../../../src/decode/codecs/snappy.ts';
import { assertBounded, assertOpens, assertSurvivesGarbage, assertSurvivesTearing, SAMPLE, someBytes } from './attacks.ts';
import { snappyBlock, snappyChunk, snappyFrame } from './encoders.ts';

describe('opening snappy', () => {
  it('gives what was compressed, in a block and in frames', () => {
    fc.assert(fc.property(someBytes, fc.constantFrom('compressed', 'stored'), (bytes, kind) => {
      const block = snappyBlock(bytes);
      assertOpens(openSnappyBlock(block, 1e6), bytes, block.length);
      const frame = snappyFrame(bytes, kind);
      assertOpens(openSnappyFrame(frame, 1e6), bytes, frame.length);
    }), { numRuns: 60 });
  });

  it('passes over padding and skippable chunks, and stops where a chunk is not of the stream', () => {
    const extra = Buffer.from('fe020000000080010000aa', 'hex');
    const frame = Buffer.concat([SNAPPY_FRAME_MAGIC, extra, snappyChunk(SAMPLE, 'compressed'), SNAPPY_FRAME_MAGIC, snappyChunk(SAMPLE, 'stored')]);
    assertOpens(openSnappyFrame(Buffer.concat([frame, Buffer.from('tail')]), 1e6), Buffer.concat([SAMPLE, SAMPLE]), frame.length);
  });

  it('says that a crc does not match, and gives the bytes', () => {
    const frame = snappyFrame(SAMPLE);
    frame[14] = (frame[14] ?? 0) ^ 1;
    assert.deepEqual(openSnappyFrame(frame, 1e6), { bytes: SAMPLE, used: frame.length, note: 'the crc of 1 chunk does not match' });
  });

  it('gives the beginning of a stream that is torn at any offset but between two chunks', () => {
    assertSurvivesTearing(openSnappyBlock, snappyBlock(SAMPLE), SAMPLE);
    const frame = snappyFrame(SAMPLE);
    for (let length = SNAPPY_FRAME_MAGIC.length + 1; length < frame.length; length += 1) {
      const opened = openSnappyFrame(frame.subarray(0, length), 1e6);
      assert.ok('failure' in opened || (opened.cutOff !== undefined && SAMPLE.subarray(0, opened.bytes.length).equals(opened.bytes)), `torn at ${length}`);
    }
  });

  it('gives the first bytes of a stream that is larger than allowed', () => {
    assertBounded(openSnappyBlock, snappyBlock(SAMPLE), SAMPLE);
    assertBounded(openSnappyFrame, snappyFrame(SAMPLE), SAMPLE);
  });

  it('does not believe a length in a header', () => {
    const lying = Buffer.concat([Buffer.from('ffffffff0f', 'hex'), Buffer.from([0x04, 0x61, 0x62])]);
    assert.deepEqual(openSnappyBlock(lying, 1e9), { bytes: Buffer.from('ab'), used: lying.length, cutOff: 'cut off at 2 bytes: it ends early' });
  });

  it('computes CRC-32C as RFC 3720 has it', () => {
    assert.equal(crc32c(Buffer.alloc(32)), 0x8a9136aa);
    assert.equal(crc32c(Buffer.from('123456789')), 0xe3069283);
  });

  it('never throws for garbage', () => {
    assertSurvivesGarbage(openSnappyBlock, Buffer.from([0x80, 0x04]), snappyBlock(SAMPLE));
    assertSurvivesGarbage(openSnappyFrame, SNAPPY_FRAME_MAGIC, snappyFrame(SAMPLE));
  });
});
