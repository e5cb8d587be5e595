import assert from 'node:assert/strict';
import type { SocketSighting, SocketWatch } from '../../src/flow/socket.ts';
import { bypassConnections, prepareSocketOwners, socketOwnerOf } from '../../src/attribute/socket-owner.ts';
import { T0, aFlow } from '../silence/factories.ts';

const PROXY = 8080;
const [BROWSER, ANALYTICS, SHELL] = [10081, 10080, 2000];

/** A connection of a uid to the proxy, sighted at some looks; ms after T0. */
function aSocket(uid: number, seen: number, gone?: number, over: Partial<SocketSighting> = {}): readonly SocketSighting[] {
  const row = { protocol: 'tcp', uid, local: `127.0.0.1:${40_000 + uid + seen}`, remote: `127.0.0.1:${PROXY}`, state: 'ESTABLISHED', ...over } as const;
  return [{ ...row, atMs: T0 + seen }, ...(gone === undefined ? [] : [{ ...row, atMs: T0 + gone, state: 'gone' }])];
}

/** Looks every 300 ms for a minute, and what they saw. */
function aWatch(...sockets: readonly (readonly SocketSighting[])[]): SocketWatch {
  return { looksMs: Array.from({ length: 200 }, (_, index) => T0 + index * 300), sightings: sockets.flat().sort((one, other) => one.atMs - other.atMs) };
}

const connection = (openedMs: number) => ({ id: 'c1', from: 5, openedMs: T0 + openedMs, by: 'connect' as const });
const during = aFlow({ startMs: T0 + 10_000, endMs: T0 + 10_800, connection: connection(9_950) });
const brief = aFlow({ startMs: T0 + 10_010, endMs: T0 + 10_060, connection: connection(10_005) });

describe('whose connection a flow came on', () => {
  for (const [what, flow, watch, expected] of [
    ['the one UID that had one while it was under way, for certain', during, aWatch(aSocket(BROWSER, 9_900, 11_100)), ['certain', BROWSER]],
    ['that UID with two connections', during, aWatch(aSocket(BROWSER, 9_900, 11_100), aSocket(BROWSER, 10_200)), ['certain', BROWSER]],
    ['that UID beside one that was open long before', during, aWatch(aSocket(BROWSER, 9_900), aSocket(ANALYTICS, 300)), ['certain', BROWSER]],
    ['that UID beside one that came later', during, aWatch(aSocket(BROWSER, 9_900), aSocket(ANALYTICS, 10_500)), ['certain', BROWSER]],
    ['either of two', during, aWatch(aSocket(BROWSER, 9_900), aSocket(ANALYTICS, 9_900)), ['possible', ANALYTICS, BROWSER]],
    ['likely that of a UID beside the shell', during, aWatch(aSocket(BROWSER, 9_900), aSocket(SHELL, 9_900)), ['likely', BROWSER]],
    ["likely that of a UID beside nobody's any more", during, aWatch(aSocket(BROWSER, 9_900), aSocket(0, 9_900, undefined, { state: 'FIN_WAIT2' })), ['likely', BROWSER]],
    ['likely the one that came and went when nobody looked at the flow', brief, aWatch(aSocket(BROWSER, 10_200, 10_500)), ['likely', BROWSER]],
    ['only possibly one that was always open, where the recorder does not know of connections', aFlow({ startMs: T0 + 10_010, endMs: T0 + 10_060 }), aWatch(aSocket(ANALYTICS, 300)), ['possible', ANALYTICS]],
    ['nobody known when the only one was always open, and its own was opened just now', brief, aWatch(aSocket(ANALYTICS, 300)), undefined],
    ['nobody known when there was none', during, aWatch(), undefined],
    ["nobody known by the shell's alone", during, aWatch(aSocket(SHELL, 9_900)), undefined],
    ['nobody known by connections elsewhere', during, aWatch(aSocket(BROWSER, 9_900, undefined, { remote: '203.0.113.5:8080' })), undefined],
    ['nobody known when nobody looked', during, { looksMs: [], sightings: [] }, undefined],
    ['nobody known where the phone was redirected', { ...during, connection: { ...connection(9_950), by: 'transparent' as const } }, aWatch(aSocket(BROWSER, 9_900)), undefined],
    ['likely only, when it broke off: the phone may have let go of it before', { ...during, state: 'aborted' as const }, aWatch(aSocket(BROWSER, 9_900)), ['likely', BROWSER]],
  ] as const) {
    it(`is ${what}`, () => {
      const owner = socketOwnerOf(flow, prepareSocketOwners(watch, PROXY));

      assert.deepEqual(owner && [owner.confidence, ...owner.uids], expected, owner?.because);
    });
  }

  it('stays with its UID while it ends, and goes to another when its port is used again', () => {
    const port = { local: '127.0.0.1:40001' };
    const watch = aWatch([...aSocket(BROWSER, 9_600, undefined, port), ...aSocket(0, 9_900, undefined, { ...port, state: 'FIN_WAIT2' })]);
    const reused = aWatch([...aSocket(BROWSER, 9_600, undefined, port), ...aSocket(ANALYTICS, 9_900, undefined, port)]);

    const owners = [watch, reused].map((seen) => socketOwnerOf(during, prepareSocketOwners(seen, PROXY))?.uids);

    assert.deepEqual(owners, [[BROWSER], [ANALYTICS]]);
  });
});

describe('connections past the proxy', () => {
  it('are told by UID and remote address, without loopback and listeners', () => {
    const push = { remote: '198.19.115.139:5222' };
    const found = bypassConnections([
      ...aSocket(BROWSER, 0), ...aSocket(ANALYTICS, 300, 600, push), ...aSocket(ANALYTICS, 900, undefined, push),
      ...aSocket(0, 900, undefined, { remote: '[::1]:5037' }), ...aSocket(0, 900, undefined, { remote: '0.0.0.0:0', state: 'LISTEN' }),
      ...aSocket(1051, 1200, undefined, { protocol: 'udp', remote: '198.18.0.53:53' }), ...aSocket(0, 1500, undefined, { remote: '203.0.113.9:443', state: 'LAST_ACK' }),
    ]);

    assert.deepEqual(found, [
      { protocol: 'tcp', uid: ANALYTICS, remote: push.remote, count: 2, firstMs: T0 + 300, lastMs: T0 + 900 },
      { protocol: 'udp', uid: 1051, remote: '198.18.0.53:53', count: 1, firstMs: T0 + 1200, lastMs: T0 + 1200 },
      { protocol: 'tcp', remote: '203.0.113.9:443', count: 1, firstMs: T0 + 1500, lastMs: T0 + 1500 },
    ]);
  });
});
