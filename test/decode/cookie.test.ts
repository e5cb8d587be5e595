import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { decodeFlow } from '../../src/decode/decode-flow.ts';
import { aFlow } from '../silence/factories.ts';
import { placeOf } from './place-of.ts';

const TEXT = '{"x":"zq7xartist0001"}';

describe('a cookie', () => {
  for (const [what, cookie, step] of [
    ['with a name', `a=b; last=${deflateSync(TEXT).toString('hex')}; c=d`, 'cookie:last'],
    ['without one', deflateSync(TEXT).toString('hex'), 'cookie:'],
    ['of which each value is encoded by itself', `v=a=1&b=${deflateSync(TEXT).toString('hex').replace(/../g, '%$&')}`, 'cookie:v'],
    ['that is padded base64', Buffer.from(`${TEXT} `).toString('base64'), 'cookie:'],
    ['that is padded base64 under a name', `v=${Buffer.from(`${TEXT} `).toString('base64')}`, 'cookie:v'],
  ] as const) {
    it(`is read ${what}`, () => {
      const path = placeOf(decodeFlow(aFlow({ headers: [['Cookie', cookie]] }), () => Buffer.alloc(0)), 'zq7xartist0001');

      assert.deepEqual([path?.[0], path?.[1], path?.at(-1)], ['header:cookie', step, 'json:$.x']);
    });
  }
});
