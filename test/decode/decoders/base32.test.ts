import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { base32 } from '../../../src/decode/decoders/base32.ts';
import { holds, piecesFrom } from './ask.ts';

function write(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits.replace(/.{1,5}/g, (five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[parseInt(five.padEnd(5, '0'), 2)]!);
}

const padded = (digits: string): string => digits + '='.repeat((8 - (digits.length % 8)) % 8);
const canaries = fc.string({ unit: fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz0123456789')), minLength: 10, maxLength: 60 });

describe('the base32 decoder', () => {
  it('opens a value in either case, padded or not', () => {
    const places = fc.constantFrom(['', ''], ['"', '"'], ['data=', '&x=1'], ['', '.exfil.test']);
    fc.assert(
      fc.property(canaries, fc.boolean(), fc.boolean(), places, (canary, isUpper, isPadded, [before, after]) => {
        const digits = write(Buffer.from(canary));
        const text = isPadded ? padded(digits) : digits;
        assert.ok(holds(piecesFrom(base32, before + (isUpper ? text : text.toLowerCase()) + after), canary));
      }),
      { numRuns: 300 },
    );
  });

  it('opens compressed data', () => {
    assert.ok(holds(piecesFrom(base32, `"${padded(write(gzipSync('abc')))}"`), gzipSync('abc')));
  });

  it('puts together the labels of a host name that carry one value', () => {
    const canary = 'https://canary-7f3a9c.test/incognito?question=a+long+one&more=1234567890';
    const host = `${write(Buffer.from(canary)).toLowerCase().replace(/.{40}(?=.)/g, '$&.')}.exfil.test`;

    assert.ok(holds(piecesFrom(base32, host, ['host']), canary));
  });

  it('leaves words and noise alone', () => {
    for (const text of ['"internationalization"', `"${write(randomBytes(20).fill(0xfe, 0, 3))}"`]) assert.deepEqual(piecesFrom(base32, text), [], text);
  });

  it('never throws, and is linear in hostile bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => assert.ok(Array.isArray(piecesFrom(base32, Buffer.from(bytes))))), { numRuns: 300 });
    for (const character of ['A', '=', 'a.']) piecesFrom(base32, character.repeat(1_000_000));
  });
});
