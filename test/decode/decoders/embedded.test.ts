import assert from 'node:assert/strict';
import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { Budget } from '../../../src/decode/budget.ts';
import { embedded } from '../../../src/decode/decoders/embedded.ts';
import { lz4Frame, snappyFrame, zstdFrame } from '../codecs/encoders.ts';
import { noise } from '../noise.ts';
import { decodedBy, inputOf } from './compressed-input.ts';

const BODY = Buffer.from('{"page":"https://cnry7x3k.example","again":"https://cnry7x3k.example"}');
const steps = (bytes: Buffer): string[] => (decodedBy(embedded, bytes)?.pieces ?? []).map(({ step }) => step);

describe('compressed streams inside of binary bytes', () => {
  it('are found behind a header of somebody’s own, and behind one another', async () => {
    const parts = [Buffer.from('000100020003', 'hex'), gzipSync(BODY), Buffer.from([1, 2, 0, 3]), deflateSync(BODY), await zstdFrame(BODY),
      Buffer.from([0]), lz4Frame(BODY), Buffer.from('hello'), snappyFrame(BODY)];
    const starts = parts.map((_, index) => parts.slice(0, index).reduce((sum, { length }) => sum + length, 0));
    const decoded = decodedBy(embedded, Buffer.concat(parts));
    assert.deepEqual(decoded?.pieces.map(({ step, start }) => [step, start]), [
      [`gzip@${starts[1]}`, starts[1]], [`zlib@${starts[3]}`, starts[3]], [`zstd@${starts[4]}`, starts[4]],
      [`lz4@${starts[6]}`, starts[6]], [`snappy@${starts[8]}`, starts[8]],
    ]);
    for (const { bytes, guess, cutOff } of decoded.pieces) assert.deepEqual([bytes, guess, cutOff], [BODY, undefined, undefined]);
  });

  it('are found at any offset', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.uint8Array({ maxLength: 20 }), (before, behind) => {
      const stream = gzipSync(BODY);
      assert.ok(steps(Buffer.concat([before, stream, Buffer.from([1]), behind])).includes(`gzip@${before.length}`));
    }), { numRuns: 100 });
  });

  it('are given as far as they go where the input ends in them', () => {
    const stream = gzipSync(BODY);
    const [piece] = decodedBy(embedded, Buffer.concat([Buffer.from([0, 1]), stream.subarray(0, stream.length - 12)]))?.pieces ?? [];
    assert.match(piece?.cutOff ?? '', /it ends early$/);
    assert.equal(piece?.guess, undefined);
  });

  it('are not looked for in text, at the very start, nor where an earlier decoder has been', () => {
    assert.equal(decodedBy(embedded, Buffer.from('x^ x^ x^')), undefined);
    assert.equal(decodedBy(embedded, gzipSync(BODY)), undefined);
    const input = inputOf(Buffer.concat([Buffer.from([0, 1]), gzipSync(BODY)]));
    input.opened.add({ start: 0, end: input.bytes.length });
    assert.equal(embedded.decode(input, new Budget()), undefined);
  });

  it('are not seen in random bytes', () => {
    const decoded = decodedBy(embedded, noise(2_000_000, 'embedded'));
    assert.deepEqual(decoded?.pieces.filter(({ guess }) => guess !== true) ?? [], []);
  });

  it('are tried so many times and no more, and that is said', () => {
    const decoded = decodedBy(embedded, Buffer.concat([Buffer.from([0]), Buffer.alloc(200_000, Buffer.from('789c', 'hex'))]));
    assert.match(decoded?.note ?? '', /^not looked for compressed streams from \d+ on$/);
    assert.equal(decoded?.cutOff, true);
  });

  it('give no more together than one input may', () => {
    const bomb = gzipSync(Buffer.alloc(900_000));
    const decoded = decodedBy(embedded, Buffer.concat([Buffer.from([0]), ...new Array<Buffer>(5).fill(bomb).flatMap((part) => [part, Buffer.from([1])])]));
    const total = (decoded?.pieces ?? []).reduce((sum, { bytes }) => sum + bytes.length, 0);
    assert.ok(total <= new Budget().outputAllowance(5 * bomb.length + 6), `${total} bytes`);
  });
});
