import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createSecureServer, type Http2SecureServer, type ServerHttp2Session } from 'node:http2';
import { connect, type AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { joinStreams } from '../../../emulator/phone/adbd/reverse.ts';
import { createAuthority, type CertificateAuthority } from '../../../emulator/world/certificate-authority.ts';
import type { SiteRequest } from '../../../emulator/world/site.ts';
import { startWorld, type World } from '../../../emulator/world/world.ts';
import { aPhone, APP, TOUCH } from './a-phone.ts';

describe('HTTP/2', () => {
  let world: World;
  let authority: CertificateAuthority;
  const heard: SiteRequest[] = [];
  before(async () => {
    world = await startWorld({ heard: (request) => heard.push(request) });
    authority = await createAuthority();
  });
  after(() => world.close());

  const ask = (url: string, more: object = {}) => ({ packageName: APP, method: 'GET', url, http2: true, cause: TOUCH, purpose: 'page', ...more });
  const established = (network: { kernel: { sockets(): readonly { state: string }[] } }): number => network.kernel.sockets().filter(({ state }) => state === 'established').length;

  it('carries many requests of an app at once over one connection, bodies and headers as they are', async () => {
    const { network } = await aPhone({ world });
    heard.length = 0;

    const pages = await Promise.all(['a', 'b', 'c'].map((path) => network.request(ask(`https://one.visited.test/${path}`))));
    const posted = await network.request(ask('https://one.visited.test/d', { method: 'POST', body: Buffer.from('the body'), headers: { 'X-Own': 'yes' } }));

    assert.deepEqual([...pages, posted].map(({ status }) => status), [200, 200, 200, 200]);
    assert.match(pages[1]!.body.toString(), /<title>b</);
    assert.equal(pages[0]!.headers['content-type'], 'text/html; charset=utf-8');
    const last = heard.find(({ method }) => method === 'POST');
    assert.deepEqual([last?.url.href, last?.body.toString(), last?.headers['x-own'], last?.headers['connection']], ['https://one.visited.test/d', 'the body', 'yes', undefined]);
    assert.equal(established(network), 1);
    network.close();
  });

  it('is for apps that offer it; the others speak HTTP/1.1', async () => {
    const { network } = await aPhone({ world });
    heard.length = 0;

    await network.request(ask('https://one.visited.test/', { http2: false }));

    assert.equal(heard[0]?.headers['connection'], 'Keep-Alive');
    network.close();
  });

  it('is left alone with a server that does not speak it, whose first connection is used', async () => {
    const leaf = await authority.leaf('old.test');
    let connections = 0;
    const server = createTlsServer({ key: leaf.keyPem, cert: leaf.certPem, ALPNProtocols: ['http/1.1'] }, (socket) => {
      connections += 1;
      socket.on('error', () => undefined).on('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'));
    });
    const { network, done } = await phoneBefore(server);

    for (const path of ['a', 'b']) assert.equal((await network.request(ask(`https://old.test/${path}`))).body.toString(), 'hi');

    assert.equal(connections, 1);
    done();
  });

  it('begins a new connection when the server says goodbye, and when it has ended an idle one', async () => {
    const leaf = await authority.leaf('new.test');
    const server: Http2SecureServer = createSecureServer({ key: leaf.keyPem, cert: leaf.certPem });
    const sessions: ServerHttp2Session[] = [];
    server.on('session', (session) => sessions.push(session));
    server.on('stream', (stream) => {
      stream.respond({ ':status': 200 });
      stream.end(String(sessions.length));
    });
    const { network, done } = await phoneBefore(server);
    const answer = async (): Promise<string> => (await network.request(ask('https://new.test/'))).body.toString();
    const first = [await answer(), await answer()];

    sessions[0]!.goaway();
    const second = await answer();
    const closed = once(sessions[1]!, 'close');
    sessions[1]!.destroy();
    await closed;
    const third = await answer();

    assert.deepEqual([...first, second, third], ['1', '1', '2', '3']);
    done();
  });

  it('takes nothing over to another proxy', async () => {
    const { network, settings, loopback } = await aPhone({ world });
    const asked: number[] = [];
    for (const port of [8001, 8002]) {
      loopback.listen(port, (near) => {
        asked.push(port);
        joinStreams(near, connect(world.gateway.port, world.gateway.host));
      });
    }

    for (const proxy of ['127.0.0.1:8001', '127.0.0.1:8002', '127.0.0.1:8001']) {
      settings.put('global', 'http_proxy', proxy);
      for (const http2 of [true, false]) await network.request(ask('https://one.visited.test/', { http2 }));
    }

    assert.deepEqual(asked, [8001, 8001, 8002, 8002, 8001, 8001]);
    network.close();
  });

  /** A phone whose proxy leads every tunnel to one server. */
  async function phoneBefore(server: ReturnType<typeof createTlsServer> | Http2SecureServer) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const phone = await aPhone({ world, systemCas: [authority.certPem] });
    phone.loopback.listen(8899, (near) => {
      near.once('data', () => {
        near.write('HTTP/1.1 200 Connection established\r\n\r\n');
        const far = connect(port, '127.0.0.1');
        joinStreams(near, far);
        // adb has no half-closed streams.
        near.once('end', () => far.destroy());
      });
    });
    phone.settings.put('global', 'http_proxy', '127.0.0.1:8899');
    return { ...phone, done: () => { phone.network.close(); server.close(); } };
  }
});
