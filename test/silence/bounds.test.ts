import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Bodies, T0, aFlow, judge } from './factories.ts';

const CANARY = 'zq7xfolder00001';
const MEBIBYTE = 1024 * 1024;

describe('judging what is sent to exhaust the judge', function () {
  // Each takes a fraction of a second; what is not bounded takes minutes.
  this.timeout(20_000);

  for (const [what, make, expected] of [
    ['five megabytes of noise', () => randomBytes(5 * MEBIBYTE), 'noisy'],
    ['five megabytes of base64', () => randomBytes(4 * MEBIBYTE).toString('base64'), 'noisy'],
    ['a gzip bomb', () => gzipSync(Buffer.alloc(100 * MEBIBYTE)), 'noisy'],
    ['base64 twenty-four layers deep', () => deep(24), 'noisy'],
    ['a million brackets', () => '['.repeat(MEBIBYTE) + ']'.repeat(MEBIBYTE), 'noisy'],
    ['a hundred thousand events that name the canary', () => JSON.stringify(Array.from({ length: 100_000 }, (_, index) => ({ time: T0 + index, name: CANARY }))), 'leaked'],
    ['a hundred thousand fields that name it', () => Array.from({ length: 100_000 }, (_, index) => `k${index}=${CANARY}`).join('&'), 'leaked'],
  ] as const) {
    it(`ends for ${what}, and is not silent`, () => {
      const bodies = new Bodies();

      const { verdict } = judge({ bodies, extra: [aFlow({ method: 'POST', body: bodies.put(make()), startMs: T0 + 12_400 })] });

      assert.equal(verdict.verdict, expected);
      assert.ok(verdict.findings.length <= 50);
    });
  }
});

function deep(layers: number): string {
  return Array.from({ length: layers }).reduce<string>((text) => Buffer.from(text).toString('base64'), JSON.stringify({ name: CANARY }));
}
