import assert from 'node:assert/strict';
import { constants, deflateRawSync } from 'node:zlib';
import { mayBeDeflate, mayBeWholeDeflate } from '../../../src/decode/codecs/deflate-start.ts';
import { inflatePrefix } from '../../../src/decode/codecs/inflate-prefix.ts';
import { Random } from '../encode/random.ts';

describe('the start of deflate', () => {
  it('is seen in streams of every kind of block, whole or torn', () => {
    const random = new Random(7);
    for (let round = 0; round < 300; round += 1) {
      const text = Buffer.from(`${random.word()} ${random.hex(random.between(0, 40))} ${random.word()}`.repeat(random.between(1, 5)));
      for (const level of [0, 1, 9]) {
        for (const strategy of [constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY]) {
          const stream = deflateRawSync(text, { level, strategy });
          const behind = Buffer.concat([Buffer.from('head'), stream]);
          assert.ok(mayBeDeflate(stream), stream.toString('hex'));
          assert.ok(mayBeWholeDeflate(stream), stream.toString('hex'));
          assert.ok(mayBeDeflate(behind, 4), stream.toString('hex'));
        }
      }
    }
  });

  it('is missing from most noise, and from none that can be inflated', () => {
    const random = new Random(8);
    let passed = 0;
    for (let round = 0; round < 20_000; round += 1) {
      const noise = Buffer.from(random.hex(2 * random.between(3, 40)), 'hex');
      const isStart = mayBeDeflate(noise);
      if (isStart) passed += 1;
      else assert.notEqual(inflatePrefix(noise, 0, 4096).why, undefined, noise.toString('hex'));
    }
    assert.ok(passed < 1200, `${passed} of 20,000`);
  });

  it('is missing from nearly all noise where a stream has to end with it, and from none that does', () => {
    const random = new Random(9);
    let passed = 0;
    for (let round = 0; round < 20_000; round += 1) {
      const noise = Buffer.from(random.hex(2 * random.between(16, 64)), 'hex');
      if (mayBeWholeDeflate(noise)) {
        passed += 1;
        continue;
      }
      const { why, end } = inflatePrefix(noise, 0, 4096);
      assert.ok(why !== undefined || end !== noise.length, noise.toString('hex'));
    }
    assert.ok(passed < 200, `${passed} of 20,000`);
  });
});
