import assert from 'node:assert/strict';
import type { Credit } from '../../src/attribute/credit.ts';
import type { Flow } from '../../src/flow/flow.ts';
import type { ExaminedFlow } from '../../src/silence/examine.ts';
import { isForUpload } from '../../src/silence/key-request.ts';
import { ANDROID_ID, Bodies, T0, aControl, aFlow, aSham, aWindow, anAction, judge } from './factories.ts';
import { opaqueBytes } from './simulated-spec.ts';

const HOST = 'https://tracking.miui.com';
const bodies = new Bodies();
const keyOf = (bytes: number, more = ''): string => `secretKey=${opaqueBytes(bytes).toString('base64url')}&sign=ddd3cb2a1d29180ad6009c0700abbb6b${more}`;
const flows = (change: { readonly key?: string; readonly status?: number; readonly path?: string; readonly to?: string; readonly upload?: Buffer | string; readonly afterMs?: number } = {}) => {
  const { key = keyOf(128), status = 200, path = '/track/key_get', to = HOST, upload = opaqueBytes(496), afterMs = 90 } = change;
  const asked = aFlow({ id: 'key', url: `${HOST}${path}`, method: 'POST', body: bodies.put(key), response: { status, statusText: '', headers: [] }, startMs: T0 + 12_400, endMs: T0 + 12_440 });
  return [asked, aFlow({ id: 'upload', url: `${to}/track/v4`, method: 'POST', body: bodies.put(upload), startMs: T0 + 12_400 + afterMs })];
};

const CREDIT: Credit = { action: 'opens', rung: 'event time', confidence: 'likely', sharedBy: 1 };

function examined(flow: Flow, credits: readonly Credit[]): ExaminedFlow {
  return { flow, hits: [], eventTimesMs: [], owner: { owner: 'unknown', rung: 'unknown', confidence: 'possible', because: 'nothing tells' }, isOpaque: true, credits };
}

describe('a request for the key of an upload', () => {
  it('is of the sending that it is made for, and no event of its own', () => {
    assert.deepEqual(judge({ bodies, extra: flows() }).verdict.flows, ['upload']);
  });

  for (const [what, ofFirst, ofSecond, afterMs, expected] of [
    ['is of a sending of which the first upload is of nobody', [], [CREDIT], 40, true],
    ['is an event of its own where none of a sending is of anybody', [], [], 40, false],
    ['is an event of its own where what is of somebody comes later than one sending', [], [CREDIT], 3_100, false],
  ] as const) {
    it(what, () => {
      const [key, upload] = flows().map((flow) => examined(flow, []));
      const second = aFlow({ id: 'second', url: `${HOST}/track/v4`, method: 'POST', body: bodies.put(opaqueBytes(480)), startMs: T0 + 12_490 + afterMs });

      assert.equal(isForUpload(key!, [key!, { ...upload!, credits: ofFirst }, examined(second, ofSecond)]), expected);
    });
  }

  for (const [what, extra] of [
    ['nothing follows', flows().slice(0, 1)],
    ['what follows goes to another host', flows({ to: 'https://other.example' })],
    ['what follows comes long after', flows({ afterMs: 2_100 })],
    ['what follows does not wait for the answer', flows({ afterMs: 20 })],
    ['what follows can be read', flows({ upload: JSON.stringify({ event: 'open' }) })],
    ['it was not answered', flows({ status: 500 })],
    ['it is larger than a key', flows({ key: keyOf(400) })],
    ['it names the phone', flows({ key: keyOf(128, `&id=${ANDROID_ID}`) })],
    ['it asks for something else', flows({ path: '/track/v4/o' })],
  ] as const) {
    it(`is an event of its own where ${what}`, () => {
      assert.ok(judge({ bodies, extra }).verdict.flows.includes('key'));
    });
  }

  it('is of nobody whom the upload is not of, though it came when they may have brought it', () => {
    // Either may have brought the key, by when it came. The upload tells of the second alone, by a canary.
    const second = anAction({ name: 'second', atMs: T0 + 24_000, canaries: [{ role: 'folder', value: 'zq7xsecond' }] });
    const window = aWindow({ drainMs: 20_000, actions: [aSham(), anAction(), second, aControl()] });
    const [key, upload] = flows({ upload: Buffer.concat([Buffer.from('{"name":"zq7xsecond"}\n'), opaqueBytes(400)]) });
    const at = (flow: typeof key, startMs: number) => ({ ...flow!, startMs, endMs: startMs + 20 });

    const { verdicts } = judge({ bodies, window, extra: [at(key, T0 + 24_300), at(upload, T0 + 24_400)] });

    assert.deepEqual(verdicts.map((verdict) => verdict.flows.includes('key')), [false, false]);
    assert.equal(verdicts[1]?.verdict, 'leaked');
  });
});
