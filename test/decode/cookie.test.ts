import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { decodeFlow } from '../../src/decode/decode-flow.ts';
import { walkLayers } from '../../src/decode/layer.ts';
import { aFlow } from '../silence/factories.ts';

const TEXT = '{"x":"zq7xartist0001"}';

describe('a cookie', () => {
  for (const [what, cookie, step] of [
    ['with a name', `a=b; last=${deflateSync(TEXT).toString('hex')}; c=d`, 'cookie:last'],
    ['without one', deflateSync(TEXT).toString('hex'), 'cookie:'],
    ['that is padded base64', Buffer.from(`${TEXT} `).toString('base64'), 'cookie:'],
    ['that is padded base64 under a name', `v=${Buffer.from(`${TEXT} `).toString('base64')}`, 'cookie:v'],
  ] as const) {
    it(`is read ${what}`, () => {
      const layers = [...walkLayers(decodeFlow(aFlow({ headers: [['Cookie', cookie]] }), () => Buffer.alloc(0)))];
      const innermost = layers.find(({ bytes, children }) => children.length === 0 && bytes.toString() === 'zq7xartist0001');

      assert.deepEqual([innermost?.path[0], innermost?.path[1], innermost?.path.at(-1)], ['header:cookie', step, 'json:$.x']);
    });
  }
});
