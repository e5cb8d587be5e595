import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { loadProfile } from '../../../emulator/phone/profile/load-profile.ts';
import { aTelemetry, anEvent, settle } from './a-telemetry.ts';

const MI = 'com.mi.globalbrowser';
const MINT = 'com.mi.globalbrowser.mini';

interface Told {
  readonly distinct_id: string;
  readonly properties: { readonly uuid: string; readonly android_id: string };
}

describe('what clearing an app\'s data changes of its reports', () => {
  /** What the browser tells of a visit, before its data is cleared and after. */
  async function toldAround(id: string, packageName: string): Promise<readonly [Told, Told]> {
    const profile = await loadProfile(fileURLToPath(new URL(`../../../emulator/profiles/${id}.json`, import.meta.url)));
    const { telemetry, events, requests, settings, clear } = aTelemetry(profile, { timeScale: 0 });
    for (const [key, value] of Object.entries(profile.settings.system)) settings.put('system', key, value);
    for (const isCleared of [false, true]) {
      if (isCleared) clear(packageName);
      events.emit(anEvent({ packageName, name: 'page.start', data: { url: 'https://zq7.test/', incognito: false } }));
      while (telemetry.waiting() > 0) await settle();
    }
    await telemetry.close();
    const [before, after] = requests.map(({ body }) => itemsIn(String(body))[0]);
    assert.ok(before !== undefined && after !== undefined);
    return [before, after];
  }

  for (const [id, packageName, survives] of [
    ['ginkgo-2020', MI, false],
    ['ginkgo-2020', MINT, false],
    ['ginkgo-kept-id', MI, true],
    ['ginkgo-kept-id', MINT, false],
  ] as const) {
    it(`is ${survives ? 'nothing' : 'the id that it made up'}: ${packageName} of ${id}`, async () => {
      const [before, after] = await toldAround(id, packageName);

      assert.match(before.distinct_id, /^[\da-f-]{36}$/);
      assert.deepEqual([before.properties.uuid, after.properties.uuid], [before.distinct_id, after.distinct_id]);
      assert.equal(after.distinct_id === before.distinct_id, survives);
      assert.equal(after.properties.android_id, before.properties.android_id);
    });
  }
});

function itemsIn(body: string): readonly Told[] {
  return JSON.parse(gunzipSync(Buffer.from(new URLSearchParams(body).get('data_list') ?? '', 'base64')).toString()) as readonly Told[];
}
