import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { xor } from '../../../src/decode/decoders/xor.ts';
import { masked } from '../../../src/decode/text-masks.ts';
import { holds, piecesFrom } from './ask.ts';

const keys = fc.integer({ min: 1, max: 255 });
const words = fc.string({ unit: fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz0123456789')), minLength: 12, maxLength: 100 });
const texts = fc.oneof(
  words.map((word) => `{"url":"https://${word}.test/","n":1588240000000}`),
  words.map((word) => `[{"event":"${word}","title":"标题"},{"id":${word.length}}]`),
  words.map((word) => `<r><a x="1">${word}</a></r>`),
  words.map((word) => `data_list=${word}&time=1588240000000`),
  words.map((word) => Buffer.from(`{"url":"${word}"}`).toString('base64')),
  words.map((word) => gzipSync(word).toString('base64')),
);

describe('the xor decoder', () => {
  // A mask with few bits leaves text that reads like text; what it hides is found by the search (src/leak/xor-search.ts).
  it('takes the mask off text, but for one in a hundred', () => {
    const samples = fc.sample(fc.tuple(texts, keys), 600);
    const found = samples.map(([text, key]) => ({ text, key, pieces: piecesFrom(xor, masked(Buffer.from(text), key)) }));

    const missed = found.filter(({ text, pieces }) => !holds(pieces, text));
    assert.ok(missed.length <= 6, missed.map(({ text, key }) => `${key}: ${text}`).join('; '));
    for (const { pieces } of found) assert.ok(pieces.every(({ step, guess }) => guess === true && /^xor:0x[0-9a-f]{2}$/.test(step)));
  });

  it('takes the mask off compressed data and UTF-16', () => {
    const values = fc.oneof(
      words.map((word) => gzipSync(word)),
      words.map((word) => deflateSync(word)),
      words.map((word) => Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, word.length]), Buffer.from(word)])),
      words.map((word) => Buffer.concat([Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x64, 0x40, 0xa7]), Buffer.from(word)])),
      words.map((word) => Buffer.concat([Buffer.from('ff060000734e61507059', 'hex'), Buffer.from(word)])),
      words.map((word) => Buffer.from(`\ufeff${word}标题`, 'utf16le')),
      words.map((word) => Buffer.from(word, 'utf16le')),
      words.map((word) => Buffer.from(word, 'utf16le').swap16()),
    );
    fc.assert(fc.property(values, keys, (bytes, key) => assert.ok(holds(piecesFrom(xor, masked(bytes, key)), bytes), `${key}: ${bytes.toString('hex')}`)), { numRuns: 600 });
  });

  it('names the mask', () => {
    assert.equal(piecesFrom(xor, masked(Buffer.from('{"url":"https://canary.test/"}'), 0x5a))[0]?.step, 'xor:0x5a');
  });

  it('leaves plain text alone, and what was under a mask right above', () => {
    for (const text of ['{"url":"https://canary.test/","n":1}', 'a sentence, as people write it.', 'data=1&more=2', '<a>b</a>']) {
      assert.deepEqual(piecesFrom(xor, text), [], text);
    }
    assert.deepEqual(piecesFrom(xor, masked(Buffer.from('{"a":"bcdef"}'), 0x81), ['body', 'xor:0x12']), []);
  });

  it('gives up on noise at once, whatever its size', () => {
    const noise = randomBytes(8_000_000).fill(0, 100, 101);
    piecesFrom(xor, randomBytes(4096));
    const startMs = performance.now();

    const pieces = piecesFrom(xor, noise);

    assert.deepEqual(pieces, []);
    assert.ok(performance.now() - startMs < 500);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => assert.ok(piecesFrom(xor, Buffer.from(bytes)).length <= 12)), { numRuns: 500 });
  });
});
