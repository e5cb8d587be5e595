import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';

import type { Flow } from '../../src/flow/flow.ts';
import { bodyReader, readFlows } from '../../src/record/ledger.ts';
import { PhoneDouble } from './phone-double.ts';
import { startRig, type Rig } from './sidecar-rig.ts';

const ended = (flows: Flow[]): boolean => flows.length > 0 && flows.every((flow) => flow.state !== 'open');

describe('sidecar, beyond requests', () => {
  let rig: Rig;

  beforeEach(async () => {
    rig = await startRig({
      raw: (socket) => {
        socket.write('220 hello\r\n');
        socket.on('data', (chunk: Buffer) => socket.write(chunk));
        socket.on('end', () => socket.end());
      },
    });
  });

  afterEach(() => rig.close());

  it('records a handshake broken off because the phone does not trust the CA, with its SNI', async () => {
    const distrustful = new PhoneDouble(rig.sidecar.port);

    await assert.rejects(distrustful.secure('pinned.world.test'));

    const [flow] = await rig.flowsWhen(ended);
    assert.equal(flow?.kind, 'tls-refused');
    assert.equal(flow.host, 'pinned.world.test');
    assert.equal(flow.port, 443);
    // Node checks the certificate when it has the server's part of the handshake, and goes without an alert.
    assert.match(flow.tlsFailure?.reason ?? '', /^closed-after-(certificate|handshake)$/);
  });

  for (const version of ['-tls1_2', '-tls1_3']) {
    it(`knows a rejected certificate by its alert (${version})`, async function () {
      const client = spawn('openssl', ['s_client', version, '-proxy', `127.0.0.1:${rig.sidecar.port}`, '-connect', 'pinned.world.test:443', '-servername', 'pinned.world.test', '-verify_return_error'], { stdio: 'ignore' });
      const started = await new Promise((resolve) => { client.once('exit', () => resolve(true)).once('error', () => resolve(false)); });
      if (started === false) {
        process.stdout.write('    not tried: openssl does not run\n');
        this.skip();
      }

      const [flow] = await rig.flowsWhen(ended);
      assert.equal(flow?.kind, 'tls-refused');
      assert.equal(flow.host, 'pinned.world.test');
      assert.equal(flow.tlsFailure?.reason, 'cert-rejected');
    });
  }

  it('carries a server that speaks first through the upstream proxy, and keeps what the phone said', async () => {
    const socket = await rig.phone.connect('mail.world.test:25');

    const [greeting] = await once(socket, 'data') as [Buffer];
    socket.write('EHLO zq7xcanary\r\n');
    const [echo] = await once(socket, 'data') as [Buffer];
    const [during] = readFlows(rig.ledgerDir);
    socket.end();
    const [flow] = await rig.flowsWhen(ended);

    assert.equal(greeting.toString(), '220 hello\r\n');
    assert.equal(echo.toString(), 'EHLO zq7xcanary\r\n');
    assert.equal(during?.state, 'open');
    assert.equal(bodyReader(rig.ledgerDir)(during.tunnel!.sent!).toString(), 'EHLO zq7xcanary\r\n');
    assert.equal(flow?.kind, 'tunnel');
    assert.equal(flow.state, 'complete');
    assert.deepEqual([flow.host, flow.port, flow.secure], ['mail.world.test', 25, false]);
    assert.deepEqual([flow.tunnel?.sentBytes, flow.tunnel?.receivedBytes], [17, 28]);
    assert.equal(flow.tunnel?.sendings?.[0]?.byteCount, 17);
    assert.deepEqual(rig.world.asked, ['mail.world.test:25']);
  });

  it('carries a client that speaks first in no known protocol the same way', async () => {
    const socket = await rig.phone.connect('push.world.test:5222');

    socket.write(Buffer.from([0x00, 0x01, 0x02]));
    await once(socket, 'data');
    socket.destroy();

    const [flow] = await rig.flowsWhen(ended);
    assert.equal(flow?.kind, 'tunnel');
    assert.equal(flow.host, 'push.world.test');
    assert.deepEqual([...bodyReader(rig.ledgerDir)(flow.tunnel!.sent!)], [0, 1, 2]);
    assert.deepEqual(rig.world.asked, ['push.world.test:5222']);
  });

  it('carries what is not HTTP inside TLS through the upstream proxy too', async () => {
    const socket = await rig.phone.secure('a.world.test', ['xmpp-client']);

    socket.write(Buffer.from([0x00, 0x01, 0x02]));
    await once(socket, 'close');

    const [flow] = await rig.flowsWhen(ended);
    assert.equal(flow?.kind, 'tunnel');
    assert.equal(flow.secure, true);
    assert.deepEqual(rig.world.asked, ['a.world.test:443']);
  });

  it('keeps what the phone wanted to say to a host that cannot be reached', async () => {
    const socket = await rig.phone.connect('refused.world.test:5222');

    socket.write(Buffer.from([0x00, 0x01, 0x02]));
    await once(socket, 'close');

    const [flow] = await rig.flowsWhen(ended);
    assert.equal(flow?.error, 'not connected: the upstream proxy answered CONNECT refused.world.test:5222 with 502 Bad Gateway');
    assert.deepEqual([...bodyReader(rig.ledgerDir)(flow.tunnel!.sent!)], [0, 1, 2]);
  });

  it('records a CONNECT after which nothing is said', async () => {
    const socket = await rig.phone.connect('named.world.test:443');
    socket.destroy();

    const [flow] = await rig.flowsWhen(ended);
    assert.equal(flow?.kind, 'tunnel');
    assert.equal(flow.host, 'named.world.test');
    assert.equal(flow.error, 'closed before anything was sent');
  });

  it('records a request the phone breaks off', async () => {
    const socket = createConnection(rig.sidecar.port, '127.0.0.1');
    socket.write('POST http://a.world.test/up HTTP/1.1\r\nHost: a.world.test\r\nContent-Length: 100\r\n\r\nhalf');
    await once(socket, 'connect');
    await new Promise((resolve) => { setImmediate(resolve); });
    socket.destroy();

    const [flow] = await rig.flowsWhen(ended);
    assert.equal(flow?.kind, 'http');
    assert.equal(flow.state, 'aborted');
    assert.equal(flow.id, 'f000001');
    assert.equal(flow.request?.url, 'http://a.world.test/up');
    assert.deepEqual(rig.world.asked, []);
  });

  it('records a WebSocket with its messages, each on disk before it goes on', async () => {
    const socket = await rig.phone.secure('ws.world.test');
    socket.write('GET /chat HTTP/1.1\r\nHost: ws.world.test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n');
    const [answer] = await once(socket, 'data') as [Buffer];
    const [upgraded] = readFlows(rig.ledgerDir);

    socket.write(Buffer.concat([Buffer.from([0x81, 0x82, 0, 0, 0, 0]), Buffer.from('hi')]));
    await once(socket, 'data');
    const [spoken] = readFlows(rig.ledgerDir);
    socket.write(Buffer.from([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe8]));
    const [flow] = await rig.flowsWhen(ended);

    const read = bodyReader(rig.ledgerDir);
    const said = (messages: Flow['messages']) => messages?.map((message) => `${message.from}: ${read(message.body).toString()}`);
    assert.match(answer.toString(), /^HTTP\/1.1 101/);
    assert.equal(upgraded?.kind, 'websocket');
    assert.equal(upgraded.response?.status, 101);
    assert.deepEqual(said(spoken?.messages), ['phone: hi', 'server: hi']);
    assert.equal(flow?.state, 'complete');
    assert.equal(flow.request?.url, 'wss://ws.world.test/chat');
    assert.deepEqual(said(flow.messages), ['phone: hi', 'server: hi']);
  });
});
