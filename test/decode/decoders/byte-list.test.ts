import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { byteList } from '../../../src/decode/decoders/byte-list.ts';
import { decodeWith, steps } from './decoding.ts';

const PAGE = 'https://cnry7x3k.example';
const SEPARATORS = [',', ', ', ' ', '; ', ',\n    '];

describe('bytes written as a list of numbers', () => {
  it('are read signed and unsigned, whatever stands between them', () => {
    fc.assert(fc.property(fc.stringMatching(/^[a-z]{4}é[a-z ]{2,40}$/), fc.constantFrom(...SEPARATORS), fc.boolean(), (text, separator, isSigned) => {
      const bytes = Buffer.from(text);
      const list = [...(isSigned ? new Int8Array(bytes) : bytes)].join(separator);
      assert.deepEqual(steps(decodeWith(byteList, `{"body":[${list}],"n":17}`)), [['decimal', text]]);
    }), { numRuns: 100 });
  });

  it('are read where they are a stream', () => {
    const stream = gzipSync(PAGE);
    const decoded = decodeWith(byteList, JSON.stringify({ body: [...new Int8Array(stream)] }));
    assert.deepEqual(decoded?.pieces.map(({ step, bytes }) => [step, bytes.equals(stream)]), [['decimal', true]]);
  });

  it('are told from their first digit to their last', () => {
    const list = [...Buffer.from(PAGE)].join(', ');
    const text = `bytes [ ${list} ] end`;
    const [piece] = decodeWith(byteList, text)?.pieces ?? [];
    assert.equal(text.slice(piece?.start, piece?.end), list);
  });

  it('may be pairs of hexadecimal digits', () => {
    const pairs = Buffer.from(PAGE).toString('hex').match(/../g)?.join(', ') ?? '';
    assert.deepEqual(steps(decodeWith(byteList, `"${pairs}"`)), [['hex', PAGE]]);
  });

  it('are not made of a few coordinates, counts and identifiers', () => {
    for (const text of ['[1081, 2240, 300, 1, 0, 17, 4096]', '[3,9,1,0,2,8,200,255,1,3]', '12.5, 13.75, 14.25, 15.5, 16.5, 17.5', '2020-04-30 12:00:01, 2020-04-30 12:00:02', 'd41d8cd98f00b204e9800998ecf8427e']) {
      assert.equal(decodeWith(byteList, text), undefined, text);
    }
  });

  it('are left alone where something was opened already', () => {
    const text = [...Buffer.from(PAGE)].join(', ');
    assert.equal(decodeWith(byteList, text, { opened: [[3, 9]] }), undefined);
  });

  it('are bounded in number', () => {
    const list = `[${[...Buffer.from(PAGE)].join(',')}]`;
    const decoded = decodeWith(byteList, `{"a":${list},"b":${list},"c":${list}}`, { maxLayers: 2 });
    assert.deepEqual([decoded?.pieces.length, decoded?.cutOff, decoded?.note], [2, true, 'cut off at 2 lists of bytes']);
  });
});
