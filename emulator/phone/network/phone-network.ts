import type { Duplex } from 'node:stream';
import type { Clock, Loopback, Packages, Properties, Settings } from '../system/services.ts';
import type { IFileSystem } from 'just-bash';
import type { Cause } from '../apps/app-event.ts';
import { dial, within } from './dial.ts';
import { exchange } from './http-exchange.ts';
import type { AppRequest, AppResponse, Network } from './network.ts';
import { asFailure, NetworkFailure } from './network-failure.ts';
import { askTime } from './network-time.ts';
import { proxyFor, type ProxyAddress } from './proxy-setting.ts';
import { TlsClient } from './secure.ts';
import { anchorsOf, TrustStore, type TrustAnchors } from './trust-store.ts';
import { openTunnel } from './tunnel.ts';
import { UsageCounters, type UidUsage } from './usage.ts';
import { dalvikUserAgent } from './user-agent.ts';
import { Wire } from './wire.ts';

const CONNECT_TIMEOUT_MS = 30_000;
const ANSWER_TIMEOUT_MS = 30_000;
// Since Android 7 (API 24) an app must ask for user-installed CAs to be believed.
const FIRST_SDK_WITHOUT_USER_CAS = 24;
const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '::1']);

/** Which CAs an app believes; `default` goes by its target API level. */
export type Trust = 'default' | 'system' | 'user' | 'pinned';

/** What the phone's radio reaches. */
export interface Internet {
  readonly gateway: { readonly host: string; readonly port: number };
  readonly time: { readonly host: string; readonly port: number };
  /** The roots that pinned apps were built with. */
  readonly caPem: string;
}

/** One request, connection or query as it went, for the truth log. */
export interface NetworkRecord {
  /** Host clock. */
  readonly atMs: number;
  readonly purpose: string;
  readonly packageName: string;
  readonly method: string;
  readonly url: string;
  readonly transport: 'proxy' | 'direct';
  readonly cause: Cause;
  readonly status?: number;
  readonly error?: string;
}

export interface NetworkOptions {
  readonly phone: {
    readonly settings: Settings;
    readonly files: IFileSystem;
    readonly loopback: Loopback;
    readonly packages: Packages;
    readonly properties: Properties;
    readonly clock: Clock;
  };
  readonly internet: Internet;
  readonly trustOf?: (packageName: string) => Trust;
  readonly record?: (record: NetworkRecord) => void;
}

/** A raw TCP connection an app wants, past every proxy. */
export interface RawRequest {
  readonly packageName: string;
  readonly host: string;
  readonly port: number;
  readonly cause: Cause;
  readonly purpose: string;
}

/** The phone's network, with what its services need beyond HTTP. */
export interface PhoneNetwork extends Network {
  /** A raw TCP connection to the world, whatever the proxy setting says. */
  connect(request: RawRequest): Promise<Duplex>;
  /** Asks an NTP server over UDP; resolves to its time, ms since the epoch. */
  queryTime(request: Omit<RawRequest, 'port'>): Promise<number>;
  /** Writes down what went over a raw connection after it was opened. */
  note(record: NetworkRecord): void;
  /** The kernel's counters by uid. */
  usage(): readonly UidUsage[];
  /** Breaks off every connection. */
  close(): void;
}

/** The phone's way to the world. */
export function createNetwork(options: NetworkOptions): PhoneNetwork {
  return new ProxyAwareNetwork(options);
}

type Route = { readonly kind: 'proxy'; readonly proxy: ProxyAddress } | { readonly kind: 'direct' };

class ProxyAwareNetwork implements PhoneNetwork {
  readonly #options: NetworkOptions;
  readonly #store: TrustStore;
  readonly #tls: TlsClient;
  readonly #pinned: TrustAnchors;
  readonly #counters = new UsageCounters();
  readonly #open = new Set<Duplex>();
  #isClosed = false;

  constructor(options: NetworkOptions) {
    this.#options = options;
    this.#store = new TrustStore(options.phone.files);
    this.#tls = new TlsClient(options.phone.clock);
    this.#pinned = anchorsOf([options.internet.caPem], 'pinned');
  }

