import assert from 'node:assert/strict';
import { brotliCompressSync, constants, deflateRawSync, gzipSync } from 'node:zlib';
import { Budget } from '../../../src/decode/budget.ts';
import type { Decoder } from '../../../src/decode/decoder.ts';
import { brotli } from '../../../src/decode/decoders/brotli.ts';
import { deflateRaw } from '../../../src/decode/decoders/deflate-raw.ts';
import { snappyRaw } from '../../../src/decode/decoders/snappy-raw.ts';
import { snappyBlock } from '../codecs/encoders.ts';
import { noise } from '../noise.ts';
import { decodedBy, inputOf } from './compressed-input.ts';

const GUESSES: readonly (readonly [Decoder, (bytes: Buffer) => Buffer, number])[] = [
  [deflateRaw, (bytes) => deflateRawSync(bytes), 4000],
  [brotli, (bytes) => brotliCompressSync(bytes), 1000],
  [snappyRaw, snappyBlock, 4000],
];
const TEXTS = ['cnry7x3k', '{"url":"https://cnry7x3k.example/"}', 'word '.repeat(400)];

describe('raw deflate that was torn off', () => {
  const text = '{"url":"https://cnry7x3k.example/","event":"page view"}';

  it('is guessed where all it gave is usual text, as in a message of a WebSocket, which leaves out the end', () => {
    const message = deflateRawSync(text, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4);

    assert.deepEqual(decodedBy(deflateRaw, message)?.pieces.map(({ bytes, guess, cutOff }) => [bytes.toString(), guess, cutOff]), [[text, true, `cut off at ${text.length} bytes: it ends early`]]);
    assert.equal(decodedBy(deflateRaw, deflateRawSync(noise(200, 'torn'), { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4)), undefined);
  });
});

for (const [decoder, encode, tries] of GUESSES) {
  describe(`${decoder.name}, which nothing announces`, () => {
    it('is guessed where it gives text or something longer, and marked as a guess', () => {
      for (const bytes of [...TEXTS.map((text) => Buffer.from(text)), gzipSync(TEXTS[1] ?? '')]) {
        const stream = encode(bytes);
        if (inputOf(stream).look.isText) continue;
        assert.deepEqual(decodedBy(decoder, stream)?.pieces, [{ step: decoder.name, bytes, start: 0, end: stream.length, guess: true }]);
      }
    });

    it('is not guessed where the stream does not end with the input', () => {
      const stream = encode(gzipSync(TEXTS[2] ?? ''));
      assert.equal(decodedBy(decoder, stream.subarray(0, stream.length - 1)), undefined);
      assert.equal(decodedBy(decoder, Buffer.concat([stream, Buffer.from([0xfe, 0xff, 0x80])])), undefined);
    });

    it('is practically never seen in random bytes', () => {
      const taken = Array.from({ length: tries }, (_, index) => decodedBy(decoder, noise(4 + (index % 197), `guessed ${index}`))).filter((decoded) => decoded !== undefined);
      // Measured: 2 of 100 000 for raw deflate, none for the others.
      assert.ok(taken.length <= 2, `${taken.length} of ${tries}`);
    });

    it('is not tried once enough was guessed', () => {
      const budget = new Budget();
      while (budget.takeGuess(1));
      assert.equal(decoder.decode(inputOf(encode(Buffer.from(TEXTS[2] ?? ''))), budget), undefined);
    });
  });
}
