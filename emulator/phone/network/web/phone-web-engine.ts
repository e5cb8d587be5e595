import type { Packages, Properties } from '../../system/services.ts';
import type { FeedItem, FeedRequest, PageRequest, WebEngine, WebPage } from '../../apps/web-engine.ts';
import { WebLoadError } from '../../apps/web-engine.ts';
import type { AppResponse, Network } from '../network.ts';
import { browserUserAgent, webViewUserAgent } from '../user-agent.ts';
import { CookieJar } from './cookie-jar.ts';
import { readDocument } from './html.ts';
import { loadError } from './load-error.ts';
import { refererFor } from './referrer.ts';

const MAX_REDIRECTS = 10;
const PARALLEL_PARTS = 6;
const BROWSERS = new Set(['com.mi.globalbrowser', 'com.mi.globalbrowser.mini', 'com.android.browser']);
const ACCEPT_PAGE = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,image/apng,*/*;q=0.8';

export interface WebEngineOptions {
  readonly network: Network;
  readonly properties: Properties;
  readonly packages: Packages;
}

/** Loads pages as the Mi Browser's engine and the web views of other apps do. */
export function createWebEngine(options: WebEngineOptions): WebEngine {
  return new PhoneWebEngine(options);
}

interface Fetched {
  readonly url: string;
  readonly response: AppResponse;
}

class PhoneWebEngine implements WebEngine {
  readonly #options: WebEngineOptions;
  /** Each app keeps its own cookies. */
  readonly #jars = new Map<string, CookieJar>();
  /** Referrer policies of the pages seen, for the links on them. */
  readonly #policies = new Map<string, string>();

  constructor(options: WebEngineOptions) {
    this.#options = options;
  }

  async load(request: PageRequest): Promise<WebPage> {
    const { url, response } = await this.#fetchPage(request);
    const isHtml = (response.headers['content-type'] ?? 'text/html').includes('html');
    if (!isHtml) return { url, status: response.status, title: '', text: response.body.toString('utf8'), links: [] };

    const document = readDocument(response.body.toString('utf8'), url);
    const policy = response.headers['referrer-policy'] ?? document.referrerPolicy;
    if (policy !== undefined) this.#policies.set(url, policy);
    await this.#fetchParts(document.parts, { request, url, policy });
    return { url, status: response.status, title: document.title, text: document.text, links: document.links };
  }

  async fetchFeed(request: FeedRequest): Promise<readonly FeedItem[]> {
    const response = await orLoadError(
      this.#options.network.request({
        packageName: request.packageName,
        method: 'GET',
        url: request.url,
        cause: request.cause,
        purpose: 'feed',
      }),
    );
    if (response.status !== 200) throw new WebLoadError(`net::ERR_HTTP_RESPONSE_CODE_FAILURE`);
    return feedItems(response.body);
  }

  async #fetchPage(request: PageRequest): Promise<Fetched> {
    let url = request.url;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const { referrer } = request;
      const referer = referrer === undefined ? undefined : refererFor(referrer, url, this.#policies.get(referrer));
      const response = await orLoadError(this.#get(url, { request, purpose: 'page', accept: ACCEPT_PAGE, referer }));
      const location = response.status >= 301 && response.status <= 308 ? response.headers['location'] : undefined;
      if (location === undefined || !URL.canParse(location, url)) return { url, response };
      url = new URL(location, url).href;
    }
    throw new WebLoadError('net::ERR_TOO_MANY_REDIRECTS');
  }

  async #fetchParts(parts: readonly string[], page: { request: PageRequest; url: string; policy: string | undefined }): Promise<void> {
    const waiting = [...parts];
    const worker = async (): Promise<void> => {
      for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
        const referer = refererFor(page.url, url, page.policy);
        try {
          await this.#get(url, { request: page.request, purpose: 'sub-resource', accept: '*/*', referer });
        } catch {
          // A part that does not come leaves a hole in the page, not an error; the network has written it down.
        }
      }
    };
    await Promise.all(Array.from({ length: PARALLEL_PARTS }, worker));
  }

  async #get(
    url: string,
    how: { request: PageRequest; purpose: string; accept: string; referer: string | undefined },
  ): Promise<AppResponse> {
    const { request } = how;
    const host = new URL(url).hostname;
    const jar = request.incognito ? undefined : this.#jarOf(request.packageName);
    const cookie = jar?.headerFor(host);
    const response = await this.#options.network.request({
      packageName: request.packageName,
      method: 'GET',
      url,
      headers: {
        ...(how.purpose === 'page' ? { 'Upgrade-Insecure-Requests': '1' } : {}),
        'User-Agent': this.#userAgent(request.packageName),
        Accept: how.accept,
        ...(how.referer === undefined ? {} : { Referer: how.referer }),
        'Accept-Encoding': 'gzip, deflate',
        'Accept-Language': 'en-GB,en-US;q=0.9,en;q=0.8',
        ...(cookie === undefined ? {} : { Cookie: cookie }),
        'X-Requested-With': request.packageName,
      },
      cause: request.cause,
      purpose: how.purpose,
    });
    jar?.keep(host, response.headers['set-cookie']);
    return response;
  }

  #jarOf(packageName: string): CookieJar {
    const jar = this.#jars.get(packageName) ?? new CookieJar();
    this.#jars.set(packageName, jar);
    return jar;
  }

  #userAgent(packageName: string): string {
    const { properties, packages } = this.#options;
    if (!BROWSERS.has(packageName)) return webViewUserAgent(properties);
    return browserUserAgent(properties, packages.get(packageName)?.versionName ?? '');
  }
}

async function orLoadError<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    throw loadError(error);
  }
}

function feedItems(body: Buffer): readonly FeedItem[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new WebLoadError('net::ERR_INVALID_RESPONSE', { cause: error });
  }
  const items: unknown = typeof parsed === 'object' && parsed !== null && 'items' in parsed ? parsed.items : undefined;
  if (!Array.isArray(items)) throw new WebLoadError('net::ERR_INVALID_RESPONSE');
  return items.flatMap((item: unknown) => {
    if (typeof item !== 'object' || item === null || !('title' in item) || !('url' in item)) return [];
    return typeof item.title === 'string' && typeof item.url === 'string' ? [{ title: item.title, url: item.url }] : [];
  });
}