  async request(request: AppRequest): Promise<AppResponse> {
    const url = new URL(request.url);
    const route = this.#routeTo(url.hostname, request.direct ?? false);
    return this.#recorded({ ...request, transport: route.kind }, async () => {
      const secure = url.protocol === 'https:';
      const viaProxy = route.kind === 'proxy' && !secure;
      const wire = viaProxy
        ? await this.#reach(route, request.packageName)
        : await this.#tunnelTo(url.hostname, portOf(url), route, request.packageName);
      try {
        const socket = secure ? await this.#tls.secure(wire, url.hostname, await this.#anchorsFor(request.packageName)) : wire;
        return await exchange(socket, {
          method: request.method,
          target: viaProxy ? url.href : `${url.pathname}${url.search}`,
          headers: this.#headers(url, request),
          ...(request.body === undefined ? {} : { body: request.body }),
          timeoutMs: ANSWER_TIMEOUT_MS,
        });
      } catch (error) {
        wire.destroy();
        throw error;
      }
    });
  }

  async connect(request: RawRequest): Promise<Duplex> {
    const url = `tcp://${request.host}:${request.port}`;
    return this.#recorded({ ...request, method: 'CONNECT', url, transport: 'direct' }, () =>
      this.#tunnelTo(request.host, request.port, { kind: 'direct' }, request.packageName),
    );
  }

  async queryTime(request: Omit<RawRequest, 'port'>): Promise<number> {
    const url = `ntp://${request.host}:123`;
    return this.#recorded({ ...request, method: 'QUERY', url, transport: 'direct' }, () => {
      const key = { uid: this.#uidOf(request.packageName), interfaceName: 'wlan0', protocol: 'udp' } as const;
      return askTime(this.#options.internet.time, (bytes) => this.#counters.add(key, bytes));
    });
  }

  note(record: NetworkRecord): void {
    this.#options.record?.(record);
  }

  usage(): readonly UidUsage[] {
    return this.#counters.rows();
  }

  close(): void {
    this.#isClosed = true;
    for (const socket of this.#open) socket.destroy();
  }

  async #recorded<T>(
    what: Pick<NetworkRecord, 'purpose' | 'packageName' | 'method' | 'url' | 'transport' | 'cause'>,
    run: () => Promise<T>,
  ): Promise<T> {
    const { purpose, packageName, method, url, transport, cause } = what;
    const record = { atMs: Date.now(), purpose, packageName, method, url, transport, cause };
    try {
      const result = await run();
      const status = typeof result === 'object' && result !== null && 'status' in result ? result.status : undefined;
      this.#options.record?.({ ...record, ...(typeof status === 'number' ? { status } : {}) });
      return result;
    } catch (error) {
      const failure = asFailure(error, 'exchange');
      this.#options.record?.({ ...record, error: `${failure.code}: ${failure.message}` });
      throw failure;
    }
  }

  #routeTo(host: string, direct: boolean): Route {
    const proxy = direct ? undefined : proxyFor(host, this.#options.phone.settings);
    return proxy === undefined ? { kind: 'direct' } : { kind: 'proxy', proxy };
  }

  async #tunnelTo(host: string, port: number, route: Route, packageName: string): Promise<Wire> {
    const wire = await this.#reach(route, packageName);
    try {
      await within(CONNECT_TIMEOUT_MS, openTunnel(wire, `${host}:${port}`, dalvikUserAgent(this.#options.phone.properties)));
      return wire;
    } catch (error) {
      wire.destroy();
      // On the straight way the "tunnel" is only how the emulated radio works: to the app the name did not resolve.
      if (route.kind === 'direct' && error instanceof NetworkFailure && error.code === 'TUNNEL_502') {
        throw new NetworkFailure('ENOTFOUND', 'resolve', `getaddrinfo ENOTFOUND ${host}`, { cause: error });
      }
      throw error;
    }
  }

  /** Opens the first hop: the proxy, or the radio. */
  async #reach(route: Route, packageName: string): Promise<Wire> {
    if (this.#isClosed) throw new NetworkFailure('ENETDOWN', 'connect', 'the phone is switched off');
    const isLocal = route.kind === 'proxy';
    const inner = isLocal ? this.#reachProxy(route.proxy) : await dial(this.#options.internet.gateway);
    const key = { uid: this.#uidOf(packageName), interfaceName: isLocal ? 'lo' : 'wlan0', protocol: 'tcp' } as const;
    const wire = new Wire(inner, (bytes) => this.#counters.add(key, bytes));
    this.#open.add(wire);
    wire.once('close', () => this.#open.delete(wire));
    // Whoever waits on the wire hears of errors by its own listener; without this one a late one would end the process.
    wire.on('error', () => undefined);
    return wire;
  }

  #reachProxy(proxy: ProxyAddress): Duplex {
    const address = `${proxy.host}:${proxy.port}`;
    // The emulated phone has no neighbours on its wireless network.
    if (!LOOPBACK_HOSTS.has(proxy.host)) throw new NetworkFailure('EHOSTUNREACH', 'proxy', `connect EHOSTUNREACH ${address}`);
    const socket = this.#options.phone.loopback.connect(proxy.port);
    if (socket === undefined) throw new NetworkFailure('ECONNREFUSED', 'proxy', `connect ECONNREFUSED ${address}`);
    return socket;
  }

  async #anchorsFor(packageName: string): Promise<TrustAnchors> {
    const trust = this.#options.trustOf?.(packageName) ?? 'default';
    if (trust === 'pinned') return this.#pinned;
    const targetSdk = this.#options.phone.packages.get(packageName)?.targetSdk ?? FIRST_SDK_WITHOUT_USER_CAS;
    const believesUser = trust === 'user' || (trust === 'default' && targetSdk < FIRST_SDK_WITHOUT_USER_CAS);
    return believesUser ? this.#store.systemAndUser() : this.#store.system();
  }

  #headers(url: URL, request: AppRequest): Readonly<Record<string, string>> {
    return {
      Host: url.host,
      Connection: 'Keep-Alive',
      'User-Agent': dalvikUserAgent(this.#options.phone.properties),
      'Accept-Encoding': 'gzip',
      ...withoutDefaults(request.headers ?? {}),
    };
  }

  #uidOf(packageName: string): number {
    return this.#options.phone.packages.get(packageName)?.uid ?? 0;
  }
}

/** An app's own headers under the names of the defaults they replace. */
function withoutDefaults(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const canonical: Readonly<Record<string, string>> = {
    host: 'Host',
    connection: 'Connection',
    'user-agent': 'User-Agent',
    'accept-encoding': 'Accept-Encoding',
  };
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [canonical[name.toLowerCase()] ?? name, value]));
}

function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
}
