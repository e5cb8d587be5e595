import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';
import { greyPng } from '../../src/device/test-picture.ts';

describe('greyPng', () => {
  it('is a picture of 320 by 320 grey pixels', () => {
    const png = greyPng();
    const data = png.indexOf('IDAT');
    const lines = inflateSync(png.subarray(data + 4, data + 4 + png.readUInt32BE(data - 4)));

    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [320, 320]);
    assert.equal(lines.length, 320 * 321);
    assert.ok(lines.every((byte, index) => byte === (index % 321 === 0 ? 0 : 0x80)));
    // CRC of an IEND chunk, as the standard prints it.
    assert.equal(png.subarray(-12).toString('hex'), '0000000049454e44ae426082');
  });
});
