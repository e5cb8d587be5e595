import assert from 'node:assert/strict';
import { loadCatalogue, type AppCatalogue } from '../../../emulator/phone/apps/catalogue.ts';
import { chooseApps, type AppChoices } from '../../../emulator/phone/apps/choose-apps.ts';
import { createApps, type Apps, type AppsOptions } from '../../../emulator/phone/apps/create-apps.ts';
import type { AppEvent } from '../../../emulator/phone/apps/app-event.ts';
import { InProcessEvents } from '../../../emulator/phone/apps/in-process-events.ts';
import type { Download, FeedRequest, MediaRequest, PageRequest, SuggestionRequest, WebEngine, WebPage } from '../../../emulator/phone/apps/web-engine.ts';
import type { InstalledPackage } from '../../../emulator/phone/system/services.ts';
import { createSystem, type System } from '../../../emulator/phone/system/system.ts';
import type { Point, ViewNode } from '../../../emulator/phone/ui/view.ts';

export const STORAGE = '/storage/emulated/0';

/** A phone's apps over stand-ins of its services, and a person who taps what is seen. */
export interface PhoneInHand {
  readonly apps: Apps;
  readonly system: System;
  readonly events: readonly AppEvent[];
  readonly web: ScriptedWeb;
  /** Every node on the glass. */
  nodes(): readonly ViewNode[];
  /** Nodes with this id (own part is enough), text or content-desc. */
  all(label: string): readonly ViewNode[];
  sees(label: string): boolean;
  one(label: string): ViewNode;
  tap(label: string): void;
  longPress(label: string): void;
  /** Waits until it is on the glass: what an app reads or loads comes later. */
  until(label: string): Promise<ViewNode>;
  /** Scrolls what scrolls downwards until it is on the glass. */
  scrollTo(label: string): Promise<ViewNode>;
  untilEvent(name: string): Promise<AppEvent>;
  /** Events of this name so far. */
  eventsOf(name: string): readonly AppEvent[];
  launch(packageName: string): void;
  /** Hears every event from now on. */
  listen(listener: (event: AppEvent) => void): void;
}

let catalogue: AppCatalogue = new Map();

// Apps are read once for all phones of a run.
before(async () => { catalogue = await loadCatalogue(); });

export function aPhone(options: Partial<AppsOptions> & { readonly browserVersion?: string; readonly choices?: Partial<AppChoices>; readonly installed?: readonly (readonly [string, string])[] } = {}): PhoneInHand {
  const { browserVersion = '12.1.2', choices = {}, installed = [], ...rest } = options;
  const system = aSystem(browserVersion, installed);
  const events = new InProcessEvents();
  const seen: AppEvent[] = [];
  events.on((event) => seen.push(event));
  const web = new ScriptedWeb();
  const { clock, settings, files, packages, properties, processes, media, sms } = system;
  const apps = createApps({ definitionOf: chooseApps({ catalogue, ...choices }), clock, settings, files, packages, properties, processes, media, sms, events, web, consented: 'all', ...rest });
  return new Hand(apps, { system, events: seen, web, listen: (listener) => { events.on(listener); } });
}

class Hand implements PhoneInHand {
  readonly apps: Apps;
  readonly system: System;
  readonly events: readonly AppEvent[];
  readonly web: ScriptedWeb;
  readonly listen: PhoneInHand['listen'];

  constructor(apps: Apps, rest: Pick<PhoneInHand, 'system' | 'events' | 'web' | 'listen'>) {
    this.apps = apps;
    this.system = rest.system;
    this.events = rest.events;
    this.web = rest.web;
    this.listen = rest.listen;
  }

  nodes(): readonly ViewNode[] {
    return flatten(this.apps.display.root());
  }

  all(label: string): readonly ViewNode[] {
    return this.nodes().filter((node) => node.resourceId === label || node.resourceId?.endsWith(`:id/${label}`) === true || node.text === label || node.contentDesc === label);
  }

  sees(label: string): boolean {
    return this.all(label).length > 0;
  }

  one(label: string): ViewNode {
    const [node] = this.all(label);
    assert.ok(node, `nothing called "${label}" on the glass, but ${this.#summary()}`);
    return node;
  }

  tap(label: string): void {
    this.apps.display.tap(centreOf(this.one(label)));
  }

  longPress(label: string): void {
    this.apps.display.longPress(centreOf(this.one(label)));
  }

  async until(label: string): Promise<ViewNode> {
    await waitFor(() => this.sees(label), () => `"${label}" never came, there was ${this.#summary()}`);
    return this.one(label);
  }

  async scrollTo(label: string): Promise<ViewNode> {
    await waitFor(() => this.sees(label) || !this.#scrollDown(), () => '');
    return this.until(label);
  }

  /** False when there is nothing more below. A list that is still empty may get longer. */
  #scrollDown(): boolean {
    const scrolling = this.nodes().find((node) => node.scrollable);
    return scrolling === undefined || this.apps.display.scroll(scrolling.key, 'down');
  }

