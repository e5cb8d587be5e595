import assert from 'node:assert/strict';
import { membersOf } from '../../src/attribute/uid-group.ts';
import type { OracleEvent } from '../../src/flow/oracle.ts';

const facts = (uid: number) => ({ versionName: '', versionCode: '', uid });
const phone = { packages: { 'com.miui.player': facts(10086), 'com.miui.analytics': facts(10081), 'com.android.settings': facts(1000) } };
const handedBy = (name: string): OracleEvent => ({ atMs: 1, kind: 'handed over', tag: 'OneTrackSystemImp', package: name, text: '' });

describe('a UID group', () => {
  for (const [app, by, expected] of [
    ['com.miui.player', 'com.miui.player', ['10086 own false', '10081 delegate true', '1000 shared false']],
    ['com.miui.player', 'com.miui.home', ['10086 own false', '10081 delegate false', '1000 shared false']],
    ['com.android.settings', 'com.android.settings', ['1000 shared false', '10081 delegate true']],
  ] as const) {
    it(`of ${app} says whose each UID is and what ${by} taught: ${expected.join(', ')}`, () => {
      assert.deepEqual(membersOf(app, phone, [handedBy(by)]).map(({ uid, role, learnt }) => `${uid} ${role} ${learnt}`), expected);
    });
  }
});
