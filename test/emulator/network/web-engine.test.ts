import assert from 'node:assert/strict';
import { createWebEngine } from '../../../emulator/phone/network/web/phone-web-engine.ts';
import { createProperties } from '../../../emulator/phone/system/properties.ts';
import type { SiteRequest } from '../../../emulator/world/site.ts';
import { startWorld, type World } from '../../../emulator/world/world.ts';
import { aPhone, TOUCH } from './a-phone.ts';

const BROWSER = 'com.mi.globalbrowser';

describe('the web engine', () => {
  let world: World;
  const heard: SiteRequest[] = [];
  before(async () => {
    world = await startWorld({ heard: (request) => heard.push(request) });
  });
  after(() => world.close());
  beforeEach(() => void (heard.length = 0));

  async function engine() {
    const phone = await aPhone({ world });
    const packages = {
      list: () => [],
      get: () => undefined,
      install: () => Promise.resolve(''),
      uninstall: () => '',
    };
    const properties = createProperties({ 'ro.build.version.release': '9', 'ro.product.model': 'Redmi Note 8' });
    return { ...phone, web: createWebEngine({ network: phone.network, properties, packages }) };
  }

  const page = (url: string, more: { incognito?: boolean; referrer?: string; packageName?: string } = {}) => ({
    packageName: BROWSER,
    url,
    incognito: false,
    cause: TOUCH,
    ...more,
  });

  it('loads a page with its parts, third-party ones too', async () => {
    const { web, records } = await engine();

    const loaded = await web.load(page('https://a.visited.test/page?title=Some%20%26%20Other'));

    assert.equal(loaded.title, 'Some & Other');
    assert.equal(loaded.text, 'You are reading Some & Other.');
    assert.deepEqual(loaded.links[1], { text: 'Read on', url: 'https://a.visited.test/more.html' });
    assert.deepEqual(records.map(({ purpose, url }) => `${purpose} ${url}`).sort(), [
      'dns dns://192.168.31.1:53/a.visited.test',
      'dns dns://192.168.31.1:53/cdn.thirdparty.test',
      'page https://a.visited.test/page?title=Some%20%26%20Other',
      'sub-resource https://a.visited.test/assets/app.js',
      'sub-resource https://a.visited.test/assets/photo.png',
      'sub-resource https://a.visited.test/assets/style.css',
      'sub-resource https://a.visited.test/favicon.ico',
      'sub-resource https://cdn.thirdparty.test/lib/widgets.js',
      'sub-resource https://cdn.thirdparty.test/pixel.png',
    ]);
  });

  it('tells third parties of the page only where the page lets it', async () => {
    const { web } = await engine();

    await web.load(page('https://a.visited.test/secret'));
    await web.load(page('https://a.chatty.test/secret'));

    const referers = heard.filter(({ host }) => host === 'cdn.thirdparty.test').map(({ headers }) => headers['referer']);
    assert.deepEqual(referers, [undefined, undefined, 'https://a.chatty.test/secret', 'https://a.chatty.test/secret']);
  });

  it('follows a link with the referrer its page allows', async () => {
    const { web } = await engine();
    await web.load(page('https://www.google.com/search?q=secret'));
    await web.load(page('https://a.visited.test/secret'));
    heard.length = 0;

    await web.load(page('https://forum.visited.test/', { referrer: 'https://www.google.com/search?q=secret' }));
    await web.load(page('https://elsewhere.visited.test/', { referrer: 'https://a.visited.test/secret' }));

    const pages = heard.filter(({ url }) => url.pathname === '/');
    assert.deepEqual(pages.map(({ headers }) => headers['referer']), ['https://www.google.com/', undefined]);
  });

  it('names itself and the app', async () => {
    const { web } = await engine();

    await web.load(page('https://www.mi.com/global/support', { packageName: 'com.miui.player' }));

    assert.equal(heard[0]?.headers['x-requested-with'], 'com.miui.player');
    assert.match(heard[0].headers['user-agent'] ?? '', /Android 9; Redmi Note 8 .*; wv\)/);
  });

  it('keeps the cookies of incognito tabs apart, and no longer than them', async () => {
    const { web } = await engine();

    await web.load(page('https://b.visited.test/', { incognito: true }));
    await web.load(page('https://b.visited.test/'));
    await web.load(page('https://b.visited.test/', { incognito: true }));
    web.forget(BROWSER, 'incognito');
    await web.load(page('https://b.visited.test/', { incognito: true }));
    await web.load(page('https://b.visited.test/'));
    web.forget(BROWSER, 'all');
    await web.load(page('https://b.visited.test/'));

    const cookies = heard.filter(({ url }) => url.pathname === '/').map(({ headers }) => headers['cookie']);
    assert.deepEqual(cookies, [undefined, undefined, 'visit=1', undefined, 'visit=1', undefined]);
  });

  it('offers a file, and fetches it when it is wanted', async () => {
    const { web, records } = await engine();
    const url = 'https://a.visited.test/files/report.pdf';

    const offered = await web.load(page(url));
    const file = await web.download(page(url, { referrer: 'https://a.visited.test/downloads' }));

    assert.deepEqual(offered.attachment, { fileName: 'report.pdf', mimeType: 'application/pdf', sizeBytes: 32 });
    assert.equal(Buffer.from(file.bytes).toString(), 'What lies at /files/report.pdf.\n');
    assert.deepEqual(records.map(({ purpose }) => purpose), ['dns', 'page', 'download']);
    await assert.rejects(web.download(page('https://404.status.test/x.zip')), { code: 'net::ERR_HTTP_RESPONSE_CODE_FAILURE 404' });
  });

  it('finds the video of a page and plays it from its start', async () => {
    const { web } = await engine();
    const loaded = await web.load(page('https://a.chatty.test/watch/tides'));
    heard.length = 0;

    await web.play({ packageName: BROWSER, url: loaded.videos?.[0]?.url ?? '', page: loaded.url, incognito: false, cause: TOUCH });

    assert.deepEqual(loaded.videos, [{ title: 'tides', url: 'https://a.chatty.test/videos/tides.mp4' }]);
    assert.deepEqual([heard[0]?.headers['range'], heard[0]?.headers['referer']], ['bytes=0-', 'https://a.chatty.test/watch/tides']);
  });

  for (const [engineName, url] of [
    ['Google', 'https://www.google.com/complete/search?client=chrome&q=zebra'],
    ['DuckDuckGo', 'https://duckduckgo.com/ac/?type=list&q=zebra'],
    ['Bing', 'https://www.bing.com/osjson.aspx?query=zebra'],
    ['Yahoo!', 'https://search.yahoo.com/sugg/chrome?output=fxjson&command=zebra'],
  ] as const) {
    it(`asks ${engineName} for suggestions, without cookies`, async () => {
      const { web } = await engine();
      await web.load(page(new URL('/', url).href));

      const words = await web.suggest({ packageName: BROWSER, url, cause: TOUCH });

      assert.deepEqual(words, ['zebra meaning', 'zebra near me']);
      assert.equal(heard.at(-1)?.headers['cookie'], undefined);
    });
  }

  it('asks as a desktop browser where it is told to, and tells Mint from Mi Browser', async () => {
    const { web } = await engine();

    await web.load({ ...page('https://a.visited.test/1'), desktop: true });
    await web.load(page('https://a.visited.test/2'));
    await web.load(page('https://a.visited.test/3', { packageName: 'com.mi.globalbrowser.mini' }));

    const agents = heard.filter(({ url }) => /^\/\d$/.test(url.pathname)).map(({ headers }) => headers['user-agent'] ?? '');
    assert.doesNotMatch(agents[0] ?? '', /Mobile|Android/);
    assert.match(agents[1] ?? '', / XiaoMi\/MiuiBrowser\//);
    assert.match(agents[2] ?? '', / XiaoMi\/Mint Browser\//);
  });

  it('follows redirects', async () => {
    const { web } = await engine();

    const loaded = await web.load(page('https://a.visited.test/moved/here'));

    assert.equal(loaded.url, 'https://a.visited.test/here');
    assert.equal(loaded.title, 'here');
  });

  it('reads the news feed', async () => {
    const { web } = await engine();

    const items = await web.fetchFeed({ packageName: BROWSER, url: 'https://hot.browser.intl.miui.com/feed', cause: TOUCH });

    assert.equal(items.length, 8);
    assert.match(items[0]?.url ?? '', /^https:\/\/news\.visited\.test\//);
    const more = await web.fetchFeed({ packageName: BROWSER, url: 'https://hot.browser.intl.miui.com/feed/for_you/2', cause: TOUCH });
    assert.equal(more.some(({ title }) => items.some((item) => item.title === title)), false);
    assert.deepEqual(await web.fetchFeed({ packageName: BROWSER, url: 'https://hot.browser.intl.miui.com/feed/sports/6', cause: TOUCH }), []);
  });

  for (const [why, url, setting, code] of [
    ['the proxy is gone', 'https://a.visited.test/', '127.0.0.1:1', 'net::ERR_PROXY_CONNECTION_FAILED'],
    ['there is no such name', 'https://a.invalid/', ':0', 'net::ERR_NAME_NOT_RESOLVED'],
  ] as const) {
    it(`says in Chromium's words that ${why}`, async () => {
      const { web, settings } = await engine();
      settings.put('global', 'http_proxy', setting);

      await assert.rejects(web.load(page(url)), { name: 'WebLoadError', code });
    });
  }

  it("says in Chromium's words that nobody vouches for the server", async () => {
    const { web, files } = await engine();
    await files.rm('/system/etc/security/cacerts/0.0');

    await assert.rejects(web.load(page('https://a.visited.test/')), { code: 'net::ERR_CERT_AUTHORITY_INVALID' });
  });
});
