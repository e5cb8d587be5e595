import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { UidTraffic } from '../../src/flow/counters.ts';
import type { SocketSighting, SocketWatch } from '../../src/flow/socket.ts';
import { ConnectionEnds } from '../../src/silence/connection-ends.ts';

const APP = 10_088;
const COLLECTOR = '198.18.7.7:9999';
const LOOKS_MS = Array.from({ length: 60 }, (_, index) => index * 500 + 1);

/** A connection of the app's, sighted from one look on and gone at another. */
function connection(seenMs: number, goneMs?: number, more: Partial<SocketSighting> = {}): readonly SocketSighting[] {
  const about = { protocol: 'tcp', uid: APP, local: `192.168.31.157:${37_000 + seenMs}`, remote: COLLECTOR, ...more } as const;
  return [{ ...about, atMs: seenMs, state: 'ESTABLISHED' }, ...(goneMs === undefined ? [] : [{ ...about, atMs: goneMs, state: 'gone' }])];
}

const watch = (...connections: readonly (readonly SocketSighting[])[]): SocketWatch =>
  ({ looksMs: LOOKS_MS, sightings: connections.flat().toSorted((one, other) => one.atMs - other.atMs) });

function moved(sentPackets: number, sentBytes: number, receivedPackets = 0, receivedBytes = 0): UidTraffic {
  return { sentPackets, sentBytes, receivedPackets, receivedBytes };
}

const RESET = moved(1, 40);
const FINISHED = moved(2, 104, 1, 52);
const V6 = { remote: '[2001:db8::7]:443' };

/** All stretches are from 10 s to 12 s. */
const explain = (sockets: SocketWatch | undefined, traffic: UidTraffic, more: { readonly uid?: number; readonly hadReceived?: boolean } = {}): readonly string[] | undefined =>
  new ConnectionEnds(sockets).explain({ startMs: 10_000, endMs: 12_000, uid: APP, hadReceived: false, ...traffic, ...more });

describe('the end of a connection past the recorder', () => {
  for (const [what, sockets, traffic, more] of [
    ['a reset, as where the network is gone', watch(connection(8_000, 11_000)), RESET, {}],
    ['FIN, acknowledgement, FIN', watch(connection(8_000, 11_000)), FINISHED, {}],
    ['one that the first look after the stretch does not find any more', watch(connection(8_000, 12_001)), RESET, {}],
    ['three resets of three connections', watch(connection(7_000, 11_000), connection(8_000, 11_000), connection(8_500, 11_500)), moved(3, 120), {}],
    ['a reset over IPv6', watch(connection(8_000, 11_000, V6)), moved(1, 60), {}],
    ['the delayed acknowledgement of what came before', watch(connection(8_000)), moved(1, 52), { hadReceived: true }],
  ] as readonly (readonly [string, SocketWatch, UidTraffic, { readonly hadReceived?: boolean }])[]) {
    it(`is told from a message: ${what}`, () => assert.deepEqual(explain(sockets, traffic, more), [sockets.sightings[0]?.remote]));
  }

  for (const [what, sockets, traffic, more] of [
    ['without looks at the socket tables', undefined, RESET, {}],
    ['of a connection nobody saw before', watch(connection(10_500, 11_000)), RESET, {}],
    ['of one that still stands', watch(connection(8_000)), RESET, {}],
    ['of one that ended before', watch(connection(8_000, 9_500)), RESET, {}],
    ['of one that ends later', watch(connection(8_000, 14_000)), RESET, {}],
    ["of another app's", watch(connection(8_000, 11_000)), RESET, { uid: 10_099 }],
    ['of a UDP socket', watch(connection(8_000, 11_000, { protocol: 'udp' })), RESET, {}],
    ['on the way to the recorder', watch(connection(8_000, 11_000, { remote: '127.0.0.1:28080' })), RESET, {}],
    ['with a byte of payload', watch(connection(8_000, 11_000)), moved(1, 41), {}],
    ['with a message of 8 bytes', watch(connection(8_000, 11_000)), moved(2, 112, 1, 52), {}],
    ['with a new connection beside it', watch(connection(8_000, 11_000)), moved(2, 100), {}],
    ['twice of one connection', watch(connection(8_000, 11_000)), moved(2, 80), {}],
    ['with more packets than an end takes', watch(connection(8_000, 11_000)), moved(6, 6 * 52), {}],
    ['over IPv4 of a connection over IPv6', watch(connection(8_000, 11_000, V6)), RESET, {}],
    ['an acknowledgement of nothing', watch(connection(8_000)), moved(1, 52), {}],
  ] as readonly (readonly [string, SocketWatch | undefined, UidTraffic, { readonly uid?: number; readonly hadReceived?: boolean }])[]) {
    it(`is not assumed ${what}`, () => assert.equal(explain(sockets, traffic, more), undefined));
  }

  it('comes once: a second one in the next stretch is held', () => {
    const ends = new ConnectionEnds(watch(connection(8_000, 12_000)));
    const both = [{ startMs: 10_000, endMs: 11_900 }, { startMs: 11_900, endMs: 14_000 }].map((span) => ends.explain({ ...span, uid: APP, hadReceived: false, ...RESET }));

    assert.deepEqual(both, [[COLLECTOR], undefined]);
  });

  it('never hides payload of 13 bytes or more, however packets are divided', () => {
    const payload = fc.array(fc.integer({ min: 13, max: 1400 }), { minLength: 1, maxLength: 3 });
    fc.assert(fc.property(payload, fc.nat({ max: 2 }), (messages, acknowledgements) => {
      const sentBytes = messages.reduce((sum, bytes) => sum + 52 + bytes, acknowledgements * 52);

      assert.equal(explain(watch(connection(8_000, 11_000)), moved(messages.length + acknowledgements, sentBytes)), undefined);
    }), { numRuns: 200 });
  });
});
