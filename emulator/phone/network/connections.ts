import { isIPv6 } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Duplex } from 'node:stream';
import { ConnectivityService } from './connectivity.ts';
import { within } from './dial.ts';
import { AID_DNS, Kernel, TAG_SYSTEM_DNS, type CountedSocket, type InterfaceName } from './kernel/kernel.ts';
import { Netstats, type NetworkIdentity } from './kernel/netstats.ts';
import { Link } from './link.ts';
import type { Connectivity, Demand } from './network.ts';
import { NetworkFailure } from './network-failure.ts';
import type { NetworkOptions, NetworkPhone, NetworkRecord } from './phone-network.ts';
import { ProxyTracker, type ProxyAddress } from './proxy-tracker.ts';
import { Radio, type Endpoint } from './radio.ts';
import { Resolver } from './resolver.ts';
import { openTunnel } from './tunnel.ts';
import { dalvikUserAgent } from './user-agent.ts';
import { Wire } from './wire.ts';

const TUNNEL_TIMEOUT_MS = 30_000;
const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '::1']);
const DNS_PURPOSE = 'dns';

interface Attachment {
  readonly address: string;
  readonly resolver: string;
  readonly identity: NetworkIdentity;
}

// 192.168.31.1 is the address a Xiaomi router gives itself, which is also the resolver it hands out; the rest is invented.
const ATTACHMENTS: Readonly<Record<Exclude<Connectivity, 'none'>, Attachment>> = {
  wifi: { address: '192.168.31.157', resolver: '192.168.31.1', identity: { interfaceName: 'wlan0', kind: 'wifi', name: 'home' } },
  mobile: { address: '10.64.118.23', resolver: '10.64.0.1', identity: { interfaceName: 'rmnet_data0', kind: 'mobile', name: '46001...' } },
};

/** Which way a connection goes. */
export type Route = { readonly kind: 'proxy'; readonly proxy: ProxyAddress } | { readonly kind: 'direct' };

/** Everything the phone has open towards somebody else, and how it comes about. */
export class Connections {
  readonly kernel: Kernel;
  readonly netstats: Netstats;
  readonly connectivity: ConnectivityService;
  readonly link = new Link();
  readonly #phone: NetworkPhone;
  readonly #radio: Radio;
  readonly #resolver: Resolver;
  readonly #proxy: ProxyTracker;
  readonly #record: (record: NetworkRecord) => void;
  readonly #open = new Set<Duplex>();
  #isClosed = false;

