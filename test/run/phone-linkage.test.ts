import assert from 'node:assert/strict';
import type { Flow, ReadBody } from '../../src/flow/flow.ts';
import type { WindowRecord } from '../../src/flow/window.ts';
import type { Verdict } from '../../src/flow/verdict.ts';
import { readThrough } from '../../src/leak/read-through.ts';
import type { Linkage } from '../../src/report/linkage/linkage.ts';
import { LinkageSearch, type LinkageInput } from '../../src/run/phone-linkage.ts';

const ANDROID_ID = '8d1f6c3ae90b4275';
const BROWSER = 'com.mi.globalbrowser';

describe('what a phone tells together in a whole run', () => {
  it('is found in all that it sent, and outlives a clearing or does not', () => {
    const flows = [
      aFlow('f1', 1_000, `{"distinct_id":"5b0e7f6c2f0d","android_id":"${ANDROID_ID}"}`),
      aFlow('f2', 3_000, `[{"distinct_id":"8e1c4d276b95"},{"distinct_id":"8e1c4d276b95","android_id":"${ANDROID_ID}"}]`),
      aFlow('f3', 4_000, '{"nothing":"of ours"}'),
    ];

    const { rows, survivals } = linkageOf({ ...about(flows), windows: [cleared(2_000)] });

    assert.deepEqual(rows.map(({ company, identifiers, appIds, flows: ids }) => [company, identifiers, appIds, ids]), [['Xiaomi', ['android_id'], ['distinct_id'], ['f1', 'f2']]]);
    assert.deepEqual(survivals.map(({ identifier, package: name, result }) => [identifier, name, result]), [['android_id', BROWSER, 'survives'], ['distinct_id', BROWSER, 'replaced']]);
  });

  it('counts what another app sends of what was planted in the one that was cleared', () => {
    const told = (id: string, startMs: number, song: string): Flow => aFlow(id, startMs, `{"song":"${song}","android_id":"${ANDROID_ID}"}`, 'com.miui.analytics');
    const flows = [told('f1', 1_600, 'zq7before1'), told('f2', 3_600, 'zq7after22'), told('f3', 4_000, 'zq7before1')];
    const windows = [{ ...cleared(2_000), actions: [performed('before', 1_500, 'zq7before1'), ...cleared(2_000).actions, performed('after', 3_500, 'zq7after22')] }];

    const { cleared: packages, survivals } = linkageOf({ ...about(flows), windows });

    assert.deepEqual(packages, [BROWSER]);
    // What is told of the first one afterwards had waited there, and says nothing.
    assert.deepEqual(survivals.map(({ identifier, result, flows: ids }) => [identifier, result, ids]), [['android_id', 'survives', { before: ['f1'], after: ['f2'] }]]);
  });

  it('leaves out of it what only went to the same host', () => {
    const flows = [1_000, 3_000].map((startMs) => aFlow(`f${startMs}`, startMs, `{"android_id":"${ANDROID_ID}"}`, null));

    assert.deepEqual(linkageOf({ ...about(flows), windows: [cleared(2_000)] }).survivals, []);
  });

  it('is not tested for outliving where nothing was cleared', () => {
    const { survivals } = linkageOf({ ...about([aFlow('f1', 1_000, `{"android_id":"${ANDROID_ID}"}`)]), windows: [] });

    assert.deepEqual(survivals.map(({ identifier, result }) => [identifier, result]), [['android_id', 'not tested']]);
  });
});

const bodies = new Map<string, Buffer>();

interface Said extends LinkageInput {
  readonly flows: readonly Flow[];
  readonly readBody: ReadBody;
  readonly verdicts: readonly Verdict[];
}

function linkageOf({ flows, readBody, verdicts, ...input }: Said): Linkage {
  const search = new LinkageSearch(input);
  readThrough({ flows, readBody }, [search]);
  return search.linkage(verdicts);
}

function about(flows: readonly Flow[]): Omit<Said, 'windows'> {
  return {
    facts: { id: 'note8', identifiers: { android_id: ANDROID_ID }, androidVersion: '9', model: 'Redmi Note 8' },
    verdicts: [], flows, readBody: ({ sha256 }) => bodies.get(sha256) ?? Buffer.alloc(0), installed: [BROWSER],
  };
}

/** @param sender The package it names as its own; null for none. */
function aFlow(id: string, startMs: number, body: string, sender: string | null = BROWSER): Flow {
  bodies.set(id, Buffer.from(body));
  return {
    id, startMs, endMs: startMs + 10, device: 'note8', kind: 'http', state: 'complete', host: 'sa.api.intl.miui.com', port: 443, secure: true, recorder: 'r',
    request: {
      method: 'POST', url: 'https://sa.api.intl.miui.com/sa', httpVersion: '1.1', body: { sha256: id, byteCount: body.length },
      headers: [['content-type', 'application/json'], ...(sender === null ? [] : [['x-requested-with', sender] as const])],
    },
  };
}

function performed(name: string, atMs: number, song: string): WindowRecord['actions'][number] {
  return {
    name, kind: 'action', segment: 0, claims: [], canaries: [{ role: 'song', value: song }], addressees: [], subjects: [], landed: true, screenshots: [], steps: [],
    act: { startMs: atMs, endMs: atMs + 50 },
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
