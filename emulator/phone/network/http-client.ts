import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { ConnectionPool } from './connection-pool.ts';
import type { Connections, Route } from './connections.ts';
import { DeadConnection, exchange, type Exchange } from './http-exchange.ts';
import { exchangeOverHttp2 } from './http2-exchange.ts';
import { Http2Sessions } from './http2-sessions.ts';
import type { AppRequest, AppResponse, Demand } from './network.ts';
import type { Wire } from './wire.ts';

const ANSWER_TIMEOUT_MS = 30_000;
// OkHttp's order: the newer first.
const BOTH = ['h2', 'http/1.1'] as const;
const OLD_ONLY = ['http/1.1'] as const;

/** Puts TLS on a wire to a host, offering these protocols. */
export type Secure = (wire: Wire, host: string, demand: Demand, protocols: readonly string[]) => Promise<TLSSocket>;

/** An app's HTTP request with what the client needs to know of it. */
export interface ClientRequest {
  readonly request: AppRequest;
  readonly url: URL;
  readonly route: Route;
  readonly headers: Readonly<Record<string, string>>;
  /** Offers HTTP/2 in handshakes. */
  readonly http2: boolean;
}

/** HTTP over the phone's connections, which are kept for the next request of the same app to the same server. */
export class HttpClient {
  readonly #connections: Connections;
  readonly #secure: Secure;
  readonly #pool = new ConnectionPool();
  readonly #sessions = new Http2Sessions();
  /** Sessions that have carried a request before: only those are replaced when they turn out dead. */
  readonly #used = new WeakSet<object>();

  constructor(connections: Connections, secure: Secure) {
    this.#connections = connections;
    this.#secure = secure;
  }

  /** Makes a request and reads the whole answer. */
  async request(what: ClientRequest): Promise<AppResponse> {
    const { request, url, route } = what;
    const key = keyOf(what);
    const asksProxy = route.kind === 'proxy' && url.protocol === 'http:';
    const sent: Exchange = {
      method: request.method,
      target: asksProxy ? url.href : `${url.pathname}${url.search}`,
      headers: what.headers,
      ...(request.body === undefined ? {} : { body: request.body }),
      timeoutMs: ANSWER_TIMEOUT_MS,
    };
    if (asksProxy) {
      const open = (): Promise<Duplex> => new Promise((resolve) => { resolve(this.#connections.reachProxy(route.proxy, request)); });
      return exchange(this.#pool.agentFor(key, open), sent);
    }
    if (url.protocol === 'http:') return exchange(this.#pool.agentFor(key, () => this.#reach(what)), sent);
    return this.#requestSecurely(what, key, sent);
  }

  /** Uses nothing of what is open for further requests, as apps do when they are told of another proxy. */
  retire(): void {
    this.#pool.retire();
    this.#sessions.retire();
  }

  /** Breaks off everything. */
  close(): void {
    this.#pool.close();
    this.#sessions.close();
  }

  async #requestSecurely(what: ClientRequest, key: string, sent: Exchange): Promise<AppResponse> {
    if (!what.http2) return exchange(this.#pool.agentFor(key, () => this.#reachSecurely(what, OLD_ONLY)), sent);
    const sessionFor = (): ReturnType<Http2Sessions['sessionFor']> =>
      this.#sessions.sessionFor(key, what.url.origin, () => this.#reachSecurely(what, BOTH));
    const session = await sessionFor();
    if (session === undefined) {
      const open = async (): Promise<Duplex> => this.#sessions.takeSpare(key) ?? this.#reachSecurely(what, OLD_ONLY);
      return exchange(this.#pool.agentFor(key, open), sent);
    }
    const isReused = this.#used.has(session);
    this.#used.add(session);
    try {
      return await exchangeOverHttp2(session, sent);
    } catch (error) {
      if (!isReused || !(error instanceof DeadConnection)) throw error;
      session.destroy();
      const fresh = await sessionFor();
      if (fresh === undefined) throw error;
      return exchangeOverHttp2(fresh, sent);
    }
  }

  #reach({ url, route, request }: ClientRequest): Promise<Wire> {
    return this.#connections.reach({ host: hostOf(url), port: portOf(url) }, route, request);
  }

  async #reachSecurely(what: ClientRequest, protocols: readonly string[]): Promise<TLSSocket> {
    return this.#secure(await this.#reach(what), hostOf(what.url), what.request, protocols);
  }
}

function keyOf({ request, url, route, http2 }: ClientRequest): string {
  const via = route.kind === 'proxy' ? `${route.proxy.host}:${route.proxy.port}` : 'direct';
  const to = route.kind === 'proxy' && url.protocol === 'http:' ? 'plain' : url.origin;
  return `${request.packageName} ${via} ${to} ${request.pinned === true} ${http2}`;
}

/** The host of an address, without the brackets around IPv6. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

/** The port of an address, that of its scheme when it names none. */
export function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' || url.protocol === 'wss:' ? 443 : 80) : Number(url.port);
}
