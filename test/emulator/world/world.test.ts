import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { SiteRequest } from '../../../emulator/world/site.ts';
import { startWorld, type World } from '../../../emulator/world/world.ts';
import { get, getH2, secureTunnel, tunnel } from './a-client.ts';

describe('the world', () => {
  let world: World;
  const heard: SiteRequest[] = [];
  before(async () => {
    world = await startWorld({ heard: (request) => heard.push(request) });
  });
  after(() => world.close());
  beforeEach(() => void (heard.length = 0));

  const text = async (address: string) => (await get(world, address)).body.toString();

  describe('as a network', () => {
    it('answers requests in the clear, by their absolute address', async () => {
      const answer = await get(world, 'http://connect.rom.miui.com/generate_204');

      assert.deepEqual([answer.status, answer.body.length], [204, 0]);
    });

    it('answers over TLS under a certificate for the very name', async () => {
      const socket = await secureTunnel(world, 'anything.at.all.test');

      const certificate = socket.getPeerX509Certificate();
      assert.equal(certificate?.checkHost('anything.at.all.test'), 'anything.at.all.test');
      assert.ok(certificate.verify(new X509Certificate(world.caPem).publicKey));
      socket.destroy();
    });

    it('answers over HTTP/2', async () => {
      const { status, body } = await getH2(world, 'https://a.visited.test/page?title=Two');

      assert.equal(status, 200);
      assert.match(body, /<title>Two<\/title>/);
      assert.equal(heard[0]?.url.href, 'https://a.visited.test/page?title=Two');
    });

    it('answers HTTP in a tunnel to port 80', async () => {
      const { socket } = await tunnel(world, 'a.visited.test:80');
      socket.write('GET /plain HTTP/1.1\r\nHost: a.visited.test\r\nConnection: close\r\n\r\n');

      const [chunk] = (await once(socket, 'data')) as [Buffer];

      assert.match(chunk.toString(), /^HTTP\/1\.1 200 /);
      assert.equal(heard[0]?.url.href, 'http://a.visited.test/plain');
      socket.destroy();
    });

    it('knows no name under .invalid', async () => {
      assert.equal((await tunnel(world, 'x.invalid:443')).status, 502);
      assert.equal((await get(world, 'http://x.invalid/')).status, 502);
    });

    it('turns down whoever takes it for a web server', async () => {
      const socket = connect(world.gateway.port, world.gateway.host);
      socket.write('GET / HTTP/1.0\r\n\r\n');

      const [chunk] = (await once(socket, 'data')) as [Buffer];

      assert.match(chunk.toString(), /^HTTP\/1\.1 400 /);
      socket.destroy();
    });

    it('answers push keep-alives and nothing else on the push port', async () => {
      const { socket } = await tunnel(world, 'app.chat.global.xiaomi.net:5222');
      socket.write(Buffer.from([0xff, 0xff, 1, 0, 0, 0, 0, 1, 0xc2, 0xfe, 1, 0, 0, 0]));
      socket.write(Buffer.from([0, 2]));

      const [answer] = (await once(socket, 'data')) as [Buffer];

      assert.deepEqual([...answer], [0xc2, 0xfe, 2, 0, 0, 0, 0, 2]);
      socket.destroy();
    });

    it('listens in silence to a protocol it does not know', async () => {
      const { socket } = await tunnel(world, 'somewhere.test:9999');
      let answered = 0;
      socket.on('data', (chunk: Buffer) => (answered += chunk.length));
      socket.end(Buffer.alloc(100_000, 0x7f));

      await once(socket, 'close');

      assert.equal(answered, 0);
    });

    it('tells the time over UDP', async () => {
      const socket = createSocket('udp4');
      const query = Buffer.alloc(48);
      query[0] = 0x1b;
      query.writeUInt32BE(0xdeadbeef, 40);
      const header = Buffer.from([0, 0, 0, 1, 198, 18, 0, 1, 0, 123]);
      socket.send(Buffer.concat([header, query]), world.datagrams.port, world.datagrams.host);

      const [packet] = (await once(socket, 'message')) as [Buffer];
      const answer = packet.subarray(header.length);

      assert.deepEqual(packet.subarray(0, header.length), header);
      assert.equal(answer.readUInt32BE(24), 0xdeadbeef);
      assert.ok(Math.abs(answer.readUInt32BE(40) - 2_208_988_800 - Date.now() / 1000) < 5);
      socket.close();
    });

    it('keeps its certificate in a file until it is closed', async () => {
      const other = await startWorld();
      assert.equal(readFileSync(other.caFile, 'utf8'), other.caPem);

      await other.close();

      assert.equal(existsSync(other.caFile), false);
    });
  });

  describe('its sites', () => {
    it('have pages of any path with a title of their own, parts and links', async () => {
      const page = await text('https://a.visited.test/some-story.html');

      assert.match(page, /<title>some story<\/title>/);
      for (const part of ['/assets/style.css', '/assets/app.js', '/assets/photo.png', '//cdn.thirdparty.test/pixel.png']) {
        assert.ok(page.includes(`"${part}"`), part);
      }
    });

    it('escape what they are told', async () => {
      assert.match(await text('https://a.visited.test/?title=%3Cb%3E%26%22'), /<title>&lt;b&gt;&amp;&quot;<\/title>/);
    });

    for (const [host, policy] of [
      ['a.visited.test', 'no-referrer'],
      ['a.chatty.test', 'unsafe-url'],
    ] as const) {
      it(`say ${policy} at ${host}`, async () => {
        assert.equal((await get(world, `https://${host}/`)).headers['referrer-policy'], policy);
      });
    }

    for (const [address, type] of [
      ['https://a.visited.test/assets/style.css', 'text/css'],
      ['https://a.visited.test/assets/app.js', 'application/javascript'],
      ['https://cdn.thirdparty.test/pixel.png', 'image/png'],
      ['https://www.google.com/favicon.ico', 'image/png'],
      ['https://hot.browser.intl.miui.com/thumbnail/n1001.png', 'image/png'],
    ] as const) {
      it(`serve ${address} as ${type}`, async () => {
        const answer = await get(world, address);

        assert.deepEqual([answer.status, answer.headers['content-type']], [200, type]);
      });
    }

    it('search: one result is about the words searched for, the others lead on without them', async () => {
      for (const address of ['https://www.google.com/search?q=zebra%20crossing', 'https://duckduckgo.com/?q=zebra%20crossing', 'https://www.baidu.com/s?wd=zebra%20crossing']) {
        const page = await text(address);

        assert.match(page, /<title>zebra crossing /);
        const results = [...page.matchAll(/<a href="([^"]*)">([^<]*)</g)].map(([, href = '', result]) => [href, result] as const);
        assert.deepEqual(results.filter(([href]) => href.includes('zebra')), [['https://encyclopedia.visited.test/wiki/zebra%20crossing', 'zebra crossing - Encyclopedia']]);
        assert.ok(results.length > 1);
      }
      assert.match(await text('https://encyclopedia.visited.test/wiki/zebra%20crossing'), /<title>zebra crossing<\/title>/);
    });

    it('suggest while somebody types', async () => {
      for (const address of ['https://www.google.com/complete/search?q=zeb', 'https://suggestion.baidu.com/su?action=opensearch&ie=utf-8&wd=zeb']) {
        assert.deepEqual(JSON.parse(await text(address)), ['zeb', ['zeb meaning', 'zeb near me']]);
      }
    });

    it('feed news whose stories are elsewhere', async () => {
      const feed = JSON.parse(await text('https://hot.browser.intl.miui.com/feed?lang=en')) as { items: { title: string; url: string }[] };

      const story = feed.items[2]!;
      assert.ok((await text(story.url)).includes(`<title>${story.title}</title>`));
    });

    it('collect, whoever they are', async () => {
      for (const address of [
        'https://sa.api.intl.miui.com/sa?project=global_browser&r=SG',
        'https://tracking.intl.miui.com/track/spock',
        'https://data.mistat.intl.xiaomi.com/mistats/v3',
        'https://api.ad.intl.xiaomi.com/post/csv3',
        'https://nobody.knows.example/collect',
      ]) {
        assert.equal((await get(world, address, 'data')).status, 200, address);
      }

      assert.deepEqual(heard.map(({ body }) => body.toString()), Array<string>(5).fill('data'));
    });

    it('fail on demand', async () => {
      assert.equal((await get(world, 'https://503.status.test/x')).status, 503);
    });
  });
});
