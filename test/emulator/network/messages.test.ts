import assert from 'node:assert/strict';
import { startWorld, type World } from '../../../emulator/world/world.ts';
import type { Overheard } from '../../../emulator/world/gateway.ts';
import { aPhone, APP, TOUCH } from './a-phone.ts';
import { aProxy, type AProxy } from './a-proxy.ts';

describe('what the phone sends without HTTP', () => {
  let world: World;
  let proxy: AProxy;
  const overheard: Overheard[] = [];
  before(async () => {
    world = await startWorld({ overheard: (message) => overheard.push(message) });
    proxy = await aProxy();
  });
  beforeEach(() => void (overheard.length = 0));
  after(async () => {
    await proxy.close();
    await world.close();
  });

  const who = { packageName: APP, cause: TOUCH, purpose: 'raw' } as const;
  const payload = Buffer.from('canary');

  /** A phone whose proxy setting is set, and a list of what went through it. */
  async function proxied() {
    const made = await aPhone({ world, systemCas: [proxy.caPem, world.caPem] });
    proxy.asked.length = 0;
    proxy.reverse(made.loopback, 8899);
    made.settings.put('global', 'http_proxy', '127.0.0.1:8899');
    return made;
  }

  for (const transport of ['tcp', 'udp', 'quic'] as const) {
    it(`past the proxy over ${transport}: it arrives and is written down`, async () => {
      const { network, records } = await proxied();

      await network.send({ ...who, transport, host: 'collector.example', port: transport === 'quic' ? 443 : 4500, payload });

      await until(() => overheard.some((message) => message.transport === transport));
      const [query, message] = overheard;
      assert.deepEqual([query?.transport, query?.host], ['dns', 'collector.example']);
      assert.equal(message?.host, 'collector.example');
      assert.ok(message.payload.includes(payload));
      assert.deepEqual(proxy.asked, []);
      const written = records.map(({ purpose, method, url, lookedUp, payloadBase64 }) => ({ purpose, method, url, carried: lookedUp ?? payloadBase64 }));
      assert.deepEqual(written, [
        { purpose: 'dns', method: 'QUERY', url: 'dns://192.168.31.1:53/collector.example', carried: 'collector.example' },
        { purpose: 'raw', method: 'SEND', url: `${transport}://collector.example:${transport === 'quic' ? 443 : 4500}`, carried: payload.toString('base64') },
      ]);
    });
  }

  it('over TLS of its own: no proxy, the answer comes back', async () => {
    const { network } = await proxied();

    const answer = await network.send({ ...who, transport: 'tls', host: 'collector.example', port: 443, payload: Buffer.from('GET /x HTTP/1.1\r\nHost: collector.example\r\nConnection: close\r\n\r\n') });

    assert.match(answer.toString(), /^HTTP\/1\.1 200 OK/);
    assert.deepEqual(proxy.asked, []);
  });

  it('a QUIC Initial is told that its version is not spoken', async () => {
    const { network } = await proxied();

    const answer = await network.send({ ...who, transport: 'quic', host: 'collector.example', port: 443, payload });

    assert.equal(answer.readUInt32BE(1), 0);
    assert.equal(answer[0]! & 0x80, 0x80);
  });

  it('to an address without asking for a name', async () => {
    const { network } = await proxied();

    await network.send({ ...who, transport: 'udp', host: '198.18.0.7', port: 9000, payload });

    await until(() => overheard.length > 0);
    assert.deepEqual(overheard.map(({ transport, host }) => [transport, host]), [['udp', '198.18.0.7']]);
  });

  it('as a name: asked once while its time to live lasts', async () => {
    const { network, records } = await proxied();

    const first = await network.lookUp({ ...who, host: 'canary.tunnel.example' });
    const second = await network.lookUp({ ...who, host: 'canary.tunnel.example' });

    assert.match(first[0]!, /^198\.1[89]\.\d+\.\d+$/);
    assert.deepEqual(second, first);
    assert.deepEqual(overheard.map(({ host }) => host), ['canary.tunnel.example']);
    assert.deepEqual(records.map(({ lookedUp }) => lookedUp), ['canary.tunnel.example']);
    await assert.rejects(network.lookUp({ ...who, host: 'x.invalid' }), { code: 'ENOTFOUND' });
  });

  it('as WebSocket messages, past the proxy or in its tunnel', async () => {
    for (const direct of [true, false]) {
      const { network, records } = await aPhone({ world });
      const socket = await network.openWebSocket({ ...who, url: 'wss://push.example/live', direct });

      await socket.send('hello');

      assert.equal(await socket.receive(), 'hello');
      await socket.close();
      await assert.rejects(socket.receive(), { code: 'ECONNRESET' });
      assert.deepEqual(records.map(({ method }) => method), ['QUERY', 'GET', 'MESSAGE']);
    }
    const { network } = await proxied();
    await assert.rejects(network.openWebSocket({ ...who, url: 'wss://push.example/live' }), { stage: 'exchange' });
    assert.deepEqual(proxy.asked.slice(0, 2), ['CONNECT push.example:443', 'tls push.example']);
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
