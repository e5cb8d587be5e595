import assert from 'node:assert/strict';
import { decodeFlow } from '../../../src/decode/decode-flow.ts';
import { appIdsIn } from '../../../src/report/linkage/app-ids.ts';
import { aFlow } from '../../record/flow-factory.ts';

describe('ids that apps made up', () => {
  for (const [what, body, expected] of [
    ['by the names SDKs give them', '{"distinct_id": "5f0c0b3f9a1d","B":{"instance_id":"1f3d6a52-8c07"}}', ['distinct_id 5f0c0b3f9a1d', 'instance_id 1f3d6a52-8c07']],
    ['once each', '[{"uuid":"aaaaaaaa"},{"uuid":"aaaaaaaa"},{"uuid":"bbbbbbbb"}]', ['uuid aaaaaaaa', 'uuid bbbbbbbb']],
    ['not where the value is no id', '{"uuid":7,"distinct_id":"","instance_id":null,"anon_id":"short"}', []],
    ['not by a name that only ends alike', '{"$device_id":"aaaaaaaa","my_uuid":"aaaaaaaa"}', []],
  ] as const) {
    it(`are read ${what}`, () => {
      const layers = decodeFlow(...flowWith(body));

      assert.deepEqual(appIdsIn(layers).map(({ name, value }) => `${name} ${value}`), expected);
    });
  }
});

function flowWith(body: string): Parameters<typeof decodeFlow> {
  const url = 'https://sa.api.intl.miui.com/sa';
  return [aFlow({ request: { method: 'POST', url, httpVersion: '1.1', headers: [], body: { sha256: 'b', byteCount: body.length } } }), () => Buffer.from(body)];
}
