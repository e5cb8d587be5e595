import assert from 'node:assert/strict';
import { KeptBytes } from '../../src/decode/kept-bytes.ts';

describe('bytes kept between calls', () => {
  it('are shown at any length, and as one view for each', () => {
    const kept = new KeptBytes(8);
    kept.bytes.write('abcdefgh');

    assert.equal(kept.first(3).toString(), 'abc');
    assert.equal(kept.first(8).toString(), 'abcdefgh');
    kept.bytes.write('xyz');
    assert.equal(kept.first(3).toString(), 'xyz');
    assert.equal(kept.first(3), kept.first(3));
  });
});
