import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';

import fc from 'fast-check';

import { waitUntil } from '../../src/farm/wait-until.ts';
import { readFlows } from '../../src/record/ledger.ts';
import { parseConnect } from '../../src/record/sidecar/front.ts';
import { parseAnswer } from '../../src/record/sidecar/web-sockets.ts';
import { startRig, type Rig } from './sidecar-rig.ts';

/** Sends bytes, then ends or breaks the connection, and waits until it is gone. */
async function send(socket: Socket, bytes: Uint8Array, how: 'end' | 'break'): Promise<void> {
  const closed = once(socket.on('error', () => undefined).resume(), 'close');
  socket.write(bytes, () => {
    if (how === 'end') socket.end();
    else socket.resetAndDestroy();
  });
  await closed;
}

describe('sidecar, fed with garbage', () => {
  let rig: Rig;

  before(async () => {
    rig = await startRig({ raw: (socket) => { socket.on('error', () => undefined).on('end', () => socket.end()).resume(); } });
  });

  after(() => rig.close());

  const bytes = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 300 }),
    fc.constantFrom('GET / HTTP/1.1\r\n\r\n', 'GET http://[/ HTTP/1.1\r\n\r\n', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'POST x HTTP/1.1\r\nContent-Length: -1\r\n\r\n', '\x16\x03\x01\x00\x05\x01\x00')
      .map((text) => new Uint8Array(Buffer.from(text, 'latin1'))),
  );
  const how = fc.constantFrom('end' as const, 'break' as const);

  it('goes on recording whatever comes to its port', async () => {
    await fc.assert(fc.asyncProperty(fc.oneof(bytes, fc.constant(Buffer.from('CONNECT nowhere HTTP/1.1\r\n\r\n'))), how, async (sent, end) => {
      await send(createConnection(rig.sidecar.port, '127.0.0.1'), sent, end);
    }), { numRuns: 60 });

    const answer = await rig.phone.fetch('http://probe.earshot.invalid/alive-1');
    assert.equal(answer.body, `earshot-probe alive-1 ${rig.sidecar.recorder}`);
  });

  it('records every CONNECT, whatever is said inside', async () => {
    const asked: string[] = [];
    await fc.assert(fc.asyncProperty(bytes, how, async (sent, end) => {
      const host = `h${asked.length}.world.test`;
      asked.push(host);
      await send(await rig.phone.connect(`${host}:9999`), sent, end);
    }), { numRuns: 60 });
    // The engine tells of a connection that breaks off in the middle of a handshake some turns later.
    const missing = (): readonly string[] => {
      const hosts = new Set(readFlows(rig.ledgerDir).map((flow) => flow.host));
      return asked.filter((host) => !hosts.has(host));
    };
    await waitUntil(() => Promise.resolve(missing().length === 0 ? true : undefined), { timeoutMs: 5000 });
    await rig.sidecar.close();

    assert.deepEqual(missing(), []);
  });
});

describe('parseConnect', () => {
  const parse = (text: string) => parseConnect(Buffer.from(text));

  it('reads host and port, also of an IPv6 address', () => {
    assert.deepEqual(parse('CONNECT A.test:443 HTTP/1.1\r\nHost: x\r\n\r\n'), { host: 'a.test', port: 443 });
    assert.deepEqual(parse('CONNECT [2001:db8::1]:5222 HTTP/1.0\r\n\r\n'), { host: '2001:db8::1', port: 5222 });
  });

  it('takes nothing else for a CONNECT', () => {
    assert.deepEqual(['GET http://a/ HTTP/1.1\r\n\r\n', 'CONNECT a.test HTTP/1.1\r\n\r\n', 'CONNECT a.test:1\r\n'].map(parse), [undefined, undefined, undefined]);
  });
});

describe('parseAnswer', () => {
  it('waits for whole headers, then gives head and body so far', () => {
    assert.equal(parseAnswer(Buffer.from('HTTP/1.1 403 No\r\nA: b')), undefined);
    assert.deepEqual(parseAnswer(Buffer.from('HTTP/1.1 403 Not here\r\nA: b:c\r\n\r\nbo')), {
      head: { status: 403, statusText: 'Not here', headers: [['A', 'b:c']] },
      body: Buffer.from('bo'),
    });
  });
});
