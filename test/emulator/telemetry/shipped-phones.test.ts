import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import type { AppEvent } from '../../../emulator/phone/apps/app-event.ts';
import { loadProfile } from '../../../emulator/phone/profile/load-profile.ts';
import type { Profile } from '../../../emulator/phone/profile/profile.ts';
import type { TruthLine } from '../../../emulator/phone/telemetry/truth-log.ts';
import type { SiteRequest } from '../../../emulator/world/site.ts';
import { startWorld, type World } from '../../../emulator/world/world.ts';
import { aTellingPhone } from './a-telling-phone.ts';

const TIME_SCALE = 0.0005;
const MI = 'com.mi.globalbrowser';
const MINT = 'com.mi.globalbrowser.mini';
const ANALYTICS = 'com.miui.analytics';

function shipped(id: string): Promise<Profile> {
  return loadProfile(fileURLToPath(new URL(`../../../emulator/profiles/${id}.json`, import.meta.url)));
}

describe('the phones that are shipped', function () {
  this.timeout(15_000);
  let world: World;
  const heard: SiteRequest[] = [];
  before(async () => {
    world = await startWorld({ heard: (request) => heard.push(request) });
  });
  after(() => world.close());
  beforeEach(() => void (heard.length = 0));

  /** What a phone says of events, each once everything has been sent. */
  async function sayOf(profile: Profile, events: readonly Partial<AppEvent>[]): Promise<readonly TruthLine[]> {
    const phone = await aTellingPhone(profile, world, { timeScale: TIME_SCALE });
    for (const event of events) phone.act(event);
    if (phone.telemetry.waiting() > 0) await phone.until(() => phone.telemetry.waiting() === 0);
    await phone.switchOff();
    return phone.lines;
  }

  for (const [id, reading, collects] of [
    ['ginkgo-fixed', 'as their code was read, enhanced incognito collects when it is on', (enhanced: boolean) => enhanced],
    ['ginkgo-fixed-announced', 'as the press had it, enhanced incognito collects when it is off', (enhanced: boolean) => !enhanced],
  ] as const) {
    for (const browser of [MI, MINT]) {
      for (const incognito of [false, true]) {
        for (const enhanced of [false, true]) {
          const isReported = !incognito || collects(enhanced);
          it(`of May 2020: ${reading}; so ${browser} ${isReported ? 'reports' : 'keeps'} what it did with incognito ${incognito ? 'on' : 'off'} and the switch ${enhanced ? 'on' : 'off'}`, async () => {
            const data = { incognito, enhanced, url: 'https://zq7tt.visited.test/', term: 'zq7tt', engine: 'Google' };
            const events = ['page.start', 'page.finish', 'search', ...(browser === MINT ? ['download.finish'] : [])];

            const lines = await sayOf(await shipped(id), events.map((name) => ({ packageName: browser, name, data })));

            assert.deepEqual(lines.map(({ outcome }) => outcome), isReported ? events.map(() => 'sent') : []);
            assert.equal(heard.length > 0, isReported);
          });
        }
      }
    }
  }

  for (const [id, facts] of [
    ['ginkgo-2020', { device: 'ginkgo', release: '9', incremental: 'V11.0.8.0.PCOMIXM', miui: 'V11', region: 'SG', root: true, browser: `${MI} 11.4.3-g`, analytics: 2020021300 }],
    ['ginkgo-unrooted', { device: 'ginkgo', release: '9', incremental: 'V11.0.8.0.PCOMIXM', miui: 'V11', region: 'SG', root: false, browser: `${MI} 11.4.3-g`, analytics: 2020021300 }],
    ['ginkgo-renamed', { device: 'ginkgo', release: '9', incremental: 'V11.0.8.0.PCOMIXM', miui: 'V11', region: 'SG', root: true, browser: `${MI} 11.4.3-g`, analytics: 2020021300 }],
    ['ginkgo-pro', { device: 'ginkgo', release: '9', incremental: 'V11.0.8.0.PCOMIXM', miui: 'V11', region: 'SG', root: true, browser: `${MI} 12.1.2-g`, analytics: 2020021300 }],
    ['ginkgo-fixed', { device: 'ginkgo', release: '9', incremental: 'V11.0.8.0.PCOMIXM', miui: 'V11', region: 'SG', root: true, browser: `${MI} 12.1.4-g`, analytics: 2020021300 }],
    ['davinci-2020', { device: 'davinci', release: '9', incremental: 'V11.0.3.0.PFJCNXM', miui: 'V11', region: 'CN', root: true, browser: 'com.android.browser 11.5.12', analytics: 2019082300 }],
    ['perseus-2020', { device: 'perseus', release: '9', incremental: '8.10.25', miui: 'V10', region: 'CN', root: true, browser: 'com.android.browser 10.1.6', analytics: 2018091700 }],
    ['umi-2020', { device: 'umi', release: '11', incremental: 'V12.5.3.0.RJBCNXM', miui: 'V125', region: 'CN', root: true, browser: 'com.android.browser 13.7.11', analytics: 2021022600 }],
  ] as const) {
    it(`are what they say: ${id}`, async () => {
      const { properties, packages, root, identifiers, sdks } = await shipped(id);
      const version = (name: string) => packages.find((entry) => entry.name === name);
      const [browserName = ''] = facts.browser.split(' ');
      const isChinese = facts.region === 'CN';

      assert.deepEqual(
        {
          device: properties['ro.product.device'], release: properties['ro.build.version.release'], incremental: properties['ro.build.version.incremental'],
          miui: properties['ro.miui.ui.version.name'], region: properties['ro.miui.region'], root,
          browser: `${browserName} ${version(browserName)?.versionName ?? ''}`, analytics: version(ANALYTICS)?.versionCode,
        },
        facts,
      );
      assert.deepEqual([identifiers.gaid !== undefined, identifiers.oaid !== undefined], [!isChinese, isChinese]);
      assert.deepEqual([version('com.mi.android.globalFileexplorer') !== undefined, version('com.android.fileexplorer') !== undefined], [!isChinese, isChinese]);
      // Sensors has one host that is known, an international one; the others' Chinese hosts are.
      for (const { to } of Object.values(sdks)) assert.equal(/\.intl\./.test(to), !isChinese, to);
    });
  }

  it('have other ids on the twin that has them renamed', async () => {
    const [renamed, plain] = [await shipped('ginkgo-renamed'), await shipped('ginkgo-2020')];

    assert.ok(Object.keys(renamed.resourceIds).length > 0);
    assert.deepEqual(plain.resourceIds, {});
    assert.deepEqual(renamed.rules, plain.rules);
  });

  const china = 'com.android.browser';
  const files = 'com.android.fileexplorer';
  const deeds: readonly (readonly [string, Partial<AppEvent>])[] = [
    ['a visit', { packageName: china, name: 'page.start', data: { url: 'https://zq7.test/', incognito: false } }],
    ['a visit in incognito', { packageName: china, name: 'page.start', data: { url: 'https://zq7.test/', incognito: true } }],
    ['a loaded page', { packageName: china, name: 'page.finish', data: { url: 'https://zq7.test/', incognito: false } }],
    ['a search', { packageName: china, name: 'search', data: { engine: 'DuckDuckGo', term: 'zq7', incognito: false } }],
    ['a news item', { packageName: china, name: 'feed.open', data: { title: 'zq7', url: 'https://n.test/', incognito: false } }],
    ['a folder', { packageName: files, name: 'folder.open', data: { name: 'zq7', path: '/storage/zq7' } }],
    ['a song', { packageName: 'com.miui.player', name: 'song.play', data: { title: 'zq7', artist: 'A', album: '' } }],
    ['a swipe', { packageName: 'com.miui.home', name: 'launcher.swipe', data: { from: 1, to: 2 } }],
    ['an app', { packageName: 'com.miui.home', name: 'app.open', data: { package: 'zq7', title: 'X' } }],
    ['a launcher folder', { packageName: 'com.miui.home', name: 'launcher.folder.open', data: { title: 'zq7' } }],
    ['the status bar', { packageName: 'com.android.systemui', name: 'shade.open', data: { by: 'swipe' } }],
    ['a settings page', { packageName: 'com.android.settings', name: 'settings.open', data: { page: 'zq7', fragment: 'f', activity: 'a' } }],
  ];
  for (const [id, presets] of [
    ['davinci-2020', ['mistat', 'sensors', 'spock']],
    ['perseus-2020', ['mistat', 'sensors', 'spock', 'tracks']],
    ['umi-2020', ['mistat', 'onetrack', 'sensors']],
  ] as const) {
    it(`report each deed of 2020 to Chinese hosts: ${id}, by ${presets.join(', ')}`, async () => {
      const profile = await shipped(id);
      const lines = await sayOf(profile, deeds.map(([, event]) => event));

      const unreported = deeds.filter(([, { packageName, name }]) => !lines.some((line) => line.package === packageName && line.outcome === 'sent' && profile.rules.some((rule) => rule.name === line.rule && rule.when.event === name)));
      assert.deepEqual(unreported.map(([what]) => what), []);
      assert.deepEqual([...new Set(profile.rules.filter(({ name }) => lines.some(({ rule }) => rule === name)).map(({ sdk }) => profile.sdks[sdk]?.preset))].sort(), presets);
      assert.deepEqual([...new Set(heard.map(({ host }) => host))].filter((host) => host.includes('intl')), []);
      assert.ok(lines.every(({ outcome }) => outcome === 'sent'));
    });
  }

  it('hand what the system apps say to com.miui.analytics where that is new enough: umi-2020', async () => {
    const lines = await sayOf(await shipped('umi-2020'), deeds.slice(5).map(([, event]) => event));

    assert.ok(lines.length >= 7);
    for (const line of lines) assert.deepEqual([line.delegated, line.sender, line.opaque, line.host], [true, ANALYTICS, true, 'tracking.miui.com']);
  });

  it('ask for splash screens in clear when a Mi app is opened: davinci-2020', async () => {
    const lines = await sayOf(await shipped('davinci-2020'), [{ packageName: 'com.miui.player', name: 'app.foreground', data: {} }]);

    assert.deepEqual(lines.map(({ event, package: packageName }) => [event, packageName]), [['getSplashScreenAds', 'com.miui.player']]);
    assert.deepEqual(heard.map(({ method, url }) => `${method} ${url.protocol}//${url.host}${url.pathname}`), ['GET http://api.ad.xiaomi.com/getSplashScreenAds']);
  });
});
