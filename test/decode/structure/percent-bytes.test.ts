import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nextEscape, percentDecode } from '../../../src/decode/structure/percent-bytes.ts';

/** What `escape` of old scripts makes of a text (ECMA-262, annex B.2.1). */
function escaped(text: string): string {
  return text.replace(/[^A-Za-z0-9@*_+\-./]/gu, (character) => Array.from({ length: character.length }, (_, index) => {
    const unit = character.charCodeAt(index);
    return unit < 256 ? `%${unit.toString(16).toUpperCase().padStart(2, '0')}` : `%u${unit.toString(16).toUpperCase().padStart(4, '0')}`;
  }).join(''));
}

describe('percent-escapes', () => {
  it('are undone, whatever bytes they stand for', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => {
      const text = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
      assert.deepEqual(new Uint8Array(percentDecode(Buffer.from(text))), new Uint8Array(bytes));
    }));
  });

  it('of old scripts are units of UTF-16, and characters of Latin-1 beside them', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (around) => {
      const text = `${around} 你好 café 😀`;
      assert.equal(percentDecode(Buffer.from(escaped(text))).toString(), text);
    }));
  });

  it('that are malformed stay as they are', () => {
    for (const text of ['%', '%2', '%zz', '%u12', '%uD83', '100% sure', '%u12g4']) assert.equal(percentDecode(Buffer.from(text)).toString(), text);
  });

  it('are found where they are whole', () => {
    assert.deepEqual(['ab%20', 'a%u4F60', '%u4F6', '%2'].map((text) => nextEscape(Buffer.from(text), 0)), [2, 1, -1, -1]);
    assert.equal(nextEscape(Buffer.from('a%u4F60'), 0, 6), -1);
  });

  it('leave a plus as it is unless it is a blank', () => {
    assert.equal(percentDecode(Buffer.from('a+%2B'), 'plus').toString(), 'a++');
    assert.equal(percentDecode(Buffer.from('a+%2B'), 'blank').toString(), 'a +');
    assert.equal(percentDecode(Buffer.from('a+%u4F60%2B'), 'blank').toString(), 'a 你+');
  });
});
