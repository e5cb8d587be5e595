import assert from 'node:assert/strict';
import { ownerOf } from '../../src/attribute/owner.ts';
import { HOST_TABLE } from '../../src/attribute/host-table.ts';
import { aFlow } from '../silence/factories.ts';

describe('whose a flow is', () => {
  for (const [what, flow, expected] of [
    ['what OneTrack says of its sender, before anything else', aFlow({ headers: [['OT_sender', 'com.miui.home'], ['X-Requested-With', 'com.x.y']] }), ['com.miui.home', 'OT_sender']],
    ['the app around a web view', aFlow({ headers: [['x-requested-with', 'com.mi.globalbrowser.mini']] }), ['com.mi.globalbrowser.mini', 'x-requested-with']],
    ['a package named in the user agent', aFlow({ headers: [['User-Agent', 'com.miui.player/8.1 (Linux; Android 9)']] }), ['com.miui.player', 'user agent']],
    ['the browser that is installed', aFlow({ headers: [['User-Agent', 'Mozilla/5.0 Chrome/71 XiaoMi/MiuiBrowser/12.1.4']] }), ['com.android.browser', 'user agent']],
    ['Mint Browser', aFlow({ headers: [['User-Agent', 'Mozilla/5.0 XiaoMi/Mint Browser/3.9.3']] }), ['com.mi.globalbrowser.mini', 'user agent']],
    ['what is known of the host', aFlow({ url: 'https://tracking.intl.miui.com/track/v4' }), ['com.miui.analytics', 'host table']],
    ['nobody known: XMLHttpRequest is no package', aFlow({ headers: [['X-Requested-With', 'XMLHttpRequest']] }), ['unknown', 'unknown']],
    ['nobody known: Dalvik is everybody', aFlow({ headers: [['User-Agent', 'Dalvik/2.1.0 (Linux; U; Android 9; Redmi Note 8)']] }), ['unknown', 'unknown']],
    ['nobody known: a handshake says nothing', aFlow({ kind: 'tls-refused', url: 'https://a.example/' }), ['unknown', 'unknown']],
  ] as const) {
    it(`is ${what}`, () => {
      const { owner, rung } = ownerOf(flow, ['com.android.browser']);

      assert.deepEqual([owner, rung], expected);
    });
  }

  it('rests on a source for each host of the table', () => {
    assert.deepEqual(HOST_TABLE.filter(({ source, packages }) => source === '' || packages.length === 0), []);
  });
});
