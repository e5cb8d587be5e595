import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { reversed } from '../../../src/decode/decoders/reversed.ts';
import { reversedText } from '../../../src/decode/reversed-bytes.ts';
import { holds, piecesFrom } from './ask.ts';

const turned = (text: string): string => Array.from(text).reverse().join('');

describe('the reversed decoder', () => {
  it('turns text around by its characters', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => assert.equal(reversedText(Buffer.from(text)).toString(), turned(text))), { numRuns: 300 });
  });

  for (const text of [
    '{"url":"x","a":[1]}',
    '[{"title":"标题"}]',
    '<r><a>b</a></r>',
    '%7B%22a%22%3A1%7D',
    'a=1&b=22',
    'https://x.test/?q',
    Buffer.from('canary-7f3a9c').toString('base64'),
    gzipSync('abc').toString('hex'),
  ]) {
    it(`finds ${text.slice(0, 20)}`, () => {
      const pieces = piecesFrom(reversed, turned(text));

      assert.ok(holds(pieces, text));
      assert.deepEqual(pieces.map(({ step, guess }) => [step, guess]), [['reversed', true]]);
    });
  }

  it('finds compressed data, and text that was turned around byte by byte', () => {
    for (const bytes of [gzipSync('abc'), Buffer.from('{"title":"标题, 标题"}')]) {
      assert.ok(holds(piecesFrom(reversed, Buffer.from(bytes).reverse()), bytes));
    }
  });

  it('does not turn around what was turned around right above, nor noise, nor short words', () => {
    assert.deepEqual(piecesFrom(reversed, turned('{"a":"b","c":1}'), ['body', 'reversed']), []);
    assert.deepEqual(piecesFrom(reversed, randomBytes(64).fill(0xff, 60)), []);
    assert.deepEqual(piecesFrom(reversed, 'just some words'), []);
  });
});
