import assert from 'node:assert/strict';
import { survivalsOf } from '../../../src/report/linkage/survival.ts';
import type { TellingFlow } from '../../../src/report/linkage/telling-flow.ts';

const BROWSER = 'com.mi.globalbrowser';
const ANALYTICS = 'com.miui.analytics';
const CLEARED = { package: BROWSER, startMs: 100, endMs: 110 };
const OLD = '5b0e7f6c2f0d';
const NEW = '8e1c4d276b95';

describe('what clearing an app\'s data changes', () => {
  for (const [what, flows, result] of [
    ['survives when the phone\'s identifier goes on being sent', [sent(50, { personal: true }), sent(150, { personal: true })], 'survives'],
    ['is gone when the same company is told of the same again without it', [sent(50, { personal: true, of: 40 }), sent(150, { of: 140 })], 'gone'],
    ['is not told when something else is sent without it', [sent(50, { personal: true, of: 40 }), sent(150, {})], 'not told'],
    ['is not told when another company is told afterwards', [sent(50, { personal: true }), sent(150, { personal: true, host: 'graph.facebook.com' })], 'not told'],
    ['is not told when nothing is sent afterwards', [sent(50, { personal: true })], 'not told'],
    ['is not told when it was not sent before', [sent(150, { personal: true })], 'not told'],
    ['is not told by what was under way while it was cleared', [sent(50, { personal: true }), sent(105, { personal: true })], 'not told'],
    ['survives when another app sends it of what was done in this one', [sent(50, { personal: true, of: 40, by: ANALYTICS }), sent(150, { personal: true, of: 140, by: ANALYTICS })], 'survives'],
    ['is not told by what another app sends late of what was done before', [sent(50, { personal: true, of: 40, by: ANALYTICS }), sent(150, { personal: true, of: 40, by: ANALYTICS })], 'not told'],
  ] as const) {
    it(`says that an identifier ${what}`, () => {
      assert.deepEqual(survivalsOf(flows, [CLEARED]).map(({ identifier, package: name, result: found }) => [identifier, name, found]), [['android_id', BROWSER, result]]);
    });
  }

  for (const [what, flow] of [
    ['somebody else sends', sent(50, { personal: true, by: 'com.miui.home' })],
    ['somebody sends of whom nobody knows but where it went', { ...sent(50, { personal: true }), isOwnerProven: false }],
    ['tells of another app', { ...sent(50, { personal: true }), tellsOf: [{ package: 'com.miui.player', startMs: 40 }] }],
  ] as const) {
    it(`says nothing of what ${what}`, () => assert.deepEqual(survivalsOf([flow], [CLEARED]), []));
  }

  for (const [what, before, after, result] of [
    ['survives with its value', [[OLD, 1]], [[OLD, 1]], 'survives'],
    ['is replaced by another that is kept', [[OLD, 1]], [[NEW, 2]], 'replaced'],
    ['is replaced when it was kept before', [[OLD, 2]], [[NEW, 1]], 'replaced'],
    ['is not told when it is a new one in every report', [[OLD, 1], ['a1b2c3d4', 1]], [[NEW, 1], ['e5f6a7b8', 1]], 'not told'],
  ] as const) {
    it(`says that an app's own id ${what}`, () => {
      const flows = [...before.map(([value, times], index) => sent(50 + index, { appId: value, times })), ...after.map(([value, times], index) => sent(150 + index, { appId: value, times }))];

      assert.deepEqual(survivalsOf(flows, [CLEARED]).map(({ identifier, result: found }) => [identifier, found]), [['distinct_id', result]]);
    });
  }

  it('knows a value that came in two reports for one that is kept', () => {
    const flows = [sent(50, { appId: OLD }), sent(60, { appId: OLD }), sent(150, { appId: NEW })];

    assert.equal(survivalsOf(flows, [CLEARED])[0]?.result, 'replaced');
  });

  it('names what ties the new value to the old one, and the flows it is told from', () => {
    const [phone, own] = survivalsOf([sent(50, { personal: true, appId: OLD, times: 2 }), sent(150, { personal: true, appId: NEW, times: 2 })], [CLEARED]);

    assert.ok(phone !== undefined && own !== undefined);
    assert.deepEqual(phone.flows, { before: ['f50'], after: ['f150'] });
    assert.equal(phone.because, 'android_id survives clearing the data of com.mi.globalbrowser: the same value went to miui.com before (flow f50) and after (flow f150).');
    assert.deepEqual(own.tiedBy, ['android_id']);
    assert.equal(own.because, 'distinct_id was replaced when the data of com.mi.globalbrowser was cleared: another value went to miui.com after (flow f150) than before (flow f50).');
  });

  it('ties nothing to what travelled apart', () => {
    const flows = [sent(50, { appId: OLD, times: 2 }), sent(60, { personal: true }), sent(150, { appId: NEW, times: 2 }), sent(160, { personal: true })];

    assert.deepEqual(survivalsOf(flows, [CLEARED]).map(({ tiedBy }) => tiedBy), [undefined, undefined]);
  });

  it('holds what came between two clearings against either, and tells the clearest of both', () => {
    const again = { package: BROWSER, startMs: 200, endMs: 210 };
    const flows = [sent(50, { appId: OLD, times: 2 }), sent(150, { appId: NEW, times: 2 }), sent(250, { appId: 'a1b2c3d4', times: 2 })];

    assert.deepEqual(survivalsOf(flows, [again, CLEARED]).map(({ result, flows: ids }) => [result, ids]), [['replaced', { before: ['f50'], after: ['f150'] }]]);
    assert.equal(survivalsOf([...flows, sent(260, { appId: NEW })], [again, CLEARED])[0]?.result, 'survives');
  });

  it('is not tested where no run clears any', () => {
    assert.deepEqual(survivalsOf([sent(50, { personal: true })], []), [{ identifier: 'android_id', result: 'not tested', because: 'No app\'s data was cleared in this run.' }]);
  });
});

interface Said {
  readonly personal?: boolean;
  readonly appId?: string;
  readonly times?: number;
  /** When the act was performed that it tells of. */
  readonly of?: number;
  readonly by?: string;
  readonly host?: string;
}

function sent(startMs: number, { personal = false, appId, times = 1, of, by = BROWSER, host = 'sa.api.intl.miui.com' }: Said): TellingFlow {
  return {
    id: `f${startMs}`, startMs, host, owner: by, isOwnerProven: true,
    ...(of === undefined ? {} : { tellsOf: [{ package: BROWSER, startMs: of }] }),
    findings: personal ? [{ indicator: 'android_id', class: 'personal', host, owner: by, path: ['body'], flow: `f${startMs}` }] : [],
    appIds: appId === undefined ? [] : [{ name: 'distinct_id', value: appId, times }],
  };
}
