import assert from 'node:assert/strict';
import fc from 'fast-check';
import { form } from '../../../src/decode/decoders/form.ts';
import { decodeWith, isWellFormed, locate, pathOf, steps } from './decoding.ts';

describe('a form', () => {
  it('opens names and values that decoding changes, and no others', () => {
    const decoded = decodeWith(form, 'crc=-1&data_list=H4s%3D&a%5B%5D=b+c&flag&%41&x=');

    assert.equal(decoded?.format, 'form');
    assert.deepEqual(steps(decoded), [['form:data_list', 'H4s='], ['form:a[] (key)', 'a[]'], ['form:a[]', 'b c'], ['form:', 'A']]);
  });

  it('says the field once in the path of its value', () => {
    const bytes = Buffer.from('a=1&data_list=H4s%3D');
    const [piece] = decodeWith(form, bytes)?.pieces ?? [];
    assert.ok(piece);

    assert.deepEqual(pathOf(form, bytes, piece), ['form:data_list']);
    assert.deepEqual(locate(form, bytes, 2), ['form:a']);
    assert.deepEqual(locate(form, bytes, 5), ['form:data_list (key)']);
  });

  it('leaves the plus of base64 alone', () => {
    const base64 = 'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZn+GlqaA==';

    assert.deepEqual(steps(decodeWith(form, `a=${base64}&b=%41`)), [['form:b', 'A']]);
  });

  it('reads words joined by plus, and leaves them to be read as base64 too', () => {
    const [piece] = decodeWith(form, 'ssid=my+home+network+5')?.pieces ?? [];

    assert.deepEqual([piece?.bytes.toString(), piece?.start, piece?.end], ['my home network 5', 5, 5]);
  });

  it('is not prose, JSON, a URL, or base64 with its padding', () => {
    for (const text of ['no pairs', '{"a":"b=c"}', 'https://h/?a=b', 'Zm9v==', 'line\na=b', 'two words=1']) assert.equal(decodeWith(form, text), undefined, text);
  });

  it('is what it was announced as, whatever its names', () => {
    const announced = 'application/x-www-form-urlencoded; charset=utf-8';

    assert.deepEqual(steps(decodeWith(form, '{"a"}=%41&b c=d', { announced })), [['form:{"a"}', 'A']]);
  });

  it('decodes the rest as one where there are too many pairs', () => {
    const decoded = decodeWith(form, 'a=%41&b=%42&c=%43', { maxLayers: 1 });

    assert.deepEqual(steps(decoded), [['form:a', 'A'], ['url', 'b=B&c=C']]);
  });

  it('gives what URLSearchParams was given', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.stringMatching(/^[a-z]{1,8}$/), fc.string({ unit: 'grapheme' })), { minLength: 1 }), (pairs) => {
        const bytes = Buffer.from(new URLSearchParams([...pairs, ['needle', 'zq7x+ ü&=%']]).toString());
        const pieces = decodeWith(form, bytes)?.pieces ?? [];
        const read = (text: string): string => pieces.find(({ bytes: decoded }) => decoded.toString() === text)?.bytes.toString() ?? bytes.toString();

        for (const [, value] of pairs) if (isWellFormed(value)) assert.ok(read(value).includes(value), value);
        const found = pieces.find(({ bytes: decoded }) => decoded.toString() === 'zq7x+ ü&=%');
        assert.ok(found);
        assert.deepEqual(pathOf(form, bytes, found), ['form:needle']);
      }),
      { numRuns: 100 },
    );
  });
});
