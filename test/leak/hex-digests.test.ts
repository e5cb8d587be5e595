import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { DigestSet } from '../../src/leak/digest-set.ts';
import { HexDigests } from '../../src/leak/hex-digests.ts';

const DIGEST = createHash('sha256').update('zq7xk3v9mw2pt8ra').digest();
const OTHER = createHash('md5').update('863214058830137').digest();

describe('digests in hexadecimal', () => {
  const digests = new DigestSet();
  digests.add(DIGEST);
  digests.add(OTHER);
  const search = new HexDigests(digests);

  it('are found from any digit on, sixteen digits and more, in a run of any others', () => {
    const pieces = fc.record({ isOther: fc.boolean(), from: fc.nat(48), length: fc.integer({ min: 16, max: 64 }) });
    fc.assert(fc.property(pieces, fc.stringMatching(/^[0-9a-f]{0,40}$/), fc.stringMatching(/^[g-z ]{0,20}$/), ({ isOther, from, length }, before, between) => {
      const hex = (isOther ? OTHER : DIGEST).toString('hex');
      const piece = hex.slice(Math.min(from, hex.length - 16), from + length);
      const [found] = all(`${between}${before}${piece}${between}`);
      assert.ok(found !== undefined, piece);
      assert.deepEqual([found.digest, found.at <= between.length + before.length, found.length >= piece.length], [isOther ? 1 : 0, true, true]);
    }), { numRuns: 300 });
  });

  it('are found by any sixteen digits in a row, wherever they begin in memory', () => {
    const hex = DIGEST.toString('hex');
    for (let from = 0; from + 16 <= hex.length; from += 1) {
      for (let before = 0; before < 8; before += 1) {
        assert.deepEqual(all(`${'-'.repeat(before)}${hex.slice(from, from + 16)}`), [{ digest: 0, at: before, length: 16 }], `16 digits from ${from} on behind ${before} bytes`);
      }
    }
  });

  it('are told once each, and not below sixteen digits', () => {
    const hex = DIGEST.toString('hex');
    assert.deepEqual(all(`${hex}${hex.toUpperCase()} ${OTHER.toString('hex')}`).map(({ digest, length }) => [digest, length]), [[0, 64], [0, 64], [1, 32]]);
    assert.deepEqual(all(`x${hex.slice(5, 20)} ${hex.slice(40, 55)}z`), []);
  });

  it('are searched in time that grows with the bytes, whatever they are', () => {
    const started = performance.now();
    all('f'.repeat(2_000_000));
    all(DIGEST.toString('hex').slice(0, 15).repeat(100_000));
    assert.ok(performance.now() - started < 2_000);
  });

  function all(text: string): readonly { readonly digest: number; readonly at: number; readonly length: number }[] {
    const found: { digest: number; at: number; length: number }[] = [];
    search.scan(Buffer.from(text), (digest, at, length) => found.push({ digest, at, length }));
    return found;
  }
});
