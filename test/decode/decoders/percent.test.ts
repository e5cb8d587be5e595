import assert from 'node:assert/strict';
import fc from 'fast-check';
import { percent } from '../../../src/decode/decoders/percent.ts';
import { decodeWith, isWellFormed, steps } from './decoding.ts';

describe('percent-encoding', () => {
  it('is decoded once a step', () => {
    assert.deepEqual(steps(decodeWith(percent, '%257B%22a%3Db')), [['url', '%7B"a=b']]);
  });

  it('leaves malformed escapes as they are', () => {
    assert.deepEqual(steps(decodeWith(percent, 'a%%zz%4x%41z%')), [['url', 'a%%zz%4xAz%']]);
    assert.equal(decodeWith(percent, '100% sure %zz %4'), undefined);
  });

  it('is decoded word by word', () => {
    assert.deepEqual(steps(decodeWith(percent, 'one %41b "c%42" <d%43>')), [['url', 'Ab'], ['url', 'cB'], ['url', 'dC']]);
  });

  it('is left to whoever opened the stretch before', () => {
    assert.deepEqual(steps(decodeWith(percent, 'a=%41&b=%42', { opened: [[2, 5]] })), [['url', 'B']]);
  });

  it('is decoded in binary data where a stretch of text is long enough', () => {
    const frame = Buffer.concat([Buffer.of(0, 0, 0, 20), Buffer.from('topic/x%20y/%41z'), Buffer.of(1, 2), Buffer.from('%41')]);

    assert.deepEqual(steps(decodeWith(percent, frame)), [['url', 'topic/x y/Az']]);
  });

  it('decodes the rest as one where there are too many words', () => {
    assert.deepEqual(steps(decodeWith(percent, '%41 %42 %43', { maxLayers: 1 })), [['url', 'A'], ['url', 'B C']]);
  });

  it('gives what encodeURIComponent was given, and any byte', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.uint8Array(), (text, bytes) => {
        fc.pre(isWellFormed(text));
        const secret = ` ${text}`;
        const hex = Buffer.concat([Buffer.of(0x20), bytes]).toString('hex').replace(/../g, '%$&');

        assert.deepEqual(steps(decodeWith(percent, encodeURIComponent(secret).replace(/'/g, '%27'))), [['url', secret]]);
        assert.deepEqual(decodeWith(percent, hex)?.pieces[0]?.bytes, Buffer.concat([Buffer.of(0x20), bytes]));
      }),
      { numRuns: 100 },
    );
  });
});
