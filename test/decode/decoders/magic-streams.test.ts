import assert from 'node:assert/strict';
import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Decoder, Piece } from '../../../src/decode/decoder.ts';
import { gzip } from '../../../src/decode/decoders/gzip.ts';
import { lz4 } from '../../../src/decode/decoders/lz4.ts';
import { snappy } from '../../../src/decode/decoders/snappy.ts';
import { zlib } from '../../../src/decode/decoders/zlib.ts';
import { zstd } from '../../../src/decode/decoders/zstd.ts';
import { lz4Frame, snappyFrame, zstdFrame } from '../codecs/encoders.ts';
import { decodedBy } from './compressed-input.ts';

const BODY = Buffer.from('{"page":"https://cnry7x3k.example","again":"https://cnry7x3k.example"}');
const STREAMS: readonly (readonly [Decoder, (bytes: Buffer) => Buffer | Promise<Buffer>])[] = [
  [gzip, (bytes) => gzipSync(bytes)], [zlib, (bytes) => deflateSync(bytes)], [zstd, zstdFrame], [lz4, lz4Frame], [snappy, (bytes) => snappyFrame(bytes)],
];

// Behind the header of gzip, which may hold a name; that of zlib holds nothing. The checksums of others are not always there.
function provenOf(name: string, stream: Buffer): Pick<Piece, 'proven'> {
  return name === 'gzip' || name === 'zlib' ? { proven: { start: name === 'gzip' ? 10 : 0, end: stream.length } } : {};
}

for (const [decoder, encode] of STREAMS) {
  const { name } = decoder;
  describe(`${name} at the start of bytes`, () => {
    it('is opened, and nothing else is asked', async () => {
      const stream = await encode(BODY);
      assert.deepEqual(decodedBy(decoder, stream), {
        pieces: [{ step: name, bytes: BODY, start: 0, end: stream.length, ...provenOf(name, stream) }], format: name, settled: true,
      });
    });

    it('leaves what follows it as a view of its own', async () => {
      const stream = await encode(BODY);
      const tail = Buffer.from('\x7ftail', 'latin1');
      const [piece, rest] = decodedBy(decoder, Buffer.concat([stream, tail]))?.pieces ?? [];
      assert.deepEqual(piece, { step: name, bytes: BODY, start: 0, end: stream.length, ...provenOf(name, stream) });
      assert.deepEqual(rest, { step: 'rest', bytes: tail, start: stream.length, end: stream.length + tail.length, view: true });
    });

    it('is given as far as it goes where it is torn, and said to be', async () => {
      const text = Buffer.from(Array.from({ length: 3000 }, (_, index) => `${index * 7919}`).join(' '));
      const stream = name === 'lz4' ? Buffer.concat([lz4Frame(text.subarray(0, 9000)), lz4Frame(text)]) : await encode(text);
      const expected = name === 'lz4' ? Buffer.concat([text.subarray(0, 9000), text]) : text;
      const decoded = decodedBy(decoder, stream.subarray(0, stream.length - 6));
      const [piece] = decoded?.pieces ?? [];
      if (piece === undefined) {
        assert.match(decoded?.note ?? '', /that does not open: it ends early$/);
        return;
      }
      assert.match(piece.cutOff ?? '', /^cut off at \d+ bytes: it/);
      assert.ok(expected.subarray(0, piece.bytes.length).equals(piece.bytes));
      assert.equal(piece.guess, undefined);
    });

    it('never throws for garbage behind its magic number', async () => {
      const start = (await encode(BODY)).subarray(0, 8);
      fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(8), (noise, kept) => {
        decodedBy(decoder, Buffer.concat([start.subarray(0, kept), noise]));
      }), { numRuns: 200 });
    });
  });
}

describe('streams that are none', () => {
  it('says of gzip that does not open why', () => {
    const decoded = decodedBy(gzip, Buffer.from('1f8b0800000000000003ffffffffffffffff', 'hex'));
    assert.deepEqual(decoded, { pieces: [], note: 'gzip that does not open: it is corrupt' });
  });

  it('takes no text for zlib', () => {
    assert.equal(decodedBy(zlib, Buffer.from('x^2 + y^2 = z^2, and so on')), undefined);
  });

  it('makes a guess of zlib that is torn and gives no text', () => {
    const noise = Buffer.from(fc.sample(fc.uint8Array({ minLength: 400, maxLength: 400 }), 1)[0] ?? []);
    const stream = deflateSync(Buffer.concat([Buffer.alloc(40), noise]));
    assert.equal(decodedBy(zlib, stream.subarray(0, stream.length - 20))?.pieces[0]?.guess, true);
  });
});
