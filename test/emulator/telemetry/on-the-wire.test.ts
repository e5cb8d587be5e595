import assert from 'node:assert/strict';
import { InProcessEvents } from '../../../emulator/phone/apps/in-process-events.ts';
import { createClock } from '../../../emulator/phone/system/clock.ts';
import { createProperties } from '../../../emulator/phone/system/properties.ts';
import { createSettings } from '../../../emulator/phone/system/settings.ts';
import { createTelemetry } from '../../../emulator/phone/telemetry/telemetry.ts';
import type { TruthLine } from '../../../emulator/phone/telemetry/truth-log.ts';
import type { SiteRequest } from '../../../emulator/world/site.ts';
import { startWorld, type World } from '../../../emulator/world/world.ts';
import { APP, aPhone } from '../network/a-phone.ts';
import { aProfile, aRule, aSdk, anEvent } from './a-telemetry.ts';

describe('telemetry on the wire of the world', () => {
  let world: World;
  const heard: SiteRequest[] = [];
  const overheard: string[] = [];
  before(async () => {
    world = await startWorld({
      heard: (request) => heard.push(request),
      overheard: ({ transport, host, payload }) => overheard.push(`${transport} ${host} ${payload.toString('latin1')}`),
    });
  });
  after(() => world.close());

  /** One event through one SDK; resolves to how it went. */
  async function sendBy(sdk: Record<string, unknown>): Promise<TruthLine> {
    const profile = aProfile({
      packages: [{ name: APP, versionName: '1.0', versionCode: 1, uid: 10_123, targetSdk: 28 }],
      sdks: { sdk: aSdk({ flushIntervalMs: 0, ...sdk }) },
      rules: [aRule({ when: { package: APP, event: 'song.play' } })],
    });
    const { network } = await aPhone({ world });
    const events = new InProcessEvents();
    return new Promise((resolve) => {
      const telemetry = createTelemetry({
        profile,
        phone: {
          clock: createClock(), properties: createProperties(profile.properties), settings: createSettings(),
          packages: { list: () => [], get: () => undefined, install: () => Promise.resolve(''), uninstall: () => '' },
        },
        events,
        network,
        truth: { write: (line) => { void telemetry.close(); resolve(line); }, close: () => undefined },
        timeScale: 1,
      });
      events.emit(anEvent({ packageName: APP, data: { title: 'zq7canary' } }));
    });
  }

  for (const [transport, to, encode] of [
    ['tcp', 'tcp://raw.test:9000', ['json']],
    ['udp', 'udp://raw.test:9001', ['json']],
    ['quic', 'quic://raw.test:443', ['json']],
    ['websocket', 'wss://live.test/events', ['json']],
    ['dns', 'dns://names.test', ['json', 'hex', 'host']],
  ] as const) {
    it(`reaches a server by ${transport}`, async () => {
      overheard.length = 0;

      const line = await sendBy({ transport, to, encode });

      assert.equal(line.outcome, 'sent', line.error);
      const sign = transport === 'dns' ? Buffer.from('zq7canary').toString('hex').slice(0, 8) : 'zq7canary';
      // A name may be cut into labels in the middle of what it says.
      await until(() => overheard.some((message) => message.startsWith(transport) && message.replace(/[^\x20-\x7e]/g, '').replaceAll('.', '').includes(sign)));
    });
  }

  it('takes a key from the collector and brings it events', async () => {
    heard.length = 0;

    const line = await sendBy({ preset: 'onetrack', to: 'https://tracking.intl.miui.com/track/v4', encode: undefined, levels: { 2: 0 } });

    assert.equal(line.outcome, 'sent', line.error);
    assert.deepEqual(heard.map(({ url }) => url.pathname), ['/track/key_get', '/track/v4']);
    assert.equal(heard[1]!.headers['ot_sender'], APP);
  });

  it('is refused where the SDK pins and somebody else answers, though its app would believe', async () => {
    const stranger = await startWorld();
    try {
      const own = await sendBy({ pinned: true });
      // A phone whose store trusts the stranger's CA and whose radio ends at the stranger's.
      const { network } = await aPhone({ world: { ...stranger, caPem: world.caPem }, systemCas: [stranger.caPem] });
      const demand = { packageName: APP, purpose: 'telemetry', cause: { kind: 'timer', atMs: 0, what: 'test' } as const, method: 'GET', url: 'https://collector.test/' };

      assert.equal(own.outcome, 'sent', own.error);
      assert.equal((await network.request(demand)).status, 200);
      await assert.rejects(network.request({ ...demand, pinned: true }));
    } finally {
      await stranger.close();
    }
  });
});

/** Resolves once it holds; mocha's own time limit ends the wait. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
