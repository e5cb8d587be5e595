import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { PassThrough } from 'node:stream';
import type { PhoneNetwork } from '../../../emulator/phone/network/phone-network.ts';
import { createClock } from '../../../emulator/phone/system/clock.ts';
import { createProperties } from '../../../emulator/phone/system/properties.ts';
import { createSettings } from '../../../emulator/phone/system/settings.ts';
import { startBackground } from '../../../emulator/phone/telemetry/background.ts';
import { aProfile, PLAYER, settle } from './a-telemetry.ts';

const CHECK = {
  kind: 'http',
  name: 'check',
  package: PLAYER,
  minMs: 1000,
  maxMs: 5000,
  url: 'http://connect.rom.miui.com/generate_204',
  mark: 'invented',
};

describe('background traffic', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'] }));
  afterEach(() => mock.timers.reset());

  /** When things went out, ms since the start, over a minute. */
  async function timesOf(entry: Record<string, unknown>, options: { seed?: number; timeScale?: number; broken?: boolean } = {}): Promise<number[]> {
    const times: number[] = [];
    const heard = (): Promise<void> => {
      times.push(Date.now());
      return options.broken === true ? Promise.reject(new Error('connect ECONNREFUSED')) : Promise.resolve();
    };
    const network: PhoneNetwork = {
      request: () => heard().then(() => ({ status: 204, headers: {}, body: Buffer.alloc(0) })),
      queryTime: () => heard().then(() => 0),
      connect: () => heard().then(() => new PassThrough()),
      send: () => Promise.resolve(Buffer.alloc(0)),
      lookUp: () => Promise.resolve([]),
      openWebSocket: () => Promise.reject(new Error('no WebSockets here')),
      connectivity: () => 'wifi',
      onConnectivity: () => () => undefined,
      tunnel: () => Promise.resolve(new PassThrough()),
      connectLocally: () => undefined,
      anchorsFor: () => Promise.reject(new Error('no CAs here')),
      note: () => times.push(Date.now()),
      close: () => undefined,
    };
    const stop = startBackground({
      profile: aProfile({ background: [entry] }),
      phone: {
        clock: createClock(),
        properties: createProperties({}),
        settings: createSettings(),
        packages: { list: () => [], get: () => undefined, install: () => Promise.resolve(''), uninstall: () => '' },
      },
      network,
      timeScale: options.timeScale ?? 1,
      seed: options.seed ?? 1,
    });
    for (let ms = 0; ms < 60_000; ms += 100) {
      mock.timers.tick(100);
      await settle();
    }
    stop();
    mock.timers.reset();
    mock.timers.enable({ apis: ['setTimeout', 'Date'] });
    return times;
  }

  it('comes at intervals between its bounds', async () => {
    const times = await timesOf(CHECK);

    const gaps = times.map((atMs, index) => atMs - (times[index - 1] ?? 0));
    assert.ok(times.length >= 12);
    assert.ok(gaps.every((gap) => gap >= 900 && gap <= 5100), gaps.join(' '));
  });

  it('comes at the same times for the same seed, at others for another', async () => {
    const [first, again, other] = [await timesOf(CHECK, { seed: 7 }), await timesOf(CHECK, { seed: 7 }), await timesOf(CHECK, { seed: 8 })];

    assert.deepEqual(first, again);
    assert.notDeepEqual(first, other);
  });

  it('is not hurried by the time scale unless it says so', async () => {
    const plain = await timesOf(CHECK, { timeScale: 0.5 });
    const scaled = await timesOf({ ...CHECK, scaled: true }, { timeScale: 0.5 });

    assert.deepEqual(plain, await timesOf(CHECK));
    assert.ok(scaled.length > plain.length * 1.5);
  });

  it('begins at boot where it says so', async () => {
    const [first] = await timesOf({ ...CHECK, atBoot: true });

    assert.equal(first, 0);
  });

  it('goes on after a failure', async () => {
    const times = await timesOf(CHECK, { broken: true });

    assert.ok(times.length >= 12);
  });

  it('keeps one push connection open and pings over it', async () => {
    const times = await timesOf({ kind: 'push', name: 'push', package: PLAYER, minMs: 10_000, maxMs: 10_000, host: 'app.chat.test', mark: 'invented' });

    // One connection with its first ping, then a ping each ten seconds.
    assert.equal(times.length, 7);
  });
});
