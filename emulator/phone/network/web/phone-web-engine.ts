import type { Packages, Properties } from '../../system/services.ts';
import type { Download, FeedItem, FeedRequest, MediaRequest, PageRequest, SuggestionRequest, WebEngine, WebPage } from '../../apps/web-engine.ts';
import { WebLoadError } from '../../apps/web-engine.ts';
import type { AppResponse, Network } from '../network.ts';
import { attachmentIn, fileNameOf } from './attachment.ts';
import { CookieJars } from './cookie-jar.ts';
import { feedItems, suggestions } from './answers.ts';
import { readDocument } from './html.ts';
import { loadError } from './load-error.ts';
import { pageUserAgent } from './page-user-agent.ts';
import { refererFor } from './referrer.ts';

const MAX_REDIRECTS = 10;
const PARALLEL_PARTS = 6;
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

interface Asking {
  readonly request: Pick<PageRequest, 'packageName' | 'incognito' | 'desktop' | 'cause'>;
  readonly purpose: string;
  readonly accept: string;
  readonly referer: string | undefined;
  readonly range?: string;
}

class PhoneWebEngine implements WebEngine {
  readonly #options: WebEngineOptions;
  readonly #jars = new CookieJars();
  /** Referrer policies of the pages seen, for the links on them. */
  readonly #policies = new Map<string, string>();

  constructor(options: WebEngineOptions) {
    this.#options = options;
  }

  async load(request: PageRequest): Promise<WebPage> {
    const { url, response } = await this.#follow(request, 'page');
    const attachment = attachmentIn(url, response);
    if (attachment !== undefined) return { url, status: response.status, title: '', text: '', links: [], attachment };
    const isHtml = (response.headers['content-type'] ?? 'text/html').includes('html');
    if (!isHtml) return { url, status: response.status, title: '', text: response.body.toString('utf8'), links: [] };

    const document = readDocument(response.body.toString('utf8'), url);
    const policy = response.headers['referrer-policy'] ?? document.referrerPolicy;
    if (policy !== undefined) this.#policies.set(url, policy);
    await this.#fetchParts(document.parts, { request, url, policy });
    const { title, text, links, videos } = document;
    return { url, status: response.status, title, text, links, videos };
  }

  async fetchFeed(request: FeedRequest): Promise<readonly FeedItem[]> {
    return feedItems(await this.#ask(request, 'feed'));
  }

  async suggest(request: SuggestionRequest): Promise<readonly string[]> {
    return suggestions(await this.#ask(request, 'suggestions'));
  }

  async download(request: PageRequest): Promise<Download> {
    const { url, response } = await this.#follow(request, 'download');
    if (response.status >= 400) throw new WebLoadError(`net::ERR_HTTP_RESPONSE_CODE_FAILURE ${response.status}`);
    const mimeType = (response.headers['content-type'] ?? 'application/octet-stream').split(';', 1)[0]?.trim() ?? '';
    const fileName = fileNameOf(url, response.headers['content-disposition'] ?? '');
    return { url, fileName, mimeType, sizeBytes: response.body.length, bytes: response.body };
  }

  async play(request: MediaRequest): Promise<void> {
    const { url, page } = request;
    const referer = refererFor(page, url, this.#policies.get(page));
    // Players ask for ranges from the start (RFC 9110, 14.2); a server may answer with the whole.
    await orLoadError(this.#get(url, { request, purpose: 'media', accept: '*/*', referer, range: 'bytes=0-' }));
  }

  forget(packageName: string, what: 'incognito' | 'all'): void {
    this.#jars.forget(packageName, what);
  }

  /** A request of the app itself: no page, no cookies. */
  async #ask(request: FeedRequest, purpose: string): Promise<Buffer> {
    const { packageName, url, cause } = request;
    const response = await orLoadError(this.#options.network.request({ packageName, method: 'GET', url, cause, purpose }));
    if (response.status !== 200) throw new WebLoadError('net::ERR_HTTP_RESPONSE_CODE_FAILURE');
    return response.body;
  }

  async #follow(request: PageRequest, purpose: 'page' | 'download'): Promise<Fetched> {
    let url = request.url;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const { referrer } = request;
      const referer = referrer === undefined ? undefined : refererFor(referrer, url, this.#policies.get(referrer));
      const response = await orLoadError(this.#get(url, { request, purpose, accept: ACCEPT_PAGE, referer }));
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

  async #get(url: string, how: Asking): Promise<AppResponse> {
    const { request } = how;
    const host = new URL(url).hostname;
    const jar = this.#jars.of(request.packageName, request.incognito);
    const cookie = jar.headerFor(host);
    const response = await this.#options.network.request({
      packageName: request.packageName,
      method: 'GET',
      url,
      headers: {
        ...(how.purpose === 'page' ? { 'Upgrade-Insecure-Requests': '1' } : {}),
        'User-Agent': pageUserAgent(this.#options, request.packageName, request.desktop),
        Accept: how.accept,
        ...(how.referer === undefined ? {} : { Referer: how.referer }),
        ...(how.range === undefined ? {} : { Range: how.range }),
        'Accept-Encoding': 'gzip, deflate',
        'Accept-Language': 'en-GB,en-US;q=0.9,en;q=0.8',
        ...(cookie === undefined ? {} : { Cookie: cookie }),
        'X-Requested-With': request.packageName,
      },
      cause: request.cause,
      purpose: how.purpose,
    });
    jar.keep(host, response.headers['set-cookie']);
    return response;
  }
}

async function orLoadError<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    throw loadError(error);
  }
}
