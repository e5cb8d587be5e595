import assert from 'node:assert/strict';
import type { AppEvent } from '../../../emulator/phone/apps/app-event.ts';
import { loadCatalogue } from '../../../emulator/phone/apps/catalogue.ts';
import { chooseApps } from '../../../emulator/phone/apps/choose-apps.ts';
import { createApps } from '../../../emulator/phone/apps/create-apps.ts';
import { InProcessEvents } from '../../../emulator/phone/apps/in-process-events.ts';
import { createWebEngine } from '../../../emulator/phone/network/web/phone-web-engine.ts';
import type { InstalledPackage } from '../../../emulator/phone/system/services.ts';
import { createSystem } from '../../../emulator/phone/system/system.ts';
import type { ViewNode } from '../../../emulator/phone/ui/view.ts';
import type { SiteRequest } from '../../../emulator/world/site.ts';
import { startWorld, type World } from '../../../emulator/world/world.ts';
import { aPhone } from './a-phone.ts';

const MI = 'com.mi.globalbrowser';
const MINT = 'com.mi.globalbrowser.mini';

describe('a browser on the phone’s own network', () => {
  let world: World;
  let hand: Awaited<ReturnType<typeof openBrowsers>>;
  const heard: SiteRequest[] = [];
  before(async () => {
    world = await startWorld({ heard: (request) => heard.push(request) });
    hand = await openBrowsers(world);
  });
  after(() => world.close());
  beforeEach(() => void (heard.length = 0));

  it('fetches a file over TLS into the storage', async () => {
    hand.launch(MI);
    await hand.visit(MI, 'https://a.chatty.test/downloads/tides');
    hand.tap('The report as PDF');
    await hand.until(() => hand.find('Download file') !== undefined);
    hand.tap('Download');
    const { data } = await hand.event('download.finish');

    assert.deepEqual([data['name'], data['size'], data['path']], ['tides.pdf', 31, '/storage/emulated/0/Download/tides.pdf']);
    assert.equal(await hand.system.files.readFile('/storage/emulated/0/Download/tides.pdf'), 'What lies at /files/tides.pdf.\n');
    const asked = heard.filter(({ url }) => url.pathname === '/files/tides.pdf');
    assert.deepEqual(asked.map(({ headers }) => headers['referer']), ['https://a.chatty.test/downloads/tides', 'https://a.chatty.test/downloads/tides']);
    assert.ok(asked.every(({ headers }) => headers['cookie'] === 'visit=1'));
  });

  it('plays the video of a page', async () => {
    hand.launch(MI);
    await hand.visit(MI, 'https://a.visited.test/watch/harbour');
    hand.tap('play');
    await hand.until(() => heard.some(({ url }) => url.pathname === '/videos/harbour.mp4'));

    assert.deepEqual((await hand.event('video.play')).data['video'], 'https://a.visited.test/videos/harbour.mp4');
  });

  it('shows an error without a page of its own', async () => {
    hand.launch(MI);
    await hand.visit(MI, 'https://503.status.test/');

    assert.match(hand.texts(), /This page isn't working.*HTTP ERROR 503/);
  });

  it('searches with Mint Browser, under its own name, and opens a result', async () => {
    hand.launch(MINT);
    await hand.visit(MINT, 'harbour film');
    hand.tap('Forum');
    await hand.until(() => hand.texts().includes('forum.visited.test'));

    assert.deepEqual((await hand.event('search.result.open')).data, { engine: 'Google', term: 'harbour film', title: 'Forum', url: 'https://forum.visited.test/', incognito: false, enhanced: true });
    const search = heard.find(({ url }) => url.pathname === '/search');
    assert.equal(search?.headers['x-requested-with'], MINT);
    assert.match(search.headers['user-agent'] ?? '', /XiaoMi\/Mint Browser\/12\.1\.4$/);
    assert.equal(heard.find(({ host, url }) => host === 'forum.visited.test' && url.pathname === '/')?.headers['referer'], 'https://www.google.com/');
  });
});

async function openBrowsers(world: World) {
  const { network } = await aPhone({ world });
  const system = createSystem({
    identifiers: { serial: 'c0ffee00', androidId: '0123456789abcdef', wifiMac: '50:8e:49:00:00:01' },
    properties: { 'ro.build.version.sdk': '28', 'ro.build.version.release': '9', 'ro.product.model': 'Redmi Note 8' },
    settings: { global: {}, secure: {}, system: {} },
    packages: [['com.miui.home', 'com.miui.home.launcher.Launcher'], [MI, 'com.android.browser.BrowserActivity'], [MINT, 'miui.globalbrowser.MintActivity']].map(([name = '', launcherActivity = ''], i): InstalledPackage => ({
      name, launcherActivity, versionName: '12.1.4', versionCode: 1, uid: 10_000 + i, targetSdk: 28, system: true, enabled: true, apkPath: `/system/app/${name}.apk`, permissions: [],
    })),
    root: true,
    buildType: 'userdebug',
    systemCas: [],
  });
  const bus = new InProcessEvents();
  const events: AppEvent[] = [];
  bus.on((event) => events.push(event));
  const web = createWebEngine({ ...system, network });
  const apps = createApps({ ...system, definitionOf: chooseApps({ catalogue: await loadCatalogue() }), events: bus, web, consented: 'all' });
  const nodes = (): readonly ViewNode[] => flatten(apps.display.root());
  const find = (label: string): ViewNode | undefined => nodes().find((node) => node.resourceId === label || node.text === label);
  const tap = (label: string): void => {
    const { left, right, top, bottom } = find(label)?.bounds ?? assert.fail(`nothing called "${label}"`);
    apps.display.tap({ x: (left + right) >> 1, y: (top + bottom) >> 1 });
  };
  return {
    system, find, tap, until,
    launch: (packageName: string): void => assert.equal(apps.activities.start({ packageName }), undefined),
    texts: (): string => nodes().map((node) => node.text).join(' | '),
    visit: async (packageName: string, text: string): Promise<void> => {
      const before = events.filter(({ name }) => name === 'page.finish').length;
      tap(`${packageName}:id/url`);
      apps.display.type(`${text}\n`);
      await until(() => events.filter(({ name }) => name === 'page.finish').length > before);
    },
    event: async (name: string): Promise<AppEvent> => {
      await until(() => events.some((event) => event.name === name));
      return events.findLast((event) => event.name === name) ?? assert.fail(name);
    },
  };
}

const flatten = (node: ViewNode): readonly ViewNode[] => [node, ...node.children.flatMap(flatten)];

async function until(test: () => boolean): Promise<void> {
  const latestMs = Date.now() + 5000;
  while (!test()) {
    assert.ok(Date.now() < latestMs, 'it never came to that');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
