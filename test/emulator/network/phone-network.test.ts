import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { startWorld, type World } from '../../../emulator/world/world.ts';
import { aPhone, APP, TOUCH, type APhoneOptions } from './a-phone.ts';
import { aProxy, type AProxy } from './a-proxy.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('the network of the phone', () => {
  let world: World;
  let proxy: AProxy;
  before(async () => {
    world = await startWorld();
    proxy = await aProxy();
  });
  after(async () => {
    await proxy.close();
    await world.close();
  });

  const get = (url: string) => ({ packageName: APP, method: 'GET', url, cause: TOUCH, purpose: 'page' });
  const phone = (options: Partial<APhoneOptions> = {}) => aPhone({ world, ...options });

  async function proxied(options: Partial<APhoneOptions>) {
    const made = await phone(options);
    proxy.asked.length = 0;
    proxy.reverse(made.loopback, 8899);
    made.settings.put('global', 'http_proxy', '127.0.0.1:8899');
    return made;
  }

  describe('without a proxy', () => {
    it('reaches the world over TLS', async () => {
      const { network, records } = await phone();

      const answer = await network.request(get('https://a.visited.test/page?title=Hello'));

      assert.equal(answer.status, 200);
      assert.match(answer.body.toString(), /<title>Hello<\/title>/);
      assert.deepEqual(records.map(({ transport, status, purpose }) => ({ transport, status, purpose })), [
        { transport: 'direct', status: undefined, purpose: 'dns' },
        { transport: 'direct', status: 200, purpose: 'page' },
      ]);
    });

    it('reaches the world in the clear', async () => {
      const { network } = await phone();

      const answer = await network.request(get('http://connect.rom.miui.com/generate_204'));

      assert.equal(answer.status, 204);
    });

    it('takes :0 for no proxy', async () => {
      const { network, settings, records } = await phone();
      settings.put('global', 'http_proxy', ':0');

      await network.request(get('http://connect.rom.miui.com/generate_204'));

      assert.equal(records[0]?.transport, 'direct');
    });

    it('is not fooled by a server that hangs up on an idle connection in an orderly way', async () => {
      const server = createServer((_request, response) => response.end('hello'));
      server.keepAliveTimeout = 1;
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const { network, settings, loopback } = await phone();
      const hungUp = new Promise<void>((resolve) => {
        loopback.listen(8899, (near) => {
          const far = connect((server.address() as AddressInfo).port, '127.0.0.1');
          near.pipe(far).pipe(near);
          far.once('end', resolve);
        });
      });
      settings.put('global', 'http_proxy', '127.0.0.1:8899');
      await network.request(get('http://a.visited.test/'));
      await hungUp;

      assert.equal((await network.request(get('http://a.visited.test/'))).status, 200);
      server.close();
    });

    it('keeps a connection for the next request, and replaces one that has died meanwhile', async () => {
      const { network, loopback, settings } = await phone({ systemCas: [proxy.caPem] });
      proxy.asked.length = 0;
      proxy.reverse(loopback, 8898);
      settings.put('global', 'http_proxy', '127.0.0.1:8898');

      for (const path of ['a', 'b']) await network.request(get(`https://kept.visited.test/${path}`));
      assert.deepEqual(proxy.asked, ['CONNECT kept.visited.test:443', 'tls kept.visited.test', 'GET /a', 'GET /b']);

      proxy.hangUp();
      await network.request(get('https://kept.visited.test/c'));
      assert.deepEqual(proxy.asked.slice(4), ['CONNECT kept.visited.test:443', 'tls kept.visited.test', 'GET /c']);
    });

    it('says that a name under .invalid does not resolve', async () => {
      const { network } = await phone();

      await assert.rejects(network.request(get('https://nowhere.invalid/')), { code: 'ENOTFOUND', stage: 'resolve' });
    });

    it('does not believe the world when its CA is not in the system store', async () => {
      const { network } = await phone({ systemCas: [] });

      await assert.rejects(network.request(get('https://a.visited.test/')), { code: 'CERT_AUTHORITY_INVALID', stage: 'tls' });
    });

    it('judges validity by its own clock', async () => {
      const { network } = await phone({ clockOffsetMs: 800 * DAY_MS });

      await assert.rejects(network.request(get('https://a.visited.test/')), { code: 'CERT_DATE_INVALID' });
    });

    it('asks the time over UDP', async () => {
      const { network } = await phone();

      const atMs = await network.queryTime({ packageName: APP, host: 'pool.ntp.org', cause: TOUCH, purpose: 'background' });

      assert.ok(Math.abs(atMs - Date.now()) < 5000);
    });

    it('keeps a raw connection alive with the push server', async () => {
      const { network } = await phone();

      const socket = await network.connect({ packageName: APP, host: 'app.chat.global.xiaomi.net', port: 5222, cause: TOUCH, purpose: 'background' });
      socket.write(Buffer.from([0xc2, 0xfe, 0x01, 0, 0, 0, 0, 7]));
      const [answer] = (await once(socket, 'data')) as [Buffer];

      assert.deepEqual([...answer], [0xc2, 0xfe, 0x02, 0, 0, 0, 0, 7]);
      network.close();
    });

    it('counts the bytes of each app as the kernel does', async () => {
      const { network } = await phone();

      await network.request(get('https://a.visited.test/'));

      const row = network.kernel.rows().find(({ protocol }) => protocol === 'tcp');
      assert.equal(row?.uid, 10_123);
      assert.equal(row.interfaceName, 'wlan0');
      assert.ok(row.receivedBytes > 1000 && row.sentBytes > 300);
    });
  });

  describe('through the proxy of its setting', () => {
    it('sends plain requests with their absolute address', async () => {
      const { network } = await proxied({});

      const answer = await network.request(get('http://shop.visited.test/x?y=1'));

      assert.deepEqual(proxy.asked, ['GET http://shop.visited.test/x?y=1']);
      assert.equal(answer.body.toString(), 'via proxy: Dalvik/2.1.0 (Linux; U; Android 9; Redmi Note 8 MIUI/V11.0.8.0.PCOMIXM)');
    });

    it('names the server in the handshake and believes a CA of its system store', async () => {
      const { network } = await proxied({ systemCas: [proxy.caPem] });

      const answer = await network.request(get('https://shop.visited.test/x'));

      assert.equal(answer.status, 200);
      assert.deepEqual(proxy.asked, ['CONNECT shop.visited.test:443', 'tls shop.visited.test', 'GET /x']);
    });

    it('believes a CA as soon as its file is there', async () => {
      const { network, files } = await proxied({});
      await assert.rejects(network.request(get('https://shop.visited.test/')));

      await files.writeFile('/system/etc/security/cacerts/9.0', proxy.caPem);
      const answer = await network.request(get('https://shop.visited.test/'));

      assert.equal(answer.status, 200);
    });

    it('tells the other side by an alert that it refuses its certificate', async () => {
      const { network } = await proxied({});
      const seen = proxy.nextTlsError();

      await assert.rejects(network.request(get('https://shop.visited.test/')), { code: 'CERT_AUTHORITY_INVALID', stage: 'tls' });

      assert.match(await seen, /alert certificate unknown/);
    });

    it('believes user CAs only for apps below API 24', async () => {
      const old = await proxied({ userCas: [proxy.caPem], targetSdk: 23 });
      const recent = await proxied({ userCas: [proxy.caPem], targetSdk: 24 });

      const answer = await old.network.request(get('https://shop.visited.test/'));

      assert.equal(answer.status, 200);
      await assert.rejects(recent.network.request(get('https://shop.visited.test/')), { code: 'CERT_AUTHORITY_INVALID' });
    });

    it('believes user CAs where the profile says so', async () => {
      const { network } = await proxied({ userCas: [proxy.caPem], trust: 'user' });

      assert.equal((await network.request(get('https://shop.visited.test/'))).status, 200);
    });

    it('believes nobody but the real roots in a pinned app', async () => {
      const { network, settings } = await proxied({ systemCas: [proxy.caPem, world.caPem], trust: 'pinned' });

      await assert.rejects(network.request(get('https://shop.visited.test/')), { code: 'CERT_AUTHORITY_INVALID' });
      settings.put('global', 'http_proxy', ':0');

      assert.equal((await network.request(get('https://shop.visited.test/'))).status, 200);
    });

    it('goes past it where the app ignores proxies', async () => {
      const { network, records } = await proxied({});

      await network.request({ ...get('https://shop.visited.test/'), direct: true });

      assert.deepEqual(proxy.asked, []);
      assert.equal(records[0]?.transport, 'direct');
    });

    it('is refused when nothing listens on the port', async () => {
      const { network, settings, records } = await phone();
      settings.put('global', 'http_proxy', '127.0.0.1:8899');

      await assert.rejects(network.request(get('https://shop.visited.test/')), { code: 'ECONNREFUSED', stage: 'proxy' });

      assert.equal(records[0]?.error, 'ECONNREFUSED: connect ECONNREFUSED 127.0.0.1:8899');
    });

    it('is reset when the host refuses what the port leads to', async () => {
      const { network, settings, loopback } = await phone();
      loopback.listen(8899, (socket) => socket.destroy());
      settings.put('global', 'http_proxy', 'localhost:8899');

      await assert.rejects(network.request(get('https://shop.visited.test/')), { code: /ECONNRESET|EPIPE/ });
      await assert.rejects(network.request(get('http://shop.visited.test/')), { code: /ECONNRESET|EPIPE/ });
    });

    it('notices a proxy that vanishes in the middle of a request', async () => {
      const { network, settings, loopback } = await phone();
      loopback.listen(8899, (socket) => socket.once('data', () => socket.destroy()));
      settings.put('global', 'http_proxy', '127.0.0.1:8899');

      await assert.rejects(network.request(get('http://shop.visited.test/')), { code: 'ECONNRESET' });
    });
  });
});
