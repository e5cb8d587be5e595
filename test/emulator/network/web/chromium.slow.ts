import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createAppEngines, type AppEngines } from '../../../../emulator/phone/network/web/app-engines.ts';
import { createProperties } from '../../../../emulator/phone/system/properties.ts';
import { startWorld, type World } from '../../../../emulator/world/world.ts';
import { aPhone, APP, TOUCH, type APhone } from '../a-phone.ts';
import { aProxy, type AProxy } from '../a-proxy.ts';

describe("an app whose pages Debian's Chromium loads", function () {
  this.timeout(60_000);
  let world: World;
  let proxy: AProxy;
  const engines: AppEngines[] = [];

  before(async () => {
    for (const program of ['chromium', 'certutil']) {
      assert.doesNotThrow(() => execFileSync('which', [program]), `${program} is needed; on Debian: apt-get install chromium libnss3-tools`);
    }
    world = await startWorld();
    proxy = await aProxy();
  });
  afterEach(async () => {
    await Promise.all(engines.splice(0).map((engine) => engine.close()));
  });
  after(async () => {
    await proxy.close();
    await world.close();
  });

  function browser(phone: APhone): AppEngines {
    const none = { list: () => [], get: () => undefined, install: () => Promise.resolve(''), uninstall: () => '' };
    const engine = createAppEngines({ network: phone.network, properties: createProperties({}), packages: none, chromium: [APP] });
    engines.push(engine);
    return engine;
  }

  const page = (url: string, incognito = false) => ({ packageName: APP, url, incognito, cause: TOUCH });

  it('shows what a person would read, with the links', async () => {
    const engine = browser(await aPhone({ world }));

    const shown = await engine.load(page('https://a.visited.test/page?title=Hello'));

    assert.equal(shown.title, 'Hello');
    assert.ok(shown.links.some(({ url }) => url === 'https://a.visited.test/more.html'));
  });

  it("goes through the phone's proxy with every request, its own ambient ones too, and trusts what the phone trusts", async () => {
    const phone = await aPhone({ world, systemCas: [world.caPem, proxy.caPem] });
    proxy.reverse(phone.loopback, 8899);
    phone.settings.put('global', 'http_proxy', '127.0.0.1:8899');
    proxy.asked.length = 0;

    await browser(phone).load(page('https://b.visited.test/secret', true));

    assert.deepEqual(['tls b.visited.test', 'GET /secret'].filter((asked) => !proxy.asked.includes(asked)), []);
    assert.deepEqual(phone.records.filter(({ transport }) => transport === 'direct'), []);
  });

  it('refuses a CA the phone does not trust', async () => {
    const phone = await aPhone({ world });
    proxy.reverse(phone.loopback, 8899);
    phone.settings.put('global', 'http_proxy', '127.0.0.1:8899');

    await assert.rejects(browser(phone).load(page('https://c.visited.test/')), /ERR_CERT_AUTHORITY_INVALID/);
  });

  it('believes a CA from the moment on that the phone does', async () => {
    const phone = await aPhone({ world });
    proxy.reverse(phone.loopback, 8899);
    phone.settings.put('global', 'http_proxy', '127.0.0.1:8899');
    const engine = browser(phone);
    await assert.rejects(engine.load(page('https://d.visited.test/')), /ERR_CERT/);

    await phone.files.writeFile('/system/etc/security/cacerts/new.0', proxy.caPem);

    assert.match((await engine.load(page('https://d.visited.test/'))).text, /^via proxy/);
  });
});
