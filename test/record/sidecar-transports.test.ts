import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { createConnection, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

import { encode, streamEncode } from 'dns-packet';

import type { Flow } from '../../src/flow/flow.ts';
import { bodyReader, readFlows } from '../../src/record/ledger.ts';
import { readWireBytes } from '../../src/record/wire-bytes.ts';
import { startRig, type Rig } from './sidecar-rig.ts';

const query = (name: string, type: 'A' | 'AAAA' = 'A') =>
  ({ type: 'query' as const, id: 7, flags: 0x100, questions: [{ type, class: 'IN' as const, name }] });

describe('sidecar, whatever way the phone comes', () => {
  let rig: Rig;

  before(async () => {
    rig = await startRig({
      answer: (request, response) => { request.resume().on('end', () => response.end(`you asked for ${request.url ?? ''}`)); },
      raw: (socket) => {
        socket.on('error', () => socket.destroy()).on('data', (chunk: Buffer) => socket.write(chunk)).on('end', () => socket.end());
      },
    });
  });

  after(() => rig.close());

  const plain = async (): Promise<Socket> => {
    const socket = createConnection(rig.sidecar.port, '127.0.0.1').on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };

  /** The one flow of a host, once it has ended. */
  const flowOf = async (host: string): Promise<Flow> => {
    const flows = await rig.flowsWhen((all) => all.some((flow) => flow.host === host && flow.state !== 'open'));
    const [flow, ...others] = flows.filter((one) => one.host === host);
    assert.ok(flow !== undefined && others.length === 0, `${others.length + 1} flows of ${host}`);
    return flow;
  };

  const ask = async (socket: Socket, host: string): Promise<string> => {
    socket.write(`GET /via HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  };

  const socks4a = (host: string, port: number): Buffer =>
    Buffer.concat([Buffer.from([4, 1, port >> 8, port & 0xff, 0, 0, 0, 1]), Buffer.from(`me\0${host}\0`)]);

  const socks5 = (command: number, host: string, port: number): Buffer =>
    Buffer.concat([Buffer.from([5, command, 0, 3, host.length]), Buffer.from(host), Buffer.from([port >> 8, port & 0xff])]);

  it('takes SOCKS 4a to any port', async () => {
    const socket = await plain();
    socket.write(socks4a('socks4.world.test', 80));
    const [granted] = await once(socket, 'data') as [Buffer];

    const answer = await ask(socket, 'socks4.world.test');

    const flow = await flowOf('socks4.world.test');
    assert.equal(granted[1], 0x5a);
    assert.match(answer, /you asked for \/via/);
    assert.deepEqual([flow.kind, flow.state, flow.port, flow.connection?.by], ['http', 'complete', 80, 'socks4']);
  });

  it('takes SOCKS 5 with a name and password in pieces, and carries TLS inside it', async () => {
    const socket = await plain();
    for (const piece of [Buffer.from([5]), Buffer.from([1, 2])]) socket.write(piece);
    const [method] = await once(socket, 'data') as [Buffer];
    socket.write(Buffer.concat([Buffer.from([1, 2]), Buffer.from('me'), Buffer.from([2]), Buffer.from('pw')]));
    const [login] = await once(socket, 'data') as [Buffer];
    socket.write(socks5(1, 'socks5.world.test', 443));
    const [granted] = await once(socket, 'data') as [Buffer];
    const secured = connectTls({ socket, servername: 'socks5.world.test', ca: rig.caPem });

    const answer = await ask(secured, 'socks5.world.test');

    const flow = await flowOf('socks5.world.test');
    assert.deepEqual([[...method], [...login], granted[1]], [[5, 2], [1, 0], 0]);
    assert.match(answer, /you asked for \/via/);
    assert.deepEqual([flow.request?.url, flow.connection?.by, flow.secure], ['https://socks5.world.test/via', 'socks5', true]);
  });

  it('carries raw bytes through SOCKS 5', async () => {
    const socket = await plain();
    socket.write(Buffer.from([5, 1, 0]));
    await once(socket, 'data');
    socket.write(socks5(1, 'rawsocks.world.test', 5222));
    await once(socket, 'data');
    socket.end(Buffer.from([0, 1, 2]));
    await once(socket.resume(), 'close');

    const flow = await flowOf('rawsocks.world.test');
    assert.deepEqual([flow.kind, flow.state, flow.port, flow.bytes], ['tunnel', 'complete', 5222, { sent: 3, received: 3 }]);
    assert.deepEqual([...bodyReader(rig.ledgerDir)(flow.tunnel!.sent!)], [0, 1, 2]);
  });

  for (const [command, name] of [[2, 'BIND'], [3, 'UDP ASSOCIATE']] as const) {
    it(`refuses SOCKS ${name} and records the attempt`, async () => {
      const socket = await plain();
      socket.write(Buffer.from([5, 1, 0]));
      await once(socket, 'data');
      socket.write(socks5(command, `command${command}.world.test`, 53));
      const [refused] = await once(socket, 'data') as [Buffer];
      socket.destroy();

      const flow = await flowOf(`command${command}.world.test`);
      assert.equal(refused[1], 7);
      assert.deepEqual([flow.kind, flow.state, flow.error, flow.port], ['tunnel', 'aborted', `refused: SOCKS ${name}`, 53]);
    });
  }

  it('takes TLS that speaks no proxy\'s language by its SNI', async () => {
    const secured = connectTls({ host: '127.0.0.1', port: rig.sidecar.port, servername: 'sni.world.test', ca: rig.caPem });

    const answer = await ask(secured, 'sni.world.test');

    const flow = await flowOf('sni.world.test');
    assert.match(answer, /you asked for \/via/);
    assert.deepEqual([flow.request?.url, flow.connection?.by, flow.state], ['https://sni.world.test/via', 'transparent', 'complete']);
  });

  for (const [address, target] of [['203.0.113.7', '203.0.113.7:443'], ['2001:db8::7', '[2001:db8::7]:443']] as const) {
    it(`shows a strict client a certificate for the address ${address}`, async () => {
      const socket = await rig.phone.connect(target);
      const secured = connectTls({ socket, host: address, ca: rig.caPem }).on('error', () => undefined);
      await once(secured, 'secureConnect'); // Node compares the address with the iPAddress entries only.
      const { subjectaltname } = secured.getPeerCertificate();
      await ask(secured, target).catch(() => ''); // The world has no certificate for it, so there is no answer.

      const flow = await flowOf(address);
      assert.match(subjectaltname ?? '', /^IP Address:/);
      assert.deepEqual([flow.kind, flow.request?.url], ['http', `https://${target.replace(':443', '')}/via`]);
    });
  }

  it('carries what is no HTTP inside such TLS to the host of its SNI', async () => {
    const secured = connectTls({ host: '127.0.0.1', port: rig.sidecar.port, servername: 'rawsni.world.test', ca: rig.caPem }).on('error', () => undefined);
    secured.write(Buffer.from([0, 1, 2]));
    await once(secured.resume(), 'close'); // The world answers 400: it does speak HTTP there.

    const flow = await flowOf('rawsni.world.test');
    assert.deepEqual([flow.kind, flow.secure, flow.port, flow.tunnel?.sentBytes], ['tunnel', true, 443, 3]);
  });

  it('takes plain HTTP that speaks no proxy\'s language by its Host', async () => {
    const answer = await ask(await plain(), 'byhost.world.test');

    const flow = await flowOf('byhost.world.test');
    assert.match(answer, /you asked for \/via/);
    assert.deepEqual([flow.request?.url, flow.connection?.by, flow.port], ['http://byhost.world.test/via', 'transparent', 80]);
  });

  it('speaks HTTP/2 to the phone and tells the connection of each stream', async () => {
    const socket = await rig.phone.secure('h2.world.test', ['h2']);
    const session = connectHttp2('https://h2.world.test', { createConnection: () => socket });
    const get = (path: string): Promise<string> => new Promise((resolve, reject) => {
      let body = '';
      session.request({ ':path': path }).on('data', (chunk: Buffer) => { body += chunk.toString(); }).once('end', () => resolve(body)).once('error', reject).end();
    });

    const answers = await Promise.all(['/1', '/2', '/3'].map(get));
    session.destroy();

    const flows = readFlows(rig.ledgerDir).filter(({ host }) => host === 'h2.world.test');
    assert.deepEqual(answers, ['you asked for /1', 'you asked for /2', 'you asked for /3']);
    assert.deepEqual(flows.map(({ request, state }) => [request?.httpVersion, state]), [['2.0', 'complete'], ['2.0', 'complete'], ['2.0', 'complete']]);
    assert.equal(new Set(flows.map(({ connection }) => connection?.id)).size, 1);
    assert.match(flows[0]?.connection?.id ?? '', /^c\d{6}$/);
  });

  it('records a handshake that stands still, and one whose app goes away silently, each for what it is', async () => {
    const stalled = await rig.phone.connect('stalled.world.test:443');
    stalled.write(Buffer.from([0x16, 3, 1, 0, 0x50, 1])); // The first bytes of a ClientHello, and no more.
    await new Promise((resolve) => { stalled.write('', resolve); });
    const silent = await rig.phone.secure('silent.world.test', ['http/1.1']);
    silent.on('error', () => undefined).end();
    const silently = await flowOf('silent.world.test');
    stalled.destroy();

    const standing = await flowOf('stalled.world.test');
    assert.deepEqual([standing.kind, standing.tlsFailure?.reason], ['tls-refused', 'handshake-not-finished']);
    assert.deepEqual([silently.kind, silently.tlsFailure?.reason], ['tls-refused', 'closed-after-handshake']);
    assert.ok((silently.bytes?.sent ?? 0) > 200);
  });

  it('reads the names asked for by DNS over HTTPS: POST, GET and JSON', async () => {
    const post = query('post.canary.test', 'AAAA');
    await rig.phone.fetch('https://doh1.world.test/dns-query', { method: 'POST', body: encode(post), headers: { 'content-type': 'application/dns-message' } });
    await rig.phone.fetch(`https://doh2.world.test/dns-query?dns=${encode(query('GET.canary.test')).toString('base64url')}`);
    await rig.phone.fetch('https://doh3.world.test/resolve?name=json.canary.test.&type=28');

    const asked = await Promise.all(['doh1', 'doh2', 'doh3'].map(async (host) => (await flowOf(`${host}.world.test`)).dns?.questions));
    assert.deepEqual(asked, [[{ name: 'post.canary.test', type: 'AAAA' }], [{ name: 'get.canary.test', type: 'A' }], [{ name: 'json.canary.test', type: 'AAAA' }]]);
  });

  it('reads the names asked for by DNS over TCP and over TLS', async () => {
    const tcp = await rig.phone.connect('tcp53.world.test:53');
    tcp.end(Buffer.concat([streamEncode(query('one.canary.test')), streamEncode(query('two.canary.test', 'AAAA'))]));
    const tls = await rig.phone.secure('dot.world.test', ['dot'], 853);
    tls.write(streamEncode(query('dot.canary.test')));
    await once(tls, 'data');
    tls.end();

    const plainDns = await flowOf('tcp53.world.test');
    const overTls = await flowOf('dot.world.test');
    assert.deepEqual(plainDns.dns?.questions.map(({ name }) => name), ['one.canary.test', 'two.canary.test']);
    assert.deepEqual([overTls.secure, overTls.port, overTls.dns?.questions], [true, 853, [{ name: 'dot.canary.test', type: 'A' }]]);
  });

  it('refuses to be led round to itself, and says so', async () => {
    const socket = await plain();
    socket.write(`CONNECT localhost:${rig.sidecar.port} HTTP/1.1\r\n\r\n`);
    const [answer] = await once(socket, 'data') as [Buffer];

    const flow = await flowOf('localhost');
    assert.match(answer.toString(), /^HTTP\/1.1 400/);
    assert.equal(flow.error, 'refused: a connection to the recorder itself, through the recorder');
  });

  it('records headers of 100 kB', async () => {
    await rig.phone.fetch('https://header.world.test/', { headers: { 'x-long': 'a'.repeat(100_000) } }).catch(() => undefined); // The world takes 16 kB.

    const flow = await flowOf('header.world.test');
    assert.equal(flow.request?.headers.find(([name]) => name === 'x-long')?.[1].length, 100_000);
    assert.ok((flow.bytes?.sent ?? 0) > 100_000);
  });

  it('counts every byte of the phone\'s connections by the time a probe is answered', async () => {
    const startMs = Date.now();
    await new Promise((resolve) => { setTimeout(resolve, 60); }); // Bytes are credited up to 50 ms late.
    const from = readWireBytes(rig.ledgerDir).readings.at(-1);
    const socket = await plain();
    const answer = await ask(socket, 'counted.world.test');
    const secured = await rig.phone.secure('counted2.world.test');
    await ask(secured, 'counted2.world.test');
    const probed = await rig.phone.fetch('http://probe.earshot.invalid/count-1');

    const series = readWireBytes(rig.ledgerDir);
    const last = series.readings.at(-1);
    const plainBytes = { sent: socket.bytesWritten, received: socket.bytesRead };
    assert.ok(answer.length === plainBytes.received && probed.status === 200);
    assert.equal(series.covers(startMs, Date.now()), true);
    assert.equal(series.connectionsBetween(from!.atMs, last!.atMs), 3);
    // CONNECT, a ClientHello and a request of 77 bytes in TLS records lie between these; so does the probe.
    const sent = series.sentBytesBetween(from!.atMs, last!.atMs) - plainBytes.sent;
    assert.ok(sent > 700 && sent < 1_500, `${sent} bytes sent`);
    assert.ok(series.receivedBytesBetween(from!.atMs, last!.atMs) > plainBytes.received + 1_000);
  });
});
