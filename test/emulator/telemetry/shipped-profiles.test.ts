import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { AppEvent } from '../../../emulator/phone/apps/app-event.ts';
import { InProcessEvents } from '../../../emulator/phone/apps/in-process-events.ts';
import { loadProfile } from '../../../emulator/phone/profile/load-profile.ts';
import { createClock } from '../../../emulator/phone/system/clock.ts';
import { createProperties } from '../../../emulator/phone/system/properties.ts';
import { createSettings } from '../../../emulator/phone/system/settings.ts';
import { createTelemetry } from '../../../emulator/phone/telemetry/telemetry.ts';
import type { TruthLine } from '../../../emulator/phone/telemetry/truth-log.ts';
import type { SiteRequest } from '../../../emulator/world/site.ts';
import { startWorld, type World } from '../../../emulator/world/world.ts';
import { aPhone } from '../network/a-phone.ts';
import { anEvent } from './a-telemetry.ts';

const BROWSER = 'com.mi.globalbrowser';
const ANDROID_ID = '8d1f6c3ae90b4275';

/** What a person does, and the text that must then be readable at a collector of the 2020 phone. */
const DEEDS: readonly (readonly [string, Partial<AppEvent>, string])[] = [
  ['a visit', { packageName: BROWSER, name: 'page.start', data: { url: 'https://zq7xa.visited.test/', incognito: false } }, 'zq7xa'],
  ['a visit in incognito', { packageName: BROWSER, name: 'page.start', data: { url: 'https://zq7xb.visited.test/', incognito: true } }, 'zq7xb'],
  ['a search', { packageName: BROWSER, name: 'search', data: { engine: 'DuckDuckGo', term: 'zq7xc', incognito: false } }, 'zq7xc'],
  ['a search in incognito', { packageName: BROWSER, name: 'search', data: { engine: 'Google', term: 'zq7xd', incognito: true } }, 'zq7xd'],
  ['a news item', { packageName: BROWSER, name: 'feed.open', data: { title: 'zq7xe', url: 'https://n.test/', incognito: false } }, 'zq7xe'],
  ['a folder', { packageName: 'com.mi.android.globalFileexplorer', name: 'folder.open', data: { name: 'zq7xf', path: '/storage/zq7xf' } }, 'zq7xf'],
  ['a song', { packageName: 'com.miui.player', name: 'song.play', data: { title: 'zq7xg', artist: 'A', album: '' } }, 'zq7xg'],
  ['a swipe', { packageName: 'com.miui.home', name: 'launcher.swipe', data: { from: 1, to: 2 } }, 'desktop_swipe_left_or_right'],
  ['an app', { packageName: 'com.miui.home', name: 'app.open', data: { package: 'zq7xh', title: 'X' } }, 'zq7xh'],
  ['a launcher folder', { packageName: 'com.miui.home', name: 'launcher.folder.open', data: { title: 'zq7xi' } }, 'zq7xi'],
  ['the status bar', { packageName: 'com.android.systemui', name: 'shade.open', data: { by: 'swipe' } }, 'notification_control_center'],
  ['a settings page', { packageName: 'com.android.settings', name: 'settings.open', data: { page: 'zq7xj', fragment: 'f', activity: 'a' } }, 'zq7xj'],
];

describe('the shipped profiles', () => {
  let world: World;
  const heard: SiteRequest[] = [];
  before(async () => {
    world = await startWorld({ heard: (request) => heard.push(request) });
  });
  after(() => world.close());
  beforeEach(() => void (heard.length = 0));

  /** Does it on a phone of this profile and switches the phone off once nothing waits any more. */
  async function perform(id: string, deed: Partial<AppEvent>): Promise<readonly TruthLine[]> {
    const profile = await loadProfile(fileURLToPath(new URL(`../../../emulator/profiles/${id}.json`, import.meta.url)));
    const { network } = await aPhone({ world });
    const events = new InProcessEvents();
    const lines: TruthLine[] = [];
    const { promise: written, resolve } = promiseOf();
    const telemetry = createTelemetry({
      profile,
      phone: {
        clock: createClock(),
        properties: createProperties(profile.properties),
        settings: createSettings(profile.settings),
        packages: { list: () => [], get: () => undefined, install: () => Promise.resolve(''), uninstall: () => '' },
      },
      events,
      network,
      truth: {
        write: (line) => {
          lines.push(line);
          resolve();
        },
        close: () => undefined,
      },
      timeScale: 0.001,
    });
    events.emit(anEvent(deed));
    if (telemetry.waiting() > 0) await written;
    await telemetry.close();
    return lines;
  }

  for (const [what, deed, sign] of DEEDS) {
    it(`of 2020 report ${what}, with the phone's identifier, readable by anybody`, async () => {
      const lines = await perform('ginkgo-2020', deed);

      const said = heard.map(readable).join('\n');
      assert.ok(said.includes(sign) && said.includes(ANDROID_ID), said);
      assert.deepEqual(lines.map(({ outcome, status }) => [outcome, status]), [['sent', 200]]);
    });

    it(`that are silent say nothing of ${what}`, async () => {
      const lines = await perform('ginkgo-silent', deed);

      assert.deepEqual([lines, heard], [[], []]);
    });
  }

  it('of 2020 say nothing of a renamed file', async () => {
    const lines = await perform('ginkgo-2020', { packageName: 'com.mi.android.globalFileexplorer', name: 'file.rename', data: { from: 'a', to: 'b' } });

    assert.deepEqual(lines, []);
  });
});

/** What a collector reads out of a request: the form's base64, unzipped where it says so. */
function readable(request: SiteRequest): string {
  const form = new URLSearchParams(request.body.toString());
  const list = form.get('data_list');
  if (list !== null) return gunzipSync(Buffer.from(list, 'base64')).toString();
  return Buffer.from(form.get('value') ?? '', 'base64url').toString();
}

function promiseOf(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
