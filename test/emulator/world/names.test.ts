import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { decode, encode, streamDecode, streamEncode, type Packet } from 'dns-packet';
import type { Overheard } from '../../../emulator/world/gateway.ts';
import { answerQuic } from '../../../emulator/world/quic-port.ts';
import { startWorld, type World } from '../../../emulator/world/world.ts';

describe('the world’s names', () => {
  let world: World;
  const overheard: Overheard[] = [];
  before(async () => {
    world = await startWorld({ overheard: (message) => overheard.push(message) });
  });
  after(() => world.close());

  const query = (name: string, type: 'A' | 'AAAA' | 'TXT' = 'A'): Packet => ({ type: 'query', id: 7, questions: [{ type, name }] });

  async function overUdp(packet: Packet): Promise<Packet & { readonly rcode?: string }> {
    const socket = createSocket('udp4');
    socket.send(encode(packet), world.dns.port, world.dns.host);
    const [answer] = (await once(socket, 'message')) as [Buffer];
    socket.close();
    return decode(answer);
  }

  for (const [name, type, rcode, answers] of [
    ['collector.example', 'A', 'NOERROR', 1],
    ['collector.example', 'AAAA', 'NOERROR', 0],
    ['canary.tunnel.example', 'TXT', 'NOERROR', 0],
    ['nowhere.invalid', 'A', 'NXDOMAIN', 0],
  ] as const) {
    it(`${type} of ${name}: ${rcode}, ${answers} answers`, async () => {
      const answer = await overUdp(query(name, type));

      assert.deepEqual([answer.id, answer.rcode, answer.answers?.length], [7, rcode, answers]);
      assert.equal(overheard.at(-1)?.host, name);
    });
  }

  it('have one address each, the same over TCP, in a block that is routed nowhere', async () => {
    const socket = connect(world.dns.port, world.dns.host);
    socket.write(streamEncode(query('Collector.Example')));
    const [packet] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();

    const overTcp = streamDecode(packet).answers?.[0];
    const other = (await overUdp(query('other.example'))).answers?.[0];
    assert.ok(overTcp?.type === 'A' && other?.type === 'A');
    assert.match(overTcp.data, /^198\.1[89]\./);
    assert.notEqual(overTcp.data, other.data);
    assert.deepEqual((await overUdp(query('collector.example'))).answers?.map((each) => each.type === 'A' && each.data), [overTcp.data]);
  });

  it('are not told of rubbish', async () => {
    const socket = createSocket('udp4');
    socket.send(Buffer.from('no dns'), world.dns.port, world.dns.host);
    socket.close();

    assert.equal((await overUdp(query('still.example'))).rcode, 'NOERROR');
  });
});

describe('the world’s QUIC port', () => {
  const initial = Buffer.from([0xc0, 0, 0, 0, 1, 2, 0xaa, 0xbb, 1, 0xcc, 0, 0, 0, 0]);

  it('offers another version, each id in the other’s place', () => {
    assert.deepEqual([...answerQuic(initial)!], [0xc0, 0, 0, 0, 0, 1, 0xcc, 2, 0xaa, 0xbb, 0x1a, 0x2a, 0x3a, 0x4a]);
  });

  for (const [title, datagram] of [
    ['a short header', Buffer.from([0x40, ...initial.subarray(1)])],
    ['an answer of its own', answerQuic(initial)!],
    ['a datagram cut short', initial.subarray(0, 8)],
    ['nothing', Buffer.alloc(0)],
  ] as const) {
    it(`is silent to ${title}`, () => assert.equal(answerQuic(datagram), undefined));
  }
});
