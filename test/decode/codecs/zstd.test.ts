import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decompress } from 'fzstd';
import { openZstd } from '../../../src/decode/codecs/zstd.ts';
import { assertBounded, assertOpens, assertSurvivesGarbage, assertSurvivesTearing, SAMPLE, someBytes } from './attacks.ts';
import { zstdFrame } from './encoders.ts';

const MAGIC = Buffer.from('28b52ffd', 'hex');
const skippable = (content: Buffer): Buffer => {
  const header = Buffer.from('502a4d1800000000', 'hex');
  header.writeUInt32LE(content.length, 4);
  return Buffer.concat([header, content]);
};
// A frame of blocks that repeat one byte; each costs four bytes.
const repeating = (sizes: readonly number[]): Buffer => Buffer.concat([
  MAGIC, Buffer.from([0, 0x58]),
  ...sizes.map((size, index) => {
    const block = Buffer.alloc(4, 0x61);
    block.writeUIntLE((size << 3) | 2 | (index === sizes.length - 1 ? 1 : 0), 0, 3);
    return block;
  }),
]);

describe('opening zstd', () => {
  it('gives what the reference implementation compressed, frame after frame', async () => {
    await fc.assert(fc.asyncProperty(someBytes, someBytes, fc.constantFrom('', 'tail'), async (first, second, tail) => {
      const frames = Buffer.concat([await zstdFrame(first), skippable(second), await zstdFrame(second)]);
      assertOpens(openZstd(Buffer.concat([frames, Buffer.from(tail)]), 1e6), Buffer.concat([first, second]), frames.length);
    }), { numRuns: 60 });
  });

  it('gives what another decoder gives for larger bodies', async () => {
    const lines = Array.from({ length: 4000 }, (_, index) => JSON.stringify({ index, square: index * index, word: `w${(index * 7919) % 613}` }));
    const stream = await zstdFrame(Buffer.from(lines.join('\n')));
    assertOpens(openZstd(stream, 1e7), Buffer.from(decompress(stream)), stream.length);
  });

  it('gives the beginning of a stream that is torn at any offset', async () => {
    assertSurvivesTearing(openZstd, await zstdFrame(SAMPLE), SAMPLE);
  });

  it('gives the first bytes of a stream that is larger than allowed', async () => {
    assertBounded(openZstd, await zstdFrame(SAMPLE), SAMPLE);
  });

  it('is not blown up by blocks that repeat one byte', () => {
    const opened = openZstd(repeating(new Array<number>(1000).fill(131_072)), 100_000);
    assert.ok(!('failure' in opened));
    assert.deepEqual([opened.bytes.length, opened.cutOff], [100_000, 'cut off at 100000 bytes']);
  });

  it('stops at a block that claims more than a block may hold', () => {
    // 98 047 sequences, each said to copy 65 539 bytes by a table of one symbol: six billion bytes from a block of fourteen.
    const block = Buffer.from([0x08, 0x61, 0xff, 0xff, 0xff, 0x54, 0x00, 0x00, 0x34, 0x00, 0x00, 0x00, 0x00, 0x01]);
    const header = Buffer.alloc(3);
    header.writeUIntLE((block.length << 3) | 4 | 1, 0, 3);
    const opened = openZstd(Buffer.concat([MAGIC, Buffer.from([0, 0x58]), header, block]), 1e9);
    assert.ok('failure' in opened || opened.bytes.length <= 131_072);
  });

  it('stops after very many blocks that give nothing', () => {
    const opened = openZstd(repeating([5, ...new Array<number>(2000).fill(0)]), 1e6);
    assert.ok(!('failure' in opened));
    assert.equal(opened.cutOff, 'cut off at 5 bytes: it has too many blocks with nothing in them');
  });

  it('says that a dictionary is needed', () => {
    assert.deepEqual(openZstd(Buffer.concat([MAGIC, Buffer.from('01580700000000000000', 'hex')]), 1e6), { failure: 'it needs a dictionary that is not in it' });
  });

  it('never throws for garbage', async () => {
    const stream = await zstdFrame(SAMPLE);
    assertSurvivesGarbage(openZstd, MAGIC, stream);
    assertSurvivesGarbage(openZstd, Buffer.concat([MAGIC, Buffer.from([0, 0x58, 0xfd, 0x01, 0x00])]), stream);
  });
});
