import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { openGzip } from '../../../src/decode/codecs/gzip.ts';
import { assertBounded, assertOpens, assertSurvivesGarbage, assertSurvivesTearing, SAMPLE, someBytes } from './attacks.ts';

describe('opening gzip', () => {
  it('gives the bytes of all members, and leaves what follows them', () => {
    const tail = fc.constantFrom('', 'tail', '\x00\x01', '\x1f\x8b', '\x1f\x8b\x08\x00aaaaaaaaaaaa');
    fc.assert(fc.property(fc.array(someBytes, { minLength: 1, maxLength: 3 }), tail, (members, behind) => {
      const stream = Buffer.concat(members.map((bytes) => gzipSync(bytes)));
      assertOpens(openGzip(Buffer.concat([stream, Buffer.from(behind, 'latin1')]), 1e6), Buffer.concat(members), stream.length);
    }), { numRuns: 60 });
  });

  it('proves the body of a single member, and nothing of several or of one whose checksum is wrong', () => {
    const stream = gzipSync(SAMPLE);
    const wrong = Buffer.from(stream);
    wrong[wrong.length - 6] = (wrong.at(-6) ?? 0) ^ 1;
    const proven = (bytes: Buffer): unknown => Object.entries(openGzip(bytes, 1e6)).find(([key]) => key === 'proven')?.[1];

    assert.deepEqual(proven(Buffer.concat([stream, Buffer.from('tail')])), { start: 10, end: stream.length });
    assert.deepEqual([proven(Buffer.concat([stream, stream])), proven(Buffer.concat([gzipSync(''), stream])), proven(wrong)], [undefined, undefined, undefined]);
  });

  it('takes zeros behind the last member for padding', () => {
    const stream = Buffer.concat([gzipSync(SAMPLE), Buffer.alloc(9)]);
    assertOpens(openGzip(stream, 1e6), SAMPLE, stream.length);
  });

  it('reads headers with extra field, name, comment and checksum', () => {
    const body = gzipSync(SAMPLE).subarray(10);
    const header = Buffer.from('1f8b081e0000000000ff', 'hex');
    const stream = Buffer.concat([header, Buffer.from([3, 0, 1, 2, 3]), Buffer.from('name\0comment\0'), Buffer.from([0xaa, 0xbb]), body]);
    const opened = openGzip(stream, 1e6);
    assert.ok(!('failure' in opened));
    assert.deepEqual(opened.bytes, SAMPLE);
  });

  it('says that a checksum does not match, and gives the bytes', () => {
    const stream = gzipSync(SAMPLE);
    stream[stream.length - 6] = (stream.at(-6) ?? 0) ^ 1;
    assert.deepEqual(openGzip(stream, 1e6), { bytes: SAMPLE, used: stream.length, note: 'its checksum does not match' });
  });

  it('gives all bytes where the length at the end is not theirs', () => {
    for (const told of [0, SAMPLE.length >> 1, SAMPLE.length - 1, SAMPLE.length + 1, SAMPLE.length * 3, 2 ** 32 - 1]) {
      const stream = gzipSync(SAMPLE);
      stream.writeUInt32LE(told, stream.length - 4);
      assert.deepEqual(openGzip(stream, 1e6), { bytes: SAMPLE, used: stream.length, note: 'its checksum does not match' });
    }
  });

  it('gives the beginning of a stream that is torn at any offset', () => {
    assertSurvivesTearing(openGzip, gzipSync(SAMPLE), SAMPLE);
  });

  it('gives the first bytes of a stream that is larger than allowed, of several members too', () => {
    assertBounded(openGzip, gzipSync(SAMPLE), SAMPLE);
    assertBounded(openGzip, Buffer.concat([gzipSync('one'), gzipSync(SAMPLE)]), Buffer.concat([Buffer.from('one'), SAMPLE]));
  });

  it('never throws for garbage', () => {
    assertSurvivesGarbage(openGzip, gzipSync('').subarray(0, 10), gzipSync(SAMPLE));
  });
});
