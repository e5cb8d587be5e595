import assert from 'node:assert/strict';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { Budget, DEFAULT_LIMITS } from '../../src/decode/budget.ts';
import { undoContentEncoding } from '../../src/decode/content-encoding.ts';
import { zstdFrame } from './codecs/encoders.ts';

const BODY = Buffer.from('{"page":"https://cnry7x3k.example"}');
const undo = (bytes: Buffer, header: string | undefined) => undoContentEncoding(bytes, header, new Budget());

describe('undoing a Content-Encoding', () => {
  it('leaves a body without one as it is', () => {
    for (const header of [undefined, '', 'identity', ' , ']) assert.deepEqual(undo(BODY, header), { codings: [], bytes: BODY });
  });

  it('undoes each coding, `deflate` with and without the header of zlib', async () => {
    const coded: readonly (readonly [string, Buffer])[] = [
      ['gzip', gzipSync(BODY)], ['x-gzip', gzipSync(BODY)], ['br', brotliCompressSync(BODY)], ['zstd', await zstdFrame(BODY)],
      ['deflate', deflateSync(BODY)], ['deflate', deflateRawSync(BODY)],
    ];
    for (const [coding, bytes] of coded) assert.deepEqual(undo(bytes, coding.toUpperCase()), { codings: [coding], bytes: BODY, ...(/gzip/.test(coding) || bytes[0] === 0x78 ? { proven: { start: bytes[0] === 0x78 ? 0 : 10, end: bytes.length } } : {}) });
  });

  it('undoes several, the one applied last first, and names them in that order', () => {
    assert.deepEqual(undo(gzipSync(brotliCompressSync(BODY)), 'br, gzip'), { codings: ['gzip', 'br'], bytes: BODY });
  });

  it('gives what follows a stream', () => {
    const tail = Buffer.from('tail');
    assert.deepEqual(undo(Buffer.concat([gzipSync(BODY), tail]), 'gzip'), { codings: ['gzip'], bytes: BODY, rest: tail, proven: { start: 10, end: gzipSync(BODY).length } });
  });

  it('says what could not be undone, and leaves it', () => {
    const note = (header: string): string | undefined => undo(BODY, header).note;
    assert.equal(note('gzip'), 'content-encoding gzip could not be undone: it does not begin as gzip does');
    assert.equal(note('compress'), 'content-encoding compress could not be undone: this coding is not known here');
    assert.deepEqual(undo(gzipSync(BODY), 'sdch, gzip'), {
      codings: ['gzip'], bytes: BODY, proven: { start: 10, end: gzipSync(BODY).length }, note: 'content-encoding sdch could not be undone: this coding is not known here',
    });
  });

  it('says nothing of an empty body', () => {
    assert.deepEqual(undo(Buffer.alloc(0), 'gzip'), { codings: [], bytes: Buffer.alloc(0) });
  });

  it('cuts off what is larger than the limits, or torn', () => {
    const tight = new Budget({ ...DEFAULT_LIMITS, maxLayerBytes: 10 });
    assert.deepEqual(undoContentEncoding(gzipSync(BODY), 'gzip', tight), { codings: ['gzip'], bytes: BODY.subarray(0, 10), note: 'cut off at 10 bytes' });
    const torn = undo(gzipSync(BODY).subarray(0, 30), 'gzip');
    assert.match(torn.note ?? '', /^cut off at \d+ bytes: it ends early$/);
    assert.deepEqual(torn.bytes, BODY.subarray(0, torn.bytes.length));
  });
});