  async untilEvent(name: string): Promise<AppEvent> {
    await waitFor(() => this.eventsOf(name).length > 0, () => `no event ${name}, only ${this.events.map((event) => event.name).join(', ')}`);
    return this.eventsOf(name).at(-1)!;
  }

  eventsOf(name: string): readonly AppEvent[] {
    return this.events.filter((event) => event.name === name);
  }

  launch(packageName: string): void {
    assert.equal(this.apps.activities.start({ packageName }), undefined);
  }

  #summary(): string {
    return this.nodes().flatMap((node) => [node.text, node.contentDesc ?? '']).filter((text) => text !== '').join(' | ');
  }
}

/** A web in which every page exists; single ones can be told to fail or to say something. */
export class ScriptedWeb implements WebEngine {
  readonly loads: PageRequest[] = [];
  readonly feeds: FeedRequest[] = [];
  readonly suggestions: SuggestionRequest[] = [];
  readonly downloads: PageRequest[] = [];
  readonly plays: MediaRequest[] = [];
  /** `package what` of each time cookies were forgotten. */
  readonly forgotten: string[] = [];
  readonly pages = new Map<string, Partial<WebPage> | Error>();

  load(request: PageRequest): Promise<WebPage> {
    this.loads.push(request);
    const page = this.pages.get(request.url) ?? {};
    if (page instanceof Error) return Promise.reject(page);
    return Promise.resolve({ url: request.url, status: 200, title: `Title of ${request.url}`, text: 'Some text.', links: [], ...page });
  }

  fetchFeed(request: FeedRequest): Promise<readonly { title: string; url: string }[]> {
    this.feeds.push(request);
    const start = request.url.endsWith('/feed') ? 0 : 20;
    return Promise.resolve(Array.from({ length: 20 }, (_, i) => ({ title: `News ${start + i}`, url: `https://news.visited.test/${start + i}` })));
  }

  suggest(request: SuggestionRequest): Promise<readonly string[]> {
    this.suggestions.push(request);
    const term = decodeURIComponent(/=([^=]*)$/u.exec(request.url)?.[1] ?? '');
    return Promise.resolve([`${term} one`, `${term} two`]);
  }

  download(request: PageRequest): Promise<Download> {
    this.downloads.push(request);
    const page = this.pages.get(request.url) ?? {};
    if (page instanceof Error) return Promise.reject(page);
    const bytes = Buffer.from('file of the web');
    return Promise.resolve({ url: request.url, fileName: page.attachment?.fileName ?? 'file', mimeType: 'application/pdf', sizeBytes: bytes.length, bytes });
  }

  play(request: MediaRequest): Promise<void> {
    this.plays.push(request);
    return Promise.resolve();
  }

  forget(packageName: string, what: 'incognito' | 'all'): void {
    this.forgotten.push(`${packageName} ${what}`);
  }
}

export const centreOf = ({ bounds }: ViewNode): Point => ({ x: Math.floor((bounds.left + bounds.right) / 2), y: Math.floor((bounds.top + bounds.bottom) / 2) });

export const flatten = (node: ViewNode): readonly ViewNode[] => [node, ...node.children.flatMap(flatten)];

async function waitFor(test: () => boolean, failure: () => string): Promise<void> {
  for (let turn = 0; turn < 500; turn += 1) {
    if (test()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.fail(failure());
}

const LAUNCHER_ACTIVITIES: readonly (readonly [string, string])[] = [
  ['com.miui.home', 'com.miui.home.launcher.Launcher'],
  ['com.mi.globalbrowser', 'com.android.browser.BrowserActivity'],
  ['com.mi.android.globalFileexplorer', 'com.android.fileexplorer.FileExplorerTabActivity'],
  ['com.miui.player', '.ui.MusicBrowserActivity'],
  ['com.android.settings', '.MainSettings'],
  ['com.miui.gallery', '.activity.HomePageActivity'],
  ['com.android.camera', '.Camera'],
  ['com.android.mms', '.ui.MmsTabActivity'],
  ['com.miui.securitycenter', '.MainActivity'],
  ['com.miui.notes', '.ui.NotesListActivity'],
  ['com.android.calendar', '.AllInOneActivity'],
  ['io.appium.settings', '.Settings'],
];

function aSystem(browserVersion: string, installed: readonly (readonly [string, string])[]): System {
  return createSystem({
    identifiers: { serial: 'c0ffee00', androidId: '0123456789abcdef', wifiMac: '50:8e:49:00:00:01' },
    properties: { 'ro.build.version.sdk': '28', 'ro.build.version.release': '9', 'ro.build.version.incremental': 'V11.0.8.0.PCOMIXM' },
    settings: { global: {}, secure: { upload_log_pref: '1' }, system: {} },
    packages: [...LAUNCHER_ACTIVITIES, ...installed].map(([name, launcherActivity], i): InstalledPackage => ({
      name, launcherActivity, versionName: name.startsWith('com.mi.globalbrowser') ? browserVersion : '1.0', versionCode: 1, uid: 10_000 + i, targetSdk: 28, system: true, enabled: true,
      apkPath: `/system/app/${name}/${name}.apk`, permissions: [],
    })),
    root: true,
    buildType: 'userdebug',
    systemCas: [],
  });
}
