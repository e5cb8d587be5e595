import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebLoadError, type PageRequest, type WebEngine, type WebPage } from '../../../apps/web-engine.ts';
import type { Demand } from '../../network.ts';
import type { TrustAnchors } from '../../trust-store.ts';
import { writeCertificateDatabase } from './certificate-database.ts';
import { Chromium } from './chromium.ts';
import { startPageProxy, type PageNetwork, type PageProxy } from './page-proxy.ts';

export interface ChromiumEngineOptions {
  readonly network: PageNetwork;
  /** What the app trusts at this moment. */
  readonly anchorsFor: (packageName: string) => Promise<TrustAnchors>;
  readonly userAgentOf: (packageName: string) => string;
  /** Does everything but load pages, and loads those of other apps. */
  readonly others: WebEngine;
  /** Apps whose pages Chromium loads. */
  readonly packages: ReadonlySet<string>;
}

/** A web engine whose Chromium is to be ended with the phone. */
export interface ChromiumWebEngine extends WebEngine {
  close(): Promise<void>;
}

interface Running {
  readonly home: string;
  readonly proxy: PageProxy;
  readonly chromium: Chromium;
  /** Of the CAs it was started with. */
  readonly version: string;
}

/** Loads the pages of some apps with Debian's Chromium, through the phone's own network and with the phone's own CAs. */
export function createChromiumWebEngine(options: ChromiumEngineOptions): ChromiumWebEngine {
  const engines = new Map<string, AppChromium>();
  const engineOf = (packageName: string): AppChromium => {
    const engine = engines.get(packageName) ?? new AppChromium(packageName, options);
    engines.set(packageName, engine);
    return engine;
  };
  const { others } = options;
  return {
    load: (request) => (options.packages.has(request.packageName) ? engineOf(request.packageName).load(request) : others.load(request)),
    fetchFeed: (request) => others.fetchFeed(request),
    suggest: (request) => others.suggest(request),
    download: (request) => others.download(request),
    play: (request) => others.play(request),
    forget: (packageName, what) => { others.forget(packageName, what); },
    close: async () => {
      await Promise.all([...engines.values()].map((engine) => engine.close()));
    },
  };
}

class AppChromium {
  readonly #packageName: string;
  readonly #options: ChromiumEngineOptions;
  #running: Promise<Running> | undefined;
  #demand: Demand | undefined;

  constructor(packageName: string, options: ChromiumEngineOptions) {
    this.#packageName = packageName;
    this.#options = options;
  }

  async load(request: PageRequest): Promise<WebPage> {
    this.#demand = { packageName: this.#packageName, cause: request.cause, purpose: 'page' };
    const { chromium } = await this.#current();
    try {
      const { url, title, text, links } = await chromium.load(request.url, request.incognito);
      return { url, status: 200, title, text, links };
    } catch (error) {
      throw new WebLoadError(error instanceof Error ? error.message : String(error), { cause: error });
    }
  }

  async close(): Promise<void> {
    const running = await this.#running?.catch(() => undefined);
    this.#running = undefined;
    if (running !== undefined) await end(running);
  }

  /** Chromium as it is, or a new one when what the phone trusts has changed: it reads its database once. */
  async #current(): Promise<Running> {
    const anchors = await this.#options.anchorsFor(this.#packageName);
    const known = await this.#running?.catch(() => undefined);
    if (known?.version === anchors.version) return known;
    if (known !== undefined) await end(known);
    this.#running = this.#start(anchors);
    return this.#running;
  }

  async #start(anchors: TrustAnchors): Promise<Running> {
    const home = await mkdtemp(join(tmpdir(), 'phone-chromium-'));
    await writeCertificateDatabase(home, anchors.pems);
    const proxy = await startPageProxy(this.#options.network, () => this.#demandNow());
    const chromium = new Chromium({ home, proxyPort: proxy.port, userAgent: this.#options.userAgentOf(this.#packageName) });
    return { home, proxy, chromium, version: anchors.version };
  }

  #demandNow(): Demand {
    if (this.#demand === undefined) throw new Error('Chromium asked for a connection before any page was wanted.');
    return this.#demand;
  }
}

async function end({ chromium, proxy, home }: Running): Promise<void> {
  await chromium.close();
  proxy.close();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
}
