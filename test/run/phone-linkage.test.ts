import assert from 'node:assert/strict';
import type { Flow } from '../../src/flow/flow.ts';
import type { WindowRecord } from '../../src/flow/window.ts';
import { linkageOf } from '../../src/run/phone-linkage.ts';

const ANDROID_ID = '8d1f6c3ae90b4275';
const BROWSER = 'com.mi.globalbrowser';

describe('what a phone tells together in a whole run', () => {
  it('is found in all that it sent, and outlives a clearing or does not', () => {
    const flows = [
      aFlow('f1', 1_000, `{"distinct_id":"aaaaaaaaaaaa","android_id":"${ANDROID_ID}"}`),
      aFlow('f2', 3_000, `{"distinct_id":"bbbbbbbbbbbb","android_id":"${ANDROID_ID}"}`),
      aFlow('f3', 4_000, '{"nothing":"of ours"}'),
    ];

    const { rows, survivals } = linkageOf({ ...about(flows), windows: [cleared(2_000)] });

    assert.deepEqual(rows.map(({ company, identifiers, appIds, flows: ids }) => [company, identifiers, appIds, ids]), [['Xiaomi', ['android_id'], ['distinct_id'], ['f1', 'f2']]]);
    assert.deepEqual(survivals.map(({ identifier, package: name, result }) => [identifier, name, result]), [['android_id', BROWSER, 'survives'], ['distinct_id', BROWSER, 'replaced']]);
  });

  it('is not tested for outliving where nothing was cleared', () => {
    const { survivals } = linkageOf({ ...about([aFlow('f1', 1_000, `{"android_id":"${ANDROID_ID}"}`)]), windows: [] });

    assert.deepEqual(survivals.map(({ identifier, result }) => [identifier, result]), [['android_id', 'not tested']]);
  });
});

const bodies = new Map<string, Buffer>();

function about(flows: readonly Flow[]): Omit<Parameters<typeof linkageOf>[0], 'windows'> {
  return {
    facts: { id: 'note8', identifiers: { android_id: ANDROID_ID }, androidVersion: '9', model: 'Redmi Note 8' },
    verdicts: [], flows, readBody: ({ sha256 }) => bodies.get(sha256) ?? Buffer.alloc(0), installed: [BROWSER],
  };
}

function aFlow(id: string, startMs: number, body: string): Flow {
  bodies.set(id, Buffer.from(body));
  return {
    id, startMs, endMs: startMs + 10, device: 'note8', kind: 'http', state: 'complete', host: 'sa.api.intl.miui.com', port: 443, secure: true, recorder: 'r',
    request: {
      method: 'POST', url: 'https://sa.api.intl.miui.com/sa', httpVersion: '1.1', body: { sha256: id, byteCount: body.length },
      headers: [['content-type', 'application/json'], ['x-requested-with', BROWSER]],
    },
  };
}

function cleared(atMs: number): WindowRecord {
  const span = { startMs: atMs, endMs: atMs + 100 };
  const action = {
    name: 'clears', kind: 'action', segment: 0, claims: [], canaries: [], addressees: [], subjects: [], landed: true, screenshots: [],
    steps: [{ ...span, title: 'clears', clears: BROWSER }],
  } as const;
  return {
    ...span, id: 'w', round: 1, device: 'note8', spec: 's', journey: 'j', package: BROWSER, settleMs: 0, drainMs: 0, barriers: [], clockOffsetMs: 0, preconditions: [],
    blindSpots: [], actions: [action],
  };
}
