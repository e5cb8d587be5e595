import assert from 'node:assert/strict';
import { once } from 'node:events';
import { startWorld, type World } from '../../../emulator/world/world.ts';
import { Link } from '../../../emulator/phone/network/link.ts';
import { aPhone, APP, TOUCH } from './a-phone.ts';

describe('the switches of the radios', () => {
  let world: World;
  before(async () => {
    world = await startWorld();
  });
  after(() => world.close());

  const get = { packageName: APP, method: 'GET', url: 'http://connect.rom.miui.com/generate_204', cause: TOUCH, purpose: 'page' };
  const raw = { packageName: APP, host: 'push.example', port: 5222, cause: TOUCH, purpose: 'push' };

  for (const [aeroplane, wifi, mobile, expected] of [
    ['0', '1', '1', 'wifi'], ['0', '0', '1', 'mobile'], ['0', '0', '0', 'none'],
    ['1', '1', '1', 'none'], ['1', '2', '0', 'wifi'], ['1', '3', '1', 'none'],
  ] as const) {
    it(`aeroplane mode ${aeroplane}, WLAN ${wifi}, mobile data ${mobile}: ${expected}`, async () => {
      const { network, settings } = await aPhone({ world });
      settings.put('global', 'airplane_mode_on', aeroplane);
      settings.put('global', 'wifi_on', wifi);
      settings.put('global', 'mobile_data', mobile);

      assert.equal(network.connectivity(), expected);
      if (expected === 'none') await assert.rejects(network.request(get), { code: 'ENETUNREACH' });
      else assert.equal((await network.request(get)).status, 204);
      const interfaces = new Set(network.kernel.rows().map(({ interfaceName }) => interfaceName));
      assert.deepEqual([...interfaces], expected === 'none' ? [] : [expected === 'wifi' ? 'wlan0' : 'rmnet_data0']);
    });
  }

  it('break what is open and tell who listens, once a change', async () => {
    const { network, settings } = await aPhone({ world });
    const heard: string[] = [];
    const stop = network.onConnectivity((connectivity) => heard.push(connectivity));
    const socket = await network.connect(raw);
    const failed = once(socket, 'error');

    settings.put('global', 'airplane_mode_on', '1');
    const [error] = (await failed) as [Error & { code: string }];
    settings.put('global', 'mobile_data', '0');
    settings.put('global', 'airplane_mode_on', '0');
    stop();
    settings.put('global', 'wifi_on', '0');

    assert.equal(error.code, 'ECONNABORTED');
    assert.deepEqual(heard, ['none', 'wifi']);
    assert.ok(network.kernel.sockets().every(({ state }) => state !== 'established'));
  });

  it('a slow link is slow for handshake, request and answer, until it is a good one again', async () => {
    const { network } = await aPhone({ world });
    await network.request(get);
    network.setLink({ latencyMs: 40 });

    const open = await timeOf(() => network.request(get));
    const fresh = await timeOf(() => network.request({ ...get, url: 'http://another.example/' }));
    network.setLink(undefined);

    // Request and answer; and, before them, the look-up there and back and the handshake.
    assert.ok(open >= 79 && fresh >= 199, `took ${open} ms and ${fresh} ms`);
    assert.ok((await timeOf(() => network.request(get))) < open);
  });

  it('a lossy link has what it lost counted again, as it leaves the phone', async () => {
    const sent = async (lossRatio: number): Promise<number> => {
      const { network } = await aPhone({ world });
      network.setLink({ latencyMs: 0, lossRatio });
      await network.send({ ...raw, transport: 'tcp', host: '203.0.113.7', port: 9999, payload: Buffer.alloc(3000), answerWithinMs: 1 });
      return network.kernel.rows().reduce((sum, { sentBytes }) => sum + sentBytes, 0);
    };

    // All three segments, of 52 bytes of headers each, are lost once.
    assert.equal((await sent(1)) - (await sent(0)), 3000 + 3 * 52);
  });

  it('a lossy link loses datagrams and delays segments', () => {
    const link = new Link(() => 0.1);
    link.set({ latencyMs: 5, bytesPerSecond: 1000, lossRatio: 0.2 });
    assert.equal(link.datagramMs(100), undefined);

    link.set({ latencyMs: 5, bytesPerSecond: 1000, lossRatio: 0.05 });
    assert.equal(link.datagramMs(100), 105);
  });
});

async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await run();
  return performance.now() - startMs;
}
