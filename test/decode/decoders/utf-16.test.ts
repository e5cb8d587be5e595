import assert from 'node:assert/strict';
import fc from 'fast-check';
import { utf16 } from '../../../src/decode/decoders/utf-16.ts';
import { decodedBy } from './compressed-input.ts';

const little = (text: string): Buffer => Buffer.from(text, 'utf16le');
const big = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const textOf = (bytes: Buffer): string | undefined => decodedBy(utf16, bytes)?.pieces[0]?.bytes.toString();

describe('UTF-16', () => {
  it('is read in both orders, with and without its mark, and named by its order', () => {
    const text = '{"page":"https://cnry7x3k.example/\u4f60\u597d"}';
    for (const mark of ['', '\ufeff']) {
      const decoded = decodedBy(utf16, little(mark + text));
      assert.deepEqual(decoded, {
        pieces: [{ step: 'utf-16le', bytes: Buffer.from(text), start: 0, end: (mark + text).length * 2 }], format: 'utf-16', settled: true,
      });
      assert.equal(textOf(big(mark + text)), text);
      assert.equal(decodedBy(utf16, big(mark + text))?.pieces[0]?.step, 'utf-16be');
    }
  });

  it('is read where no letter is Latin, by its mark', () => {
    assert.equal(textOf(big('\ufeff\u4f60\u597d\u4e16\u754c')), '\u4f60\u597d\u4e16\u754c');
  });

  it('forgives an odd byte and half a character at the end', () => {
    assert.equal(textOf(Buffer.concat([little('cnry7x3k'), Buffer.from([0x61])])), 'cnry7x3k');
    assert.equal(textOf(little('cnry7x3k\ud83d')), 'cnry7x3k');
  });

  it('is any text of letters', () => {
    const word = fc.string({ minLength: 4, maxLength: 80 }).filter((text) => !/[^\x20-\x7e]/.test(text));
    fc.assert(fc.property(word, fc.boolean(), (text, isBig) => {
      assert.equal(textOf(isBig ? big(text) : little(text)), text);
    }), { numRuns: 100 });
  });

  it('is not seen in binary bytes', () => {
    assert.equal(decodedBy(utf16, Buffer.from('0100020003000400', 'hex')), undefined);
    assert.equal(decodedBy(utf16, Buffer.from('61000000620000006300000064000000', 'hex')), undefined);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      // Random units are letters of some script now and then; a zero character is none of any.
      assert.equal(decodedBy(utf16, Buffer.from([0, 0, ...bytes])), undefined);
    }), { numRuns: 300 });
  });
});
