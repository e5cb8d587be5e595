import assert from 'node:assert/strict';
import { survivalsOf } from '../../../src/report/linkage/survival.ts';
import type { TellingFlow } from '../../../src/report/linkage/telling-flow.ts';

const BROWSER = 'com.mi.globalbrowser';
const CLEARED = { package: BROWSER, startMs: 100, endMs: 110 };

describe('what clearing an app\'s data changes', () => {
  for (const [what, flows, result] of [
    ['survives when the phone\'s identifier goes on being sent', [sent(50, { personal: true }), sent(150, { personal: true })], 'survives'],
    ['is gone when the same company is told again without it', [sent(50, { personal: true }), sent(150, {})], 'gone'],
    ['is not told when nothing is sent afterwards', [sent(50, { personal: true })], 'not told'],
    ['is not told when it was not sent before', [sent(150, { personal: true })], 'not told'],
    ['is not told by somebody else\'s flows', [sent(50, { personal: true }), { ...sent(150, { personal: true }), owner: 'com.miui.home' }], 'not told'],
    ['is not told by what was under way while it was cleared', [sent(50, { personal: true }), sent(105, { personal: true })], 'not told'],
  ] as const) {
    it(`says that an identifier ${what}`, () => {
      assert.deepEqual(survivalsOf(flows, [CLEARED]).map(({ identifier, package: name, result: found }) => [identifier, name, found]), [['android_id', BROWSER, result]]);
    });
  }

  for (const [what, after, result] of [['survives with its value', 'aaaaaaaa', 'survives'], ['is replaced by another', 'bbbbbbbb', 'replaced']] as const) {
    it(`says that an app's own id ${what}`, () => {
      const flows = [sent(50, { appId: 'aaaaaaaa' }), sent(150, { appId: after })];

      assert.deepEqual(survivalsOf(flows, [CLEARED]).map(({ identifier, result: found }) => [identifier, found]), [['distinct_id', result]]);
    });
  }

  it('is not tested where no run clears any', () => {
    assert.deepEqual(survivalsOf([sent(50, { personal: true })], []), [{ identifier: 'android_id', result: 'not tested', because: 'No app\'s data was cleared in this run.' }]);
  });
});

function sent(startMs: number, { personal = false, appId }: { readonly personal?: boolean; readonly appId?: string }): TellingFlow {
  const host = 'sa.api.intl.miui.com';
  return {
    id: `f${startMs}`, startMs, host, owner: BROWSER,
    findings: personal ? [{ indicator: 'android_id', class: 'personal', host, owner: BROWSER, path: ['body'], flow: `f${startMs}` }] : [],
    appIds: appId === undefined ? [] : [{ name: 'distinct_id', value: appId }],
  };
}
