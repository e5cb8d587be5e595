import type { Duplex } from 'node:stream';
import { within } from './dial.ts';
import type { Connectivity, Demand } from './network.ts';
import { NetworkFailure } from './network-failure.ts';
import type { NetworkPhone, NetworkRecord } from './phone-network.ts';
import { proxyFor, type ProxyAddress } from './proxy-setting.ts';
import { Radio, type Air, type Endpoint } from './radio.ts';
import { Resolver } from './resolver.ts';
import { openTunnel } from './tunnel.ts';
import { UsageCounters } from './usage.ts';
import { dalvikUserAgent } from './user-agent.ts';
import { Wire } from './wire.ts';

const TUNNEL_TIMEOUT_MS = 30_000;
const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '::1']);
// The address a Xiaomi router gives itself, which is also the resolver it hands out.
const RESOLVER_ADDRESS = '192.168.31.1';

/** Which way a connection goes. */
export type Route = { readonly kind: 'proxy'; readonly proxy: ProxyAddress } | { readonly kind: 'direct' };

/** Everything the phone has open towards somebody else, and how it comes about. */
export class Connections {
  readonly counters = new UsageCounters();
  readonly #phone: NetworkPhone;
  readonly #radio: Radio;
  readonly #resolver: Resolver;
  readonly #record: (record: NetworkRecord) => void;
  readonly #open = new Set<Duplex>();
  #isClosed = false;

  constructor(options: { readonly phone: NetworkPhone; readonly air: Air; readonly record: (record: NetworkRecord) => void }) {
    this.#phone = options.phone;
    this.#radio = new Radio(options.air);
    this.#record = options.record;
    this.#resolver = new Resolver({ server: () => RESOLVER_ADDRESS, nowMs: () => options.phone.clock.now() });
  }

  connectivity(): Connectivity {
    return 'wifi';
  }

  routeTo(host: string, direct: boolean): Route {
    const proxy = direct ? undefined : proxyFor(host, this.#phone.settings);
    return proxy === undefined ? { kind: 'direct' } : { kind: 'proxy', proxy };
  }

  /** A connection to a server: straight, or through a proxy's CONNECT. */
  async reach(to: { readonly host: string; readonly port: number }, route: Route, demand: Demand): Promise<Wire> {
    if (route.kind === 'direct') return this.#reachDirectly(to, demand);
    const wire = this.reachProxy(route.proxy, demand);
    try {
      await within(TUNNEL_TIMEOUT_MS, openTunnel(wire, `${to.host}:${to.port}`, dalvikUserAgent(this.#phone.properties)));
      return wire;
    } catch (error) {
      wire.destroy();
      throw error;
    }
  }

  /** A connection to the proxy itself. */
  reachProxy(proxy: ProxyAddress, demand: Demand): Wire {
    this.#assertOn();
    const address = `${proxy.host}:${proxy.port}`;
    // The emulated phone has no neighbours on its wireless network.
    if (!LOOPBACK_HOSTS.has(proxy.host)) throw new NetworkFailure('EHOSTUNREACH', 'proxy', `connect EHOSTUNREACH ${address}`);
    const socket = this.#phone.loopback.connect(proxy.port);
    if (socket === undefined) throw new NetworkFailure('ECONNREFUSED', 'proxy', `connect ECONNREFUSED ${address}`);
    return this.#wire(socket, 'lo', demand);
  }

  /** One datagram to a server, and the first that comes back. */
  async datagram(to: Endpoint, payload: Buffer, demand: Demand, answerWithinMs: number): Promise<Buffer | undefined> {
    this.#assertOn();
    const key = { uid: this.#uidOf(demand), interfaceName: 'wlan0', protocol: 'udp' } as const;
    this.counters.add(key, { sent: payload.length, received: 0 });
    const answer = await this.#radio.datagram(to, payload, answerWithinMs);
    if (answer !== undefined) this.counters.add(key, { sent: 0, received: answer.length });
    return answer;
  }

  /** The address of a name, or the address that was given; a query that goes out is written down. */
  async addressOf(host: string, demand: Demand): Promise<string> {
    const [address] = await this.addressesOf(host, { ...demand, purpose: 'dns' });
    if (address === undefined) throw new NetworkFailure('ENOTFOUND', 'resolve', `getaddrinfo ENOTFOUND ${host}`);
    return address;
  }

  /** All addresses of a name; a query that goes out is written down under the demand's own purpose. */
  addressesOf(host: string, demand: Demand): Promise<readonly string[]> {
    const { packageName, cause, purpose } = demand;
    return this.#resolver.addressesOf(host, (server, query, answerWithinMs) => {
      this.#record({
        atMs: Date.now(),
        purpose,
        packageName,
        cause,
        method: 'QUERY',
        url: `dns://${server.address}:${server.port}/${host}`,
        transport: 'direct',
        lookedUp: host,
      });
      return this.datagram(server, query, demand, answerWithinMs);
    });
  }

  /** Breaks off every connection, for good. */
  close(): void {
    this.#isClosed = true;
    for (const socket of this.#open) socket.destroy();
  }

  async #reachDirectly(to: { readonly host: string; readonly port: number }, demand: Demand): Promise<Wire> {
    this.#assertOn();
    const address = await this.addressOf(to.host, demand);
    const socket = await this.#radio.connect({ address, port: to.port });
    return this.#wire(socket, 'wlan0', demand);
  }

  #wire(inner: Duplex, interfaceName: 'lo' | 'wlan0', demand: Demand): Wire {
    const key = { uid: this.#uidOf(demand), interfaceName, protocol: 'tcp' } as const;
    const wire = new Wire(inner, (bytes) => this.counters.add(key, bytes));
    this.#open.add(wire);
    wire.once('close', () => this.#open.delete(wire));
    // Whoever waits on the wire hears of errors by its own listener; without this one a late one would end the process.
    wire.on('error', () => undefined);
    return wire;
  }

  #assertOn(): void {
    if (this.#isClosed) throw new NetworkFailure('ENETDOWN', 'connect', 'the phone is switched off');
  }

  #uidOf(demand: Demand): number {
    return this.#phone.packages.get(demand.packageName)?.uid ?? 0;
  }
}
