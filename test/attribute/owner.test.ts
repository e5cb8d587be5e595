import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isForeign, ownerOf } from '../../src/attribute/owner.ts';
import type { OwnerEvidence } from '../../src/attribute/owner.ts';
import type { Flow, Header } from '../../src/flow/flow.ts';
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

const UIDS = { 'com.mi.globalbrowser': 10081, 'com.miui.analytics': 10080, 'com.xiaomi.xmsf': 10082, 'com.example.game': 10150, 'com.android.settings': 1000, 'com.miui.securitycenter': 1000 };
const byKernel = (uid: number, confidence: 'certain' | 'likely' = 'certain'): OwnerEvidence => ({ uids: UIDS, sockets: { confidence, uids: [uid], because: 'a look' } });
const agent = (name: string): Flow => aFlow({ headers: [['User-Agent', `${name}/1.0 (Linux)`]] });
const plain = aFlow();

describe('whose a flow is by witnesses outside it', () => {
  for (const [what, flow, evidence, expected] of [
    ["the kernel's, where the flow says nothing", plain, byKernel(10080), { owner: 'com.miui.analytics', rung: 'socket table', confidence: 'certain' }],
    ['what both say', agent('com.miui.analytics'), byKernel(10080), { owner: 'com.miui.analytics', rung: 'socket table', confidence: 'certain' }],
    ["the kernel's against the flow's own word", agent('com.google.android.gms'), byKernel(10080), { owner: 'com.miui.analytics', rung: 'socket table', confidence: 'certain', contradicts: true }],
    ['one of those that share a UID, unproven', plain, byKernel(1000), { owner: 'com.android.settings', rung: 'socket table', confidence: 'likely' }],
    ['the one of those that share a UID that it names', agent('com.miui.securitycenter'), byKernel(1000), { owner: 'com.miui.securitycenter', rung: 'socket table', confidence: 'certain' }],
    ["the flow's own word before what the kernel makes likely", agent('com.mi.globalbrowser'), byKernel(10080, 'likely'), { owner: 'com.mi.globalbrowser', rung: 'user agent', confidence: 'likely' }],
    ['what the kernel makes likely before the host', aFlow({ url: 'https://tracking.intl.miui.com/' }), byKernel(10081, 'likely'), { owner: 'com.mi.globalbrowser', rung: 'socket table', confidence: 'likely' }],
    ["the flow's own word where nobody knows the UID's packages", agent('com.mi.globalbrowser'), byKernel(10999), { owner: 'com.mi.globalbrowser', rung: 'user agent', confidence: 'likely' }],
    ['fetched for another by a package that does that', agent('com.mi.globalbrowser'), byKernel(10082), { owner: 'com.xiaomi.xmsf', rung: 'socket table', confidence: 'certain', onBehalfOf: 'com.mi.globalbrowser' }],
    ["the SDK's log's", plain, { oracle: { package: 'com.miui.home', confidence: 'certain' } }, { owner: 'com.miui.home', rung: 'oracle tie', confidence: 'certain' }],
    ["sent on behalf of the package in the SDK's log", aFlow({ headers: [['OT_sender', 'com.miui.analytics']] }), { oracle: { package: 'com.miui.home', confidence: 'certain' } }, { owner: 'com.miui.analytics', rung: 'OT_sender', confidence: 'likely', onBehalfOf: 'com.miui.home' }],
    ["the SDK's log's against the flow's own word", agent('com.google.android.youtube'), { oracle: { package: 'com.miui.home', confidence: 'certain' } }, { owner: 'com.miui.home', rung: 'oracle tie', confidence: 'certain', contradicts: true }],
    ["sent by the kernel's word on behalf of the package in the SDK's log", plain, { ...byKernel(10080), oracle: { package: 'com.miui.home', confidence: 'certain' } }, { owner: 'com.miui.analytics', rung: 'socket table', confidence: 'certain', onBehalfOf: 'com.miui.home' }],
    ["nobody's when it names two senders at once", aFlow({ headers: [['OT_sender', 'com.a.b'], ['ot_sender', 'com.c.d'], ['X-Requested-With', 'com.e.f']] }), {}, { owner: 'unknown', rung: 'unknown', confidence: 'possible', contradicts: true }],
  ] as const) {
    it(`is ${what}`, () => {
      const { owner, rung, confidence, onBehalfOf, contradicts } = ownerOf(flow, Object.keys(UIDS), evidence);

      const found = { owner, rung, confidence, ...(onBehalfOf !== undefined && { onBehalfOf }), ...(contradicts !== undefined && { contradicts: true }) };
      assert.deepEqual(found, expected);
    });
  }

  it('is told with the contradiction in words', () => {
    const { contradicts } = ownerOf(agent('com.google.android.gms'), [], byKernel(10080));

    assert.equal(contradicts, 'its user agent names com.google.android.gms, but it came on a connection of com.miui.analytics');
  });

  it('does not depend on the order of the headers and the case of their names', () => {
    const headers: readonly Header[] = [
      ['OT_sender', 'com.miui.home'], ['x-requested-with', 'com.mi.globalbrowser'], ['User-Agent', 'com.miui.player/8.1'], ['Accept', '*/*'], ['ot_sender', 'not a package'],
    ];
    const chosen = fc.subarray([...headers]);
    fc.assert(fc.property(chosen, fc.array(fc.nat(99), { minLength: 5, maxLength: 5 }), fc.boolean(), (some, keys, upper) => {
      const shuffled = some.map((header, index) => ({ header, key: keys[index] ?? 0 })).sort((one, other) => one.key - other.key)
        .map(({ header: [name, value] }): Header => [upper ? name.toUpperCase() : name.toLowerCase(), value]);

      assert.deepEqual(ownerOf(aFlow({ headers: shuffled }), []), ownerOf(aFlow({ headers: some }), []));
    }));
  });
});

describe("a stranger's flow", () => {
  const group = { packages: ['com.mi.globalbrowser', 'com.miui.analytics'], uids: [10081, 10080, 1000] };
  for (const [what, flow, evidence, expected] of [
    ["is one of a single UID that is nobody's of the group", plain, byKernel(10150), true],
    ['is not one by its own word', agent('com.example.game'), {}, false],
    ['is not one where the kernel only supposes it', agent('com.example.game'), byKernel(10150, 'likely'), false],
    ['is not one that names a member of the group', agent('com.mi.globalbrowser'), byKernel(10150), false],
    ['is not one that contradicts the kernel', agent('com.other.game'), byKernel(10150), false],
    ['is not one of the group', plain, byKernel(10080), false],
    ['is not one of the group in another user', plain, { ...byKernel(99_910_081), uids: UIDS }, false],
    ['is not one of a UID of the system', plain, { sockets: { confidence: 'certain', uids: [1013], because: '' }, uids: { 'android.media': 1013 } }, false],
    ['is not one of a UID nobody knows', plain, byKernel(10999), false],
    ['is not one of a package that acts for others', plain, byKernel(10082), false],
    ["is not one that the SDK's log ties to the group", plain, { ...byKernel(10082), oracle: { package: 'com.mi.globalbrowser', confidence: 'certain' } }, false],
  ] as const) {
    it(what, () => {
      assert.equal(isForeign(ownerOf(flow, [], evidence), group), expected);
    });
  }
});
