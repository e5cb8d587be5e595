import assert from 'node:assert/strict';
import fc from 'fast-check';
import { multipart } from '../../../src/decode/decoders/multipart.ts';
import { decodeWith, locate, pathOf, steps } from './decoding.ts';

const CRLF = '\r\n';

describe('multipart', () => {
  it('gives each part under its name, as a view', () => {
    const text = ['--b1', 'Content-Disposition: form-data; name="file"; filename="x.txt"', '', 'first', 'second', '--b1', '', 'nameless', '--b1--', ''].join(CRLF);
    const decoded = decodeWith(multipart, text);

    assert.equal(decodeWith(multipart, text.replaceAll('\r', ''))?.pieces.length, 2);
    assert.deepEqual(steps(decoded), [['multipart:file', 'first\r\nsecond'], ['multipart:1', 'nameless']]);
    assert.ok(decoded?.pieces.every(({ view, bytes, start, end }) => view === true && bytes.equals(Buffer.from(text).subarray(start, end))));
  });

  it('undoes the transfer encoding of a part', () => {
    const text = ['--b1', 'Content-Disposition: form-data; name=a', 'Content-Transfer-Encoding: base64', '', 'enE3\r\neA==', '--b1', 'Content-Transfer-Encoding: Quoted-Printable', '', 'zq=\r\n7=78', '--b1--'].join(CRLF);
    const bytes = Buffer.from(text);
    const pieces = decodeWith(multipart, bytes)?.pieces ?? [];

    assert.deepEqual(pieces.map((piece) => [...pathOf(multipart, bytes, piece), piece.bytes.toString()]), [['multipart:a', 'base64', 'zq7x'], ['multipart:1', 'quoted-printable', 'zq7x']]);
  });

  it('takes the announced boundary, whatever stands before it', () => {
    const announced = 'multipart/related; boundary="b 1"';

    assert.deepEqual(steps(decodeWith(multipart, 'preamble\r\n--b 1\r\n\r\nbody\r\n--b 1--', { announced })), [['multipart:0', 'body']]);
  });

  it('says that a part is torn off', () => {
    const [piece] = decodeWith(multipart, ['--b1', 'Content-Disposition: form-data; name="a"', '', 'torn'].join(CRLF))?.pieces ?? [];

    assert.deepEqual([piece?.bytes.toString(), piece?.cutOff], ['torn', 'cut off at 4 bytes: the closing boundary is missing']);
  });

  it('locates parts and their headers', () => {
    const bytes = Buffer.from(['--b1', 'Content-Disposition: form-data; name="a"; filename="zq7x.txt"', '', 'body', '--b1--'].join(CRLF));

    assert.deepEqual(locate(multipart, bytes, 'zq7x'), ['multipart:a (header)']);
    assert.deepEqual(locate(multipart, bytes, 'body'), ['multipart:a']);
  });

  it('is not a rule of dashes', () => {
    for (const text of ['-----\r\nText', '--', '--x', '---\n---\n']) assert.equal(decodeWith(multipart, text), undefined, text);
  });

  it('gives the bytes that a FormData was given', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 3 }), fc.stringMatching(/^[a-z]{1,9}$/), async (bytes, name) => {
        const data = new FormData();
        data.append('first', 'plain');
        data.append(name, new Blob([new Uint8Array(bytes)]), 'f.bin');
        const response = new Response(data);
        const body = Buffer.from(await response.arrayBuffer());
        for (const asked of [{ announced: response.headers.get('content-type') ?? '' }, {}]) {
          const piece = decodeWith(multipart, body, asked)?.pieces[1];
          assert.deepEqual([piece?.step, piece?.bytes], [`multipart:${name}`, Buffer.from(bytes)]);
        }
      }),
      { numRuns: 25 },
    );
  });
});
