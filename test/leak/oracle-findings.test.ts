import assert from 'node:assert/strict';
import type { OracleEvent } from '../../src/flow/oracle.ts';
import { findingsInOracle, findingsInOracleOf } from '../../src/leak/oracle-findings.ts';
import { prepareSearch } from '../../src/leak/search.ts';
import { CANARY_PREFIX } from '../../src/flow/canary.ts';

const FOLDER = `${CANARY_PREFIX}k3n9d0qq7z`;

describe("what the SDK's log tells of an event", () => {
  const search = prepareSearch([
    { name: 'canary:name', class: 'planted', value: FOLDER, action: 'opens a folder' },
    { name: 'imei', class: 'personal', value: '866032041234567' },
  ]);
  const event = (data: unknown, text = ''): OracleEvent => ({ atMs: 1, kind: 'handed over', tag: 'OneTrackSystemImp', package: 'com.a.b', ...(data === undefined ? {} : { data }), text });

  it('is searched for what is ours, with a path that can be read and the event\'s own time', () => {
    const data = { H: { imei: '866032041234567', e_ts: 1_600_000_000_123 }, B: { folder: FOLDER, inner: Buffer.from(FOLDER).toString('base64') } };
    const hits = findingsInOracle(event(data), search, { id: 'f7', host: 'tracking.miui.com', owner: 'com.miui.analytics' });
    assert.deepEqual(hits.map(({ finding: { indicator, path, flow, owner, eventTimeMs } }) => [indicator, path.join(' '), flow, owner, eventTimeMs]), [
      ['imei', 'oracle json:$.H.imei', 'f7', 'com.miui.analytics', 1_600_000_000_123],
      ['canary:name', 'oracle json:$.B.folder', 'f7', 'com.miui.analytics', 1_600_000_000_123],
      ['canary:name', 'oracle json:$.B.inner base64', 'f7', 'com.miui.analytics', 1_600_000_000_123],
    ]);
  });

  it('is searched as text where its JSON is torn, and finds nothing in what is not ours', () => {
    const torn = findingsInOracle(event(undefined, `track data:{"B":{"folder":"${FOLDER}`), search);
    assert.deepEqual(torn.map(({ finding: { indicator, path, owner } }) => [indicator, path, owner]), [['canary:name', ['oracle'], 'com.a.b']]);
    assert.deepEqual(findingsInOracle(event({ B: { folder: 'Download' } }), search), []);
  });

  it('is told once where the upload that holds it is told of as well, and twice where that holds something else', () => {
    const flow = { id: 'f7', host: 'tracking.miui.com', owner: 'com.miui.analytics' };
    const opened = { H: { event: 'open', e_ts: 1_600_000_000_123 }, B: { folder: FOLDER, inner: Buffer.from(FOLDER).toString('base64') } };
    const renamed = { H: { event: 'rename', e_ts: 1_600_000_000_456 }, B: { folder: FOLDER } };
    const upload: OracleEvent = { ...event([{ H: {} }, opened]), kind: 'uploading' };
    const pathsIn = (events: readonly OracleEvent[]): readonly string[] => findingsInOracleOf(events, search, flow).map(({ finding: { path } }) => path.slice(1).join(' '));

    assert.deepEqual(pathsIn([event(opened), upload]), ['json:$[1].B.folder', 'json:$[1].B.inner base64']);
    assert.deepEqual(pathsIn([event(opened)]), ['json:$.B.folder', 'json:$.B.inner base64']);
    assert.deepEqual(pathsIn([event(renamed), upload]), ['json:$.B.folder', 'json:$[1].B.folder', 'json:$[1].B.inner base64']);
  });
});
