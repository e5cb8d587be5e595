import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { IFileSystem } from 'just-bash';
import type { Cause } from '../apps/app-event.ts';
import type { Clock, Loopback, Packages, Properties } from '../system/services.ts';
import { Connections } from './connections.ts';
import type { ConnectivitySettings } from './connectivity.ts';
import { HttpClient, hostOf, portOf } from './http-client.ts';
import type { Kernel, KernelFacts } from './kernel/kernel.ts';
import type { LinkQuality } from './link.ts';
import { PERFECT } from './link.ts';
import type { AppMessage, AppRequest, AppResponse, AppWebSocket, Connectivity, Demand, NameQuery, Network, WebSocketRequest } from './network.ts';
import { asFailure, NetworkFailure } from './network-failure.ts';
import { networkDumps, type NetworkDumps } from './network-dumps.ts';
import { timeIn, timeQuery } from './network-time.ts';
import { quicInitial } from './quic-initial.ts';
import type { Air } from './radio.ts';
import { TlsClient } from './secure.ts';
import { sayOver } from './raw-exchange.ts';
import { anchorsOf, TrustStore, type TrustAnchors } from './trust-store.ts';
import { dalvikUserAgent } from './user-agent.ts';
import { webSocketOver } from './web-socket.ts';
import type { Wire } from './wire.ts';

const MESSAGE_ANSWER_MS = 2000;
const NTP_PORT = 123;
const NTP_TIMEOUT_MS = 5000;
// Since Android 7 (API 24) an app must ask for user-installed CAs to be believed.
const FIRST_SDK_WITHOUT_USER_CAS = 24;

/** Which CAs an app believes; `default` goes by its target API level. */
export type Trust = 'default' | 'system' | 'user' | 'pinned';

/** What the phone's radio reaches. */
export interface Internet extends Air {
  /** The roots that pinned apps were built with. */
  readonly caPem: string;
}

/** One request, connection, message or query as it went, for the truth log. */
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
  /** What a message carried. */
  readonly payloadBase64?: string;
  /** The name that was asked of a resolver. */
  readonly lookedUp?: string;
}

/** The parts of a phone that its network needs. */
export interface NetworkPhone {
  readonly settings: ConnectivitySettings;
  readonly files: IFileSystem;
  /** `ports` are what the kernel shows as listening. */
  readonly loopback: Loopback & { ports?(): readonly number[] };
  readonly packages: Packages;
  readonly properties: Properties;
  readonly clock: Clock;
}

export interface NetworkOptions {
  readonly phone: NetworkPhone;
  readonly internet: Internet;
  readonly trustOf?: (packageName: string) => Trust;
  /** Whether an app offers HTTP/2 in its handshakes. Default: none does. */
  readonly speaksHttp2?: (packageName: string) => boolean;
  readonly record?: (record: NetworkRecord) => void;
  /** What the kernel below is like. */
  readonly facts: KernelFacts;
  /** Whether an app of this uid is on the screen: the set its traffic is counted in. Default: none is. */
  readonly isForeground?: (uid: number) => boolean;
}

/** A raw TCP connection an app wants, past every proxy. */
export interface RawRequest extends Demand {
  readonly host: string;
  readonly port: number;
}

/** The phone's network, with what its services need beyond apps. */
export interface PhoneNetwork extends Network {
  /** A connection by the proxy setting: through the proxy's CONNECT when there is one. TLS over it is the caller's. */
  tunnel(request: RawRequest): Promise<Duplex>;
  /** The CAs an app believes at this moment. */
  anchorsFor(packageName: string): Promise<TrustAnchors>;
  /** A raw TCP connection to the world, whatever the proxy setting says. */
  connect(request: RawRequest): Promise<Duplex>;
  /** A connection of any user's to a port of the phone's own 127.0.0.1, counted as the kernel does; undefined when nobody listens there. */
  connectLocally(port: number, uid: number): Duplex | undefined;
  /** Asks an NTP server over UDP; resolves to its time, ms since the epoch. */
  queryTime(request: Omit<RawRequest, 'port'>): Promise<number>;
  /** Writes down what went over a raw connection after it was opened. */
  note(record: NetworkRecord): void;
  /** Breaks off every connection. */
  close(): void;
}

