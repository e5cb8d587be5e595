import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openLz4Frame } from '../../../src/decode/codecs/lz4-frame.ts';
import { xxHash32 } from '../../../src/decode/codecs/xx-hash-32.ts';
import { assertBounded, assertOpens, assertSurvivesGarbage, assertSurvivesTearing, SAMPLE, someBytes } from './attacks.ts';
import { lz4Frame } from './encoders.ts';

const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const MAGIC = word(0x184d2204);
// One block of literals alone: a token, the rest of a length above 14, the bytes.
const literals = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from([0xf0, bytes.length - 15]), bytes]);

describe('opening LZ4 frames', () => {
  it('gives what was compressed, frame after frame, skippable ones left out', () => {
    fc.assert(fc.property(someBytes, someBytes, fc.constantFrom('', 'tail'), (first, second, tail) => {
      const skippable = Buffer.concat([word(0x184d2a53), word(second.length), second]);
      const frames = Buffer.concat([lz4Frame(first), skippable, lz4Frame(second)]);
      assertOpens(openLz4Frame(Buffer.concat([frames, Buffer.from(tail)]), 1e6), Buffer.concat([first, second]), frames.length);
    }), { numRuns: 60 });
  });

  it('reads checksums, content sizes and blocks that are stored, and says where a checksum does not match', () => {
    const stored = Buffer.concat([word(0x80000005), Buffer.from('hello'), word(0xdeadbeef)]);
    const block = literals(Buffer.from('twenty letters, just'));
    const head = Buffer.concat([MAGIC, Buffer.from([0x7c, 0x40]), Buffer.alloc(8), Buffer.from([0])]);
    const blocks = Buffer.concat([head, stored, word(block.length), block, word(0), word(0)]);
    const bytes = Buffer.from('hellotwenty letters, just');
    const sound = Buffer.concat([blocks, word(xxHash32(bytes))]);
    assertOpens(openLz4Frame(sound, 1e6), bytes, sound.length);
    assert.deepEqual(openLz4Frame(Buffer.concat([blocks, word(1)]), 1e6), { bytes, used: sound.length, note: 'its checksum does not match' });
  });

  it('reads legacy frames', () => {
    const block = literals(Buffer.from('twenty letters, just'));
    const frame = Buffer.concat([word(0x184c2102), word(block.length), block]);
    assertOpens(openLz4Frame(Buffer.concat([frame, lz4Frame(SAMPLE)]), 1e6), Buffer.concat([Buffer.from('twenty letters, just'), SAMPLE]),
      frame.length + lz4Frame(SAMPLE).length);
  });

  it('gives the beginning of a stream that is torn at any offset', () => {
    assertSurvivesTearing(openLz4Frame, lz4Frame(SAMPLE), SAMPLE);
  });

  it('gives the first bytes of a stream that is larger than allowed', () => {
    assertBounded(openLz4Frame, lz4Frame(SAMPLE), SAMPLE);
  });

  it('gives no bytes from before the first one', () => {
    const block = Buffer.from([0x10, 0x61, 0x05, 0x00, 0x10, 0x62]);
    const opened = openLz4Frame(Buffer.concat([MAGIC, Buffer.from([0x60, 0x40, 0]), word(block.length), block, word(0)]), 1e6);
    assert.deepEqual(opened, { bytes: Buffer.from('a'), used: 17, cutOff: 'cut off at 1 bytes: it is corrupt' });
  });

  it('is not blown up by a bomb', () => {
    const opened = openLz4Frame(lz4Frame(Buffer.alloc(4_000_000)), 100_000);
    assert.ok(!('failure' in opened));
    assert.deepEqual([opened.bytes.length, opened.cutOff], [100_000, 'cut off at 100000 bytes']);
  });

  it('hashes as the published vectors of XXH32 have it', () => {
    assert.equal(xxHash32(Buffer.alloc(0)), 0x02cc5d05);
    assert.equal(xxHash32(Buffer.from('abc')), 0x32d153ff);
    assert.equal(xxHash32(Buffer.from('Nobody inspects the spammish repetition')), 0xe2293b2f);
  });

  it('never throws for garbage', () => {
    assertSurvivesGarbage(openLz4Frame, Buffer.concat([MAGIC, Buffer.from([0x60, 0x40, 0])]), lz4Frame(SAMPLE));
  });
});
