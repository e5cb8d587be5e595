import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { gzipSync, deflateSync } from 'node:zlib';
import { encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { base64 } from '../../../src/decode/decoders/base64.ts';
import { Spans } from '../../../src/decode/spans.ts';
import { holds, mentions, piecesFrom } from './ask.ts';

const EVENT = '{"event":"page_load","url":"https://canary-7f3a9c.test/incog?q=1"}';
const printable = fc.string({ unit: fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz0123456789{}":,./&= é标')), minLength: 20, maxLength: 300 });
const payloads = fc.oneof(
  printable.map((text) => Buffer.from(text)),
  printable.map((text) => gzipSync(text)),
  printable.map((text) => deflateSync(text)),
  printable.map((text) => Buffer.from(encode({ url: text, n: 1 }))),
);

interface Style {
  readonly isUrl: boolean;
  readonly isPadded: boolean;
  readonly width: number;
  readonly lineEnd: string;
}
const styles: fc.Arbitrary<Style> = fc.record({
  isUrl: fc.boolean(),
  isPadded: fc.boolean(),
  width: fc.constantFrom(0, 0, 60, 64, 76),
  lineEnd: fc.constantFrom('\n', '\r\n', '\n '),
});

function written(bytes: Buffer, { isUrl, isPadded, width, lineEnd }: Style): string {
  let text = bytes.toString('base64');
  if (isUrl) text = text.replaceAll('+', '-').replaceAll('/', '_');
  if (!isPadded) text = text.replace(/=+$/, '');
  return width === 0 ? text : text.replace(new RegExp(`.{${width}}(?=.)`, 'g'), `$&${lineEnd}`);
}

describe('the base64 decoder', () => {
  it('opens a value in every alphabet, padded or not, wrapped or not, wherever a value stands', () => {
    const places = fc.constantFrom(['', ''], ['"', '"'], ['data=', '&x=1'], ['<a>', '</a>'], ['{"a":"', '","b":2}'], ['x, ', '\n']);
    fc.assert(
      fc.property(payloads, styles, places, (bytes, style, [before, after]) => {
        assert.ok(holds(piecesFrom(base64, before + written(bytes, style) + after), bytes));
      }),
      { numRuns: 400 },
    );
  });

  it('opens what has foreign digits in front of it and behind it', () => {
    const strangers = fc.string({ unit: fc.constantFrom(...Array.from('abcxyzABCXYZ0189')), maxLength: 3 });
    const values = fc.oneof(printable.map((text) => Buffer.from(`{"url":"https://x.test/","a":"${text}"}`)), printable.map((text) => gzipSync(text)));
    fc.assert(
      fc.property(values, strangers, strangers, (bytes, before, after) => {
        const text = before + bytes.toString('base64').replace(/=+$/, '') + after;
        // Up to two characters at the end may share a digit with the strangers.
        assert.ok(mentions(piecesFrom(base64, text), bytes.subarray(0, bytes.length - 2)), text);
      }),
      { numRuns: 400 },
    );
  });

  for (const prefix of ['prefix', '/api/v1/track/', 'session-', 'v1_', 'com/android/foo/bar/']) {
    it(`opens text and compressed data behind ${prefix}`, () => {
      for (const bytes of [Buffer.from(EVENT), gzipSync(EVENT), deflateSync(EVENT)]) {
        assert.ok(mentions(piecesFrom(base64, prefix + bytes.toString('base64url')), bytes), bytes.toString('base64url'));
      }
    });
  }

  it('opens two values that a separator of its own alphabet puts together', () => {
    const pieces = piecesFrom(base64, `${Buffer.from(EVENT).toString('base64url')}_${Buffer.from(`[${EVENT}]`).toString('base64url')}`);

    assert.ok(mentions(pieces, EVENT));
    assert.ok(mentions(pieces, `[${EVENT}]`));
  });

  it('opens eight characters that are a value of their own', () => {
    const [piece] = piecesFrom(base64, '{"a":"aGVsbG8x"}');

    assert.deepEqual(piece, { step: 'base64', bytes: Buffer.from('hello1'), start: 6, end: 14 });
  });

  it('opens short values of letters and digits', () => {
    const canaries = fc.string({ unit: fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz0123456789')), minLength: 6, maxLength: 40 });
    fc.assert(fc.property(canaries, (canary) => assert.ok(holds(piecesFrom(base64, `{"a":"${Buffer.from(canary).toString('base64')}"}`), canary))), { numRuns: 300 });
  });

  it('reads a blank as the plus that a form has eaten', () => {
    fc.assert(
      fc.property(payloads, (bytes) => {
        assert.ok(holds(piecesFrom(base64, bytes.toString('base64').replaceAll('+', ' ')), bytes));
      }),
      { numRuns: 200 },
    );
  });

  it('opens lines of any width that are the whole layer', () => {
    const text = Buffer.from(EVENT).toString('base64').replace(/.{10}/g, '$&\n');

    assert.ok(holds(piecesFrom(base64, text), EVENT));
  });

  it('opens lines of one length that are values of their own', () => {
    const lines = ['canary-number-0001', 'canary-number-0002', 'canary-number-0003'].map((line) => Buffer.from(`${line}!`).toString('base64url'));

    const pieces = piecesFrom(base64, lines.join('\n'));

    for (const line of ['canary-number-0001!', 'canary-number-0002!', 'canary-number-0003!']) assert.ok(mentions(pieces, line), line);
  });

  it('takes noise of mixed characters as opaque, and names of a program not', () => {
    const noise = randomBytes(48);

    assert.ok(holds(piecesFrom(base64, `{"secretKey":"${noise.toString('base64')}"}`), noise));
    assert.deepEqual(piecesFrom(base64, '{"documentElementByIdentifierOrName":"com/android/settings/DevelopmentSettings"}'), []);
  });

  it('leaves identifiers and digests in hexadecimal alone, whatever their bytes would be under a mask', () => {
    for (const value of ['19b04d291dfc143a', '6DFA2CFB64B5386E', '550e8400-e29b-41d4-a716-446655440000', 'febede10d4e8eb2af2f26165a881cd42']) {
      assert.deepEqual(piecesFrom(base64, `{"id":"${value}"}`), [], value);
    }
  });

  it('finds digits inside of binary data', () => {
    const pieces = piecesFrom(base64, Buffer.concat([Buffer.from([0x0a, 0x40, 0xff]), Buffer.from(Buffer.from(EVENT).toString('base64')), Buffer.from([0x10, 0x01])]));

    assert.ok(mentions(pieces, EVENT));
  });

  it('opens data under a mask, and says of digits that were turned around that they are', () => {
    const masked = gzipSync(EVENT).map((byte) => byte ^ 0xa5);
    const turned = Array.from(gzipSync(EVENT).toString('base64')).reverse().join('');

    assert.ok(holds(piecesFrom(base64, `a:${Buffer.from(masked).toString('base64')}`), Buffer.from(masked)));
    const [piece] = piecesFrom(base64, `"${turned}"`);
    assert.deepEqual([piece?.step, piece?.guess], ['reversed', true]);
    assert.ok(mentions(piecesFrom(base64, piece!.bytes), gzipSync(EVENT)));
  });

  it('finds digits that were turned around, short ones too, though they give garbled text as they stand', () => {
    for (const turned of ['Qfi8ybxEXOmZ2ZmRDM2QHM1RTL5Jnbj9yL6MHc0RHaiojI1JCLi4mNiojIhJye', 'wdzJXY0YXc6dWO10Sey52Y', '==QPnJTYwMGWipGaHFGNzJzY2gnMkJDMTVWe1ITW']) {
      assert.ok(piecesFrom(base64, `"${turned}"`).some(({ step }) => step === 'reversed'), turned);
    }
  });

  it('opens masked and short values behind the path of a URL', () => {
    const masked = Buffer.from('{"url":"canary"}').map((byte) => byte ^ 0xb5);

    assert.ok(holds(piecesFrom(base64, `https://x.test/p/${Buffer.from(masked).toString('base64url')}?q`), Buffer.from(masked)));
    assert.ok(mentions(piecesFrom(base64, 'https://x.test/p/Y25yeS05ZzR4Y3R4dzQw?q'), 'cnry-9g4xctxw40'));
  });

  it('leaves alone what an earlier decoder has opened', () => {
    const opened = new Spans();
    opened.add({ start: 0, end: 5 });

    assert.deepEqual(piecesFrom(base64, Buffer.from(EVENT).toString('base64'), ['body'], opened), []);
  });

  it('never throws, and is linear in hostile bytes', function () {
    this.timeout(4000);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => assert.ok(Array.isArray(piecesFrom(base64, Buffer.from(bytes))))), { numRuns: 300 });
    for (const character of ['A', '=', '/', '\n']) piecesFrom(base64, Buffer.alloc(2_000_000, character));
    piecesFrom(base64, Buffer.from('AAAAAAAAAAAAAAAAAAAAAAAA\n'.repeat(4_000)));
    piecesFrom(base64, Buffer.from('A=='.repeat(100_000)));
  });
});