/** The network with what lies below it and what can be done to it. */
export interface NetworkStack extends PhoneNetwork {
  readonly kernel: Kernel;
  /** What `dumpsys` shows of it. */
  readonly dumps: NetworkDumps;
  /** Makes the connection to the world worse, or as good as new. */
  setLink(quality: LinkQuality | undefined): void;
}

/** The phone's way to the world. */
export function createNetwork(options: NetworkOptions): NetworkStack {
  return new ProxyAwareNetwork(options);
}

class ProxyAwareNetwork implements NetworkStack {
  readonly dumps: NetworkDumps;
  readonly #options: NetworkOptions;
  readonly #connections: Connections;
  readonly #store: TrustStore;
  readonly #tls: TlsClient;
  readonly #http: HttpClient;
  readonly #pinned: TrustAnchors;

  constructor(options: NetworkOptions) {
    const { phone, internet } = options;
    this.#options = options;
    this.#connections = new Connections(options);
    this.dumps = networkDumps(this.#connections.kernel, this.#connections.netstats);
    this.#store = new TrustStore(phone.files);
    this.#tls = new TlsClient(phone.clock, options.facts.sdk);
    this.#pinned = anchorsOf([internet.caPem], 'pinned');
    this.#http = new HttpClient(this.#connections, async (wire, host, demand, protocols) => this.#secure(wire, host, demand, protocols));
    this.#connections.onProxyChange(() => this.#http.retire());
  }

  async request(request: AppRequest): Promise<AppResponse> {
    const url = new URL(request.url);
    const route = this.#connections.routeTo(hostOf(url), request.direct ?? false);
    const http2 = request.http2 ?? this.#options.speaksHttp2?.(request.packageName) ?? false;
    return this.#recorded({ ...request, transport: route.kind }, () =>
      this.#http.request({ request, url, route, headers: this.#headers(url, request), http2 }),
    );
  }

