import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Flow } from '../../src/flow/flow.ts';
import { Bodies, T0, aFlow, judge, theProbes } from './factories.ts';

const CANARY = 'zq7xfolder00001';
const STRANGER = 'stranger.example';

/** Where a phone may put a value, each as a flow to a stranger. */
const PLACES: readonly ((value: string, bodies: Bodies) => Parameters<typeof aFlow>[0])[] = [
  (value) => ({ url: `https://${value}.${STRANGER}/` }),
  (value) => ({ url: `https://${STRANGER}/a/${value}` }),
  (value) => ({ url: `https://${STRANGER}/?v=${Buffer.from(value).toString('base64url')}` }),
  (value) => ({ url: `https://${STRANGER}/`, headers: [['X-Page', encodeURIComponent(`https://a.example/${value}`)]] }),
  (value) => ({ url: `https://${STRANGER}/`, headers: [['Cookie', `a=b; last=${value}`]] }),
  (value, bodies) => ({ url: `https://${STRANGER}/`, method: 'POST', body: bodies.put(JSON.stringify({ deep: [{ value }] })) }),
  (value, bodies) => ({ url: `https://${STRANGER}/`, method: 'POST', body: bodies.put(gzipSync(`p=${Buffer.from(value).toString('hex')}`)) }),
  (value, bodies) => ({ kind: 'websocket', url: `https://${STRANGER}/`, messages: [{ atMs: T0 + 13_000, from: 'phone', body: bodies.put(value) }] }),
  (value, bodies) => ({ kind: 'tunnel', url: `https://${STRANGER}/`, tunnel: { sent: bodies.put(`\u0001\u0002${value}`), sentBytes: 17, receivedBytes: 0 } }),
  (value) => ({ kind: 'tls-refused', url: `https://${value}.${STRANGER}/` }),
];

const secondsAfterAct = fc.integer({ min: 12_000, max: 58_500 });

describe('judging, as a property', () => {
  it('calls it leaked wherever and whenever a stranger is told the canary', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PLACES), secondsAfterAct, fc.constantFrom('open', 'complete', 'aborted'), (place, afterMs, state) => {
        const bodies = new Bodies();
        const flow = aFlow({ ...place(CANARY, bodies), startMs: T0 + afterMs, state });

        assert.equal(judge({ bodies, extra: [flow] }).verdict.verdict, 'leaked');
      }),
    );
  });

  it('is never silent about something unexpected that began while the action could answer for it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PLACES), fc.integer({ min: 12_000, max: 18_000 }), (place, afterMs) => {
        const bodies = new Bodies();
        const flow = aFlow({ ...place('nothing-of-ours', bodies), startMs: T0 + afterMs });

        assert.equal(judge({ bodies, extra: [flow] }).verdict.verdict, 'noisy');
      }),
    );
  });

  it('says nothing but inconclusive, whatever was seen, when flows of the instrument are missing', () => {
    const instrument = [...theProbes(), aFlow({ url: 'https://privacy.mi.com/all', startMs: T0 + 41_000 })];
    fc.assert(
      fc.property(fc.subarray(instrument, { maxLength: 2 }), fc.array(fc.constantFrom(...PLACES), { maxLength: 4 }), (left, places) => {
        const bodies = new Bodies();
        const seen = places.map((place): Flow => aFlow({ ...place(CANARY, bodies), startMs: T0 + 12_500 }));

        assert.equal(judge({ bodies, flows: [...left, ...seen] }).verdict.verdict, 'inconclusive');
      }),
    );
  });

  it('gives the same verdicts for the same window', () => {
    const flows = [...theProbes(), aFlow({ url: 'https://privacy.mi.com/all', startMs: T0 + 41_000 }), aFlow({ startMs: T0 + 12_400 })];

    assert.deepEqual(judge({ flows }), judge({ flows }));
  });
});
