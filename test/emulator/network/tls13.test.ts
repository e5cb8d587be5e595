import assert from 'node:assert/strict';
import { startWorld, type World } from '../../../emulator/world/world.ts';
import { aPhone, APP, TOUCH, type APhoneOptions } from './a-phone.ts';
import { aProxy, type AProxy } from './a-proxy.ts';

describe('TLS by Android version', () => {
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
  async function proxied(options: Partial<APhoneOptions>) {
    const made = await aPhone({ world, ...options });
    proxy.asked.length = 0;
    proxy.reverse(made.loopback, 8899);
    made.settings.put('global', 'http_proxy', '127.0.0.1:8899');
    return made;
  }

  for (const [sdk, version] of [[28, 'TLSv1.2'], [29, 'TLSv1.3'], [33, 'TLSv1.3']] as const) {
    it(`API ${sdk} speaks ${version}, and a refusal of a certificate is an alert the other side hears`, async () => {
      const believes = await proxied({ facts: { sdk }, systemCas: [proxy.caPem] });
      const answer = await believes.network.request(get('https://shop.visited.test/x'));
      assert.equal(answer.status, 200);
      assert.deepEqual(proxy.versions.splice(0), [version]);

      const { network } = await proxied({ facts: { sdk } });
      const seen = proxy.nextTlsError();
      await assert.rejects(network.request(get('https://shop.visited.test/x')), { code: 'CERT_AUTHORITY_INVALID', stage: 'tls' });
      assert.match(await seen, /alert certificate unknown/);
      assert.deepEqual(proxy.asked, ['CONNECT shop.visited.test:443', 'tls shop.visited.test']);
    });
  }

  it('a server that asks for another key share gets it', async () => {
    const picky = await aProxy({ ecdhCurve: 'P-521' });
    const { network, loopback, settings } = await aPhone({ world, facts: { sdk: 30 }, systemCas: [picky.caPem] });
    picky.reverse(loopback, 8899);
    settings.put('global', 'http_proxy', '127.0.0.1:8899');

    assert.equal((await network.request(get('https://shop.visited.test/x'))).status, 200);
    await picky.close();
  });
});
