import assert from 'node:assert/strict';
import { isAlike, signatureOf } from '../../src/silence/signature.ts';
import { aFlow } from './factories.ts';

describe('what makes two events the same', () => {
  for (const [url, expected] of [
    ['https://x.example/track/v4', 'POST x.example:443/track/v4'],
    ['https://x.example/u/20261121/a', 'POST x.example:443/u/{number}/a'],
    ['https://x.example/u/0f8fad5b-d9cb-469f-a165-70867728950e?q=1', 'POST x.example:443/u/{uuid}'],
    ['https://x.example/u/9c1185a5c5e9fc54', 'POST x.example:443/u/{hex}'],
    ['https://x.example/u/dGhpcyBpcyBhIHRlc3QgMTI', 'POST x.example:443/u/{token}'],
    ['https://x.example/items/item-88412.json', 'POST x.example:443/items/item-{number}.json'],
    ['https://x.example/facade/deadbeef/dedication', 'POST x.example:443/facade/deadbeef/dedication'],
    ['not an address', 'POST x.example:443'],
  ] as const) {
    it(`is ${expected} for ${url}`, () => {
      assert.equal(signatureOf(aFlow({ host: 'x.example', request: { method: 'POST', url, httpVersion: '1.1', headers: [] } })), expected);
    });
  }

  it('is the host alone where nothing was read', () => {
    assert.equal(signatureOf(aFlow({ kind: 'tls-refused', url: 'https://x.example/' })), 'TLS x.example:443');
    assert.equal(signatureOf(aFlow({ kind: 'tunnel', url: 'https://x.example/' })), 'tunnel x.example:443');
  });

  for (const [one, other, expected] of [
    [40, 4_000, false],
    [300, 2_000, true],
    [0, 9, false],
    [undefined, 4_000, true],
  ] as const) {
    it(`${expected ? 'may be' : 'is not'} the same of ${one ?? 'readable'} and ${other} bytes`, () => {
      const of = (opaqueBytes: number | undefined) => ({ signature: 's', ...(opaqueBytes !== undefined && { opaqueBytes }) });

      assert.equal(isAlike(of(one), of(other)), expected);
      assert.equal(isAlike(of(other), of(one)), expected);
    });
  }
});