  async send(message: AppMessage): Promise<Buffer> {
    const { transport, host, port, payload } = message;
    const url = `${transport}://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
    const what = { ...message, method: 'SEND', url, transport: 'direct' as const, payloadBase64: payload.toString('base64') };
    const answerWithinMs = message.answerWithinMs ?? (transport === 'udp' ? 0 : MESSAGE_ANSWER_MS);
    return this.#recorded(what, async () => {
      if (transport === 'udp' || transport === 'quic') {
        const address = await this.#connections.addressOf(host, message);
        const datagram = transport === 'quic' ? quicInitial(payload) : payload;
        return (await this.#connections.datagram({ address, port }, datagram, message, answerWithinMs)) ?? Buffer.alloc(0);
      }
      const wire = await this.#connections.reach({ host, port }, { kind: 'direct' }, message);
      try {
        const socket = transport === 'tls' ? await this.#secure(wire, host, message) : wire;
        return await sayOver(socket, payload, answerWithinMs);
      } finally {
        wire.destroy();
      }
    });
  }

  async lookUp(query: NameQuery): Promise<readonly string[]> {
    return this.#connections.addressesOf(query.host, query);
  }

  async openWebSocket(request: WebSocketRequest): Promise<AppWebSocket> {
    const url = new URL(request.url);
    const route = this.#connections.routeTo(hostOf(url), request.direct ?? false);
    const what = { ...request, method: 'GET', transport: route.kind };
    return this.#recorded(what, async () => {
      const wire = await this.#connections.reach({ host: hostOf(url), port: portOf(url) }, route, request);
      const socket = url.protocol === 'wss:' ? await this.#secure(wire, hostOf(url), request) : wire;
      return webSocketOver(socket, { url: request.url, headers: this.#headers(url, request) }, (message) =>
        this.note({ ...recordOf({ ...what, method: 'MESSAGE' }), payloadBase64: message.toString('base64') }),
      );
    });
  }

  connectivity(): Connectivity {
    return this.#connections.connectivity.current();
  }

  onConnectivity(listener: (connectivity: Connectivity) => void): () => void {
    return this.#connections.connectivity.onChange(listener);
  }

  setLink(quality: LinkQuality | undefined): void {
    this.#connections.link.set(quality ?? PERFECT);
  }

  get kernel(): Kernel {
    return this.#connections.kernel;
  }

  async connect(request: RawRequest): Promise<Duplex> {
    const url = `tcp://${request.host}:${request.port}`;
    return this.#recorded({ ...request, method: 'CONNECT', url, transport: 'direct' }, () =>
      this.#connections.reach(request, { kind: 'direct' }, request),
    );
  }

  connectLocally(port: number, uid: number): Duplex | undefined {
    return this.#connections.reachLocally(port, uid);
  }

  async tunnel(request: RawRequest): Promise<Duplex> {
    const route = this.#connections.routeTo(request.host, false);
    return this.#recorded({ ...request, method: 'CONNECT', url: `tcp://${request.host}:${request.port}`, transport: route.kind }, () =>
      this.#connections.reach(request, route, request),
    );
  }

  async queryTime(request: Omit<RawRequest, 'port'>): Promise<number> {
    const url = `ntp://${request.host}:${NTP_PORT}`;
    return this.#recorded({ ...request, method: 'QUERY', url, transport: 'direct' }, async () => {
      const address = await this.#connections.addressOf(request.host, request);
      const answer = await this.#connections.datagram({ address, port: NTP_PORT }, timeQuery(), request, NTP_TIMEOUT_MS);
      if (answer === undefined) throw new NetworkFailure('ETIMEDOUT', 'exchange', `NTP: no answer within ${NTP_TIMEOUT_MS} ms`);
      return timeIn(answer);
    });
  }

  note(record: NetworkRecord): void {
    this.#options.record?.(record);
  }

  close(): void {
    this.#http.close();
    this.#connections.close();
  }

  async #recorded<T>(what: Recordable, run: () => Promise<T>): Promise<T> {
    const record = recordOf(what);
    try {
      const result = await run();
      const status = typeof result === 'object' && result !== null && 'status' in result ? result.status : undefined;
      this.note({ ...record, ...(typeof status === 'number' ? { status } : {}) });
      return result;
    } catch (error) {
      const failure = asFailure(error, 'exchange');
      this.note({ ...record, error: `${failure.code}: ${failure.message}` });
      throw failure;
    }
  }

  /** TLS over a wire; one that cannot stand breaks the wire off. */
  async #secure(wire: Wire, host: string, demand: Demand, protocols?: readonly string[]): Promise<TLSSocket> {
    return this.#tls.secure(wire, { host, anchors: await this.#anchorsOf(demand), ...(protocols === undefined ? {} : { protocols }) });
  }

  async #anchorsOf({ packageName, pinned }: Demand): Promise<TrustAnchors> {
    return pinned === true ? this.#pinned : this.anchorsFor(packageName);
  }

  async anchorsFor(packageName: string): Promise<TrustAnchors> {
    const trust = this.#options.trustOf?.(packageName) ?? 'default';
    if (trust === 'pinned') return this.#pinned;
    const targetSdk = this.#options.phone.packages.get(packageName)?.targetSdk ?? FIRST_SDK_WITHOUT_USER_CAS;
    const believesUser = trust === 'user' || (trust === 'default' && targetSdk < FIRST_SDK_WITHOUT_USER_CAS);
    return believesUser ? this.#store.systemAndUser() : this.#store.system();
  }

  #headers(url: URL, request: Pick<AppRequest, 'headers'>): Readonly<Record<string, string>> {
    return {
      Host: url.host,
      Connection: 'Keep-Alive',
      'User-Agent': dalvikUserAgent(this.#options.phone.properties),
      'Accept-Encoding': 'gzip',
      ...withoutDefaults(request.headers ?? {}),
    };
  }
}

type Recordable = Pick<NetworkRecord, 'purpose' | 'packageName' | 'method' | 'url' | 'transport' | 'cause' | 'payloadBase64'>;

/** What is known of something before it has happened. */
function recordOf(what: Recordable): NetworkRecord {
  const { purpose, packageName, method, url, transport, cause, payloadBase64 } = what;
  const record = { atMs: Date.now(), purpose, packageName, method, url, transport, cause };
  return payloadBase64 === undefined ? record : { ...record, payloadBase64 };
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
