import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { randomChain, randomProfile } from '../../../emulator/mutants/random-profile.ts';
import { extendProfile, type JsonObject } from '../../../emulator/phone/profile/extend.ts';
import { parseProfile } from '../../../emulator/phone/profile/load-profile.ts';
import { encodeChain } from '../../../emulator/phone/telemetry/encode-chain.ts';
import { createRandom } from '../../../emulator/phone/telemetry/random.ts';

const BASE = JSON.parse(readFileSync(fileURLToPath(new URL('../../../emulator/profiles/ginkgo-silent.json', import.meta.url)), 'utf8')) as JsonObject;

describe('a random profile', () => {
  it('loads, whatever the seed', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const profile = parseProfile(JSON.stringify(extendProfile(BASE, randomProfile(seed))), `seed ${seed}`);
        assert.ok(profile.rules.length >= 1 && profile.plants.length === profile.rules.length);
      }),
      { numRuns: 150 },
    );
  });

  it('is the same for the same seed, and another for another', () => {
    assert.deepEqual(randomProfile(7), randomProfile(7));
    assert.notDeepEqual(randomProfile(7), randomProfile(8));
  });

  it('draws every preset and transport sooner or later', () => {
    const sdks = Array.from({ length: 300 }, (_, seed) => Object.values(randomProfile(seed)['sdks'] as Record<string, JsonObject>)).flat();

    assert.deepEqual(['sensors', 'onetrack', 'spock', 'tracks', 'mistat', 'columbus', 'generic'].filter((preset) => !sdks.some((sdk) => sdk['preset'] === preset)), []);
    assert.deepEqual(['proxy', 'direct', 'tcp', 'tls', 'udp', 'quic', 'dns', 'websocket'].filter((transport) => !sdks.some((sdk) => sdk['transport'] === transport)), []);
  });

  it('draws chains that can encode an event', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const requests = await encodeChain({ event: 'x', time: 1, url: 'https://a.example/' }, randomChain(createRandom(seed)));
        assert.ok(requests.length >= 1);
      }),
      { numRuns: 60 },
    );
  });
});