  constructor(options: NetworkOptions) {
    const { phone, internet, facts, isForeground = () => false, record = () => undefined } = options;
    this.#phone = phone;
    this.#radio = new Radio(internet);
    this.#record = record;
    this.connectivity = new ConnectivityService(phone.settings);
    this.#proxy = new ProxyTracker(phone.settings);
    this.#resolver = new Resolver({ server: () => this.#attachment()?.resolver ?? '', nowMs: () => performance.now() });
    const identity = (): NetworkIdentity | undefined => this.#attachment()?.identity;
    this.kernel = new Kernel({
      facts,
      isForeground,
      nowMs: () => performance.now(),
      address: () => this.#attachment()?.address ?? '0.0.0.0',
      connectedBy: () => identity()?.interfaceName,
      listeningPorts: () => phone.loopback.ports?.() ?? [],
    });
    this.netstats = new Netstats(this.kernel, { nowMs: () => phone.clock.now(), identity });
    this.connectivity.onChange(() => this.#changeNetwork());
  }

  routeTo(host: string, direct: boolean): Route {
    const proxy = direct ? undefined : this.#proxy.proxyFor(host);
    return proxy === undefined ? { kind: 'direct' } : { kind: 'proxy', proxy };
  }

  /** Calls back when apps are told of another proxy. */
  onProxyChange(listener: () => void): void {
    this.#proxy.onChange(listener);
  }

  /** A connection to a server: straight, or through a proxy's CONNECT. */
  async reach(to: { readonly host: string; readonly port: number }, route: Route, demand: Demand): Promise<Wire> {
    if (route.kind === 'direct') return this.#reachDirectly(to, demand);
    const wire = this.reachProxy(route.proxy, demand);
    try {
      await within(TUNNEL_TIMEOUT_MS, openTunnel(wire, authorityOf(to), dalvikUserAgent(this.#phone.properties)));
      return wire;
    } catch (error) {
      wire.destroy();
      throw error;
    }
  }

  /** A connection to the proxy itself. */
  reachProxy(proxy: ProxyAddress, demand: Demand): Wire {
    this.#connectedBy(proxy.host);
    const address = `${proxy.host}:${proxy.port}`;
    // The emulated phone has no neighbours on its wireless network.
    if (!LOOPBACK_HOSTS.has(proxy.host)) throw new NetworkFailure('EHOSTUNREACH', 'proxy', `connect EHOSTUNREACH ${address}`);
    const socket = this.#phone.loopback.connect(proxy.port);
    if (socket === undefined) throw new NetworkFailure('ECONNREFUSED', 'proxy', `connect ECONNREFUSED ${address}`);
    return this.#wire(socket, this.kernel.openTcp({ uid: this.#uidOf(demand), interfaceName: 'lo', remote: { address: '127.0.0.1', port: proxy.port } }));
  }

  /** A connection of any user's to a port of the phone's own 127.0.0.1; undefined when nobody listens there. */
  reachLocally(port: number, uid: number): Wire | undefined {
    const socket = this.#phone.loopback.connect(port);
    return socket && this.#wire(socket, this.kernel.openTcp({ uid, interfaceName: 'lo', remote: { address: '127.0.0.1', port } }), new Link());
  }

  /** One datagram to a server, and the first that comes back. */
  async datagram(to: Endpoint, payload: Buffer, demand: Demand, answerWithinMs: number): Promise<Buffer | undefined> {
    const socket = this.kernel.openUdp({ uid: this.#uidOf(demand), interfaceName: this.#connectedBy(to.address), remote: to });
    try {
      return await this.#exchangeDatagram(socket, to, payload, answerWithinMs);
    } finally {
      socket.close('finished');
    }
  }

  /** The address of a name, or the address that was given; a query that goes out is written down. */
  async addressOf(host: string, demand: Demand): Promise<string> {
    const [address] = await this.addressesOf(host, { ...demand, purpose: DNS_PURPOSE });
    if (address === undefined) throw new NetworkFailure('ENOTFOUND', 'resolve', `getaddrinfo ENOTFOUND ${host}`);
    return address;
  }

  /** All addresses of a name; a query that goes out is written down under the demand's own purpose. */
  addressesOf(host: string, demand: Demand): Promise<readonly string[]> {
    const { packageName, cause, purpose } = demand;
    return this.#resolver.addressesOf(host, async (server, query, answerWithinMs) => {
      const interfaceName = this.#connectedBy(host);
      const url = `dns://${server.address}:${server.port}/${host}`;
      this.#record({ atMs: Date.now(), purpose, packageName, cause, method: 'QUERY', url, transport: 'direct', lookedUp: host });
      const uid = this.kernel.facts.dnsUid === 'dns' ? AID_DNS : this.#uidOf(demand);
      const socket = this.kernel.openUdp({ uid, interfaceName, remote: server, tag: TAG_SYSTEM_DNS });
      try {
        return await this.#exchangeDatagram(socket, server, query, answerWithinMs);
      } finally {
        socket.close('finished');
      }
    });
  }

  /** Breaks off every connection, for good. */
  close(): void {
    this.#isClosed = true;
    this.connectivity.close();
    this.#proxy.close();
    for (const socket of this.#open) socket.destroy();
  }

  async #reachDirectly(to: { readonly host: string; readonly port: number }, demand: Demand): Promise<Wire> {
    this.#connectedBy(to.host);
    const address = await this.addressOf(to.host, demand);
    const interfaceName = this.#connectedBy(to.host);
    await this.#travel(0);
    const inner = await this.#radio.connect({ address, port: to.port });
    return this.#wire(inner, this.kernel.openTcp({ uid: this.#uidOf(demand), interfaceName, remote: { address, port: to.port } }));
  }

  async #exchangeDatagram(socket: CountedSocket, to: Endpoint, payload: Buffer, answerWithinMs: number): Promise<Buffer | undefined> {
    socket.sent(payload.length);
    if (!(await this.#travel(payload.length))) {
      await sleep(answerWithinMs);
      return undefined;
    }
    const answer = await this.#radio.datagram(to, payload, answerWithinMs);
    if (answer === undefined || !(await this.#travel(answer.length))) return undefined;
    socket.received(answer.length);
    return answer;
  }

  /** Waits as long as a packet is under way; false when it got lost. */
  async #travel(bytes: number): Promise<boolean> {
    if (this.link.isPerfect) return true;
    const ms = this.link.datagramMs(bytes);
    if (ms === undefined) return false;
    await sleep(ms);
    return true;
  }

  #wire(inner: Duplex, socket: CountedSocket, link = this.link): Wire {
    const wire = new Wire(inner, (bytes) => {
      if (bytes.sent > 0) socket.sent(bytes.sent);
      if (bytes.received > 0) socket.received(bytes.received);
      if (bytes.resent !== undefined) socket.resent(bytes.resent);
    }, link);
    this.#open.add(wire);
    wire.once('close', () => {
      this.#open.delete(wire);
      socket.close(wire.writableFinished || wire.readableEnded ? 'finished' : 'reset');
    });
    // Whoever waits on the wire hears of errors by its own listener; without this one a late one would end the process.
    wire.on('error', () => undefined);
    return wire;
  }

  /** netd destroys every socket of a network that is gone, and forgets what its resolver said. */
  #changeNetwork(): void {
    this.#resolver.forget();
    this.netstats.connectivityChanged();
    const gone = new NetworkFailure('ECONNABORTED', 'exchange', 'Software caused connection abort: the network changed');
    for (const socket of this.#open) socket.destroy(gone);
  }

  #attachment(): Attachment | undefined {
    const connectivity = this.connectivity.current();
    return connectivity === 'none' ? undefined : ATTACHMENTS[connectivity];
  }

  /** The interface to the world; apps ask ConnectivityManager first, so that without one not even a local proxy is tried. */
  #connectedBy(host: string): InterfaceName {
    if (this.#isClosed) throw new NetworkFailure('ENETDOWN', 'connect', 'the phone is switched off');
    const attachment = this.#attachment();
    if (attachment === undefined) throw new NetworkFailure('ENETUNREACH', 'connect', `connect ENETUNREACH ${host}: no network is connected`);
    return attachment.identity.interfaceName;
  }

  #uidOf(demand: Demand): number {
    return this.#phone.packages.get(demand.packageName)?.uid ?? 0;
  }
}

/** RFC 3986, 3.2.2: an IPv6 address stands in brackets. */
function authorityOf({ host, port }: { readonly host: string; readonly port: number }): string {
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
