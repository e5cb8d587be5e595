import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { hex } from '../../../src/decode/decoders/hex.ts';
import { holds, mentions, piecesFrom } from './ask.ts';

const canaries = fc.string({ unit: fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz0123456789')), minLength: 6, maxLength: 60 });

describe('the hex decoder', () => {
  it('opens digits in either case, wherever a value stands', () => {
    const places = fc.constantFrom(['', ''], ['"', '"'], ['data=', '&x=1'], ['', '=1&x=1'], ['', '=='], ['0x', ' '], ['id_', '-x'], ['<a>', '</a>']);
    fc.assert(
      fc.property(canaries, fc.boolean(), places, (canary, isUpper, [before, after]) => {
        const digits = Buffer.from(canary).toString('hex');
        assert.ok(holds(piecesFrom(hex, before + (isUpper ? digits.toUpperCase() : digits) + after), canary));
      }),
      { numRuns: 400 },
    );
  });

  it('opens digits with one of something else in front, or behind', () => {
    fc.assert(
      fc.property(canaries.map((canary) => Buffer.from(`{"url":"${canary}"}`)), fc.constantFrom('', 'f', 'fe', 'bad'), fc.constantFrom('', '7'), (bytes, before, after) => {
        assert.ok(mentions(piecesFrom(hex, before + bytes.toString('hex') + after), bytes));
      }),
      { numRuns: 300 },
    );
  });

  for (const [name, write] of Object.entries({
    'escapes': (digits: string) => digits.replace(/../g, '\\x$&'),
    'pairs with colons': (digits: string) => digits.replace(/..(?=.)/g, '$&:'),
    'pairs with blanks': (digits: string) => digits.replace(/..(?=.)/g, '$& '),
    'pairs with semicolons': (digits: string) => digits.replace(/..(?=.)/g, '$&;'),
    'pairs with underscores': (digits: string) => digits.replace(/..(?=.)/g, '$&_').toUpperCase(),
    'an array of a program': (digits: string) => digits.replace(/..(?=.)/g, '0x$&, ').replace(/..$/, '0x$&'),
    'numbers one at the other': (digits: string) => digits.replace(/../g, '0x$&'),
    'pairs with hyphens': (digits: string) => digits.replace(/..(?=.)/g, '$&-'),
    'lines': (digits: string) => digits.replace(/.{32}(?=.)/g, '$&\r\n'),
  })) {
    it(`opens ${name}`, () => {
      const text = 'https://canary-7f3a9c.test/incog?q=1';

      assert.ok(holds(piecesFrom(hex, write(Buffer.from(text).toString('hex'))), text));
      assert.ok(holds(piecesFrom(hex, `"${write(Buffer.from(text).toString('hex'))}"`), text));
    });
  }

  it('leaves digits among those of base64 to base64 as well', () => {
    const [alone] = piecesFrom(hex, `"${Buffer.from('page view').toString('hex')}"`);
    const [among] = piecesFrom(hex, `"Zm9v/${Buffer.from('page view').toString('hex')}+Zm9vYmFyZm9vYmFyZm9vYmFy"`);

    assert.deepEqual([alone?.start, alone?.end], [1, 19]);
    assert.deepEqual([among?.bytes.toString(), among?.start === among?.end], ['page view', true]);
  });

  it('opens pairs wherever they begin, and however few', () => {
    for (let before = 0; before < 40; before += 1) {
      for (const text of ['page 1', 'https://a.test']) {
        const pairs = Buffer.from(text).toString('hex').replace(/..(?=.)/g, '$&:');

        assert.ok(holds(piecesFrom(hex, `${'.'.repeat(before)}"${pairs}",`), text), `${text} behind ${before}`);
      }
    }
  });

  it('opens compressed data', () => {
    assert.ok(holds(piecesFrom(hex, `"${gzipSync('abc').toString('hex')}"`), gzipSync('abc')));
  });

  it('says of digits that were turned around that they are', () => {
    const turned = Array.from(gzipSync('abc').toString('hex')).reverse().join('');

    const [piece] = piecesFrom(hex, `{"a":"${turned}"}`);

    assert.deepEqual([piece?.step, piece?.guess], ['reversed', true]);
    assert.ok(holds(piecesFrom(hex, piece!.bytes, ['body', 'reversed']), gzipSync('abc')));
  });

  it('leaves identifiers, times and addresses alone', () => {
    for (const value of ['9774d56d682e549c', '1588240000000', '1588240000000123', '867686021234567', '00:1a:2b:3c:4d:5e', '550e8400-e29b-41d4-a716-446655440000']) {
      assert.deepEqual(piecesFrom(hex, `{"id":"${value}"}`), [], value);
    }
  });

  it('takes a long value as opaque, and one as long as a digest only where a stream comes out of it', () => {
    const noise = Buffer.from(`ff00${createHash('sha512').update('x').digest('hex')}80`, 'hex').subarray(0, 37);
    const digest = createHash('md5').update('y').digest('hex');

    assert.deepEqual(piecesFrom(hex, noise.toString('hex')).map(({ guess }) => guess), [undefined]);
    assert.deepEqual(piecesFrom(hex, digest), []);
    assert.deepEqual(piecesFrom(hex, deflateRawSync('zq7xsecret0001').toString('hex')).map(({ guess }) => guess), [true]);
  });

  it('never throws, and is linear in hostile bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => assert.ok(Array.isArray(piecesFrom(hex, Buffer.from(bytes))))), { numRuns: 300 });
    for (const text of ['A', '\\x', '\\x4', '41:', ': ', '4 ', '0x']) piecesFrom(hex, text.repeat(100_000));
    piecesFrom(hex, randomBytes(300_000).toString('hex'));
  });
});
