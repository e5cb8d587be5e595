import { isIPv6 } from 'node:net';
import { NO_TRAFFIC, plus, TcpPackets, type Traffic } from './tcp-packets.ts';

/** Interfaces of the phone, in the kernel's own order. */
export type InterfaceName = 'lo' | 'rmnet_data0' | 'wlan0';

/** What differs between the kernels of phones. */
export interface KernelFacts {
  readonly sdk: number;
  /** Who counts: the netfilter module of older kernels, or eBPF programs. */
  readonly counters: 'xt_qtaguid' | 'ebpf';
  /** Whether what goes over `lo` is counted for a uid. */
  readonly loopback: boolean;
  /** Whose uid a look-up is counted for: the asking app's, or AID_DNS. */
  readonly dnsUid: 'app' | 'dns';
  /** Whether `/proc/uid_stat` is there. */
  readonly uidStat: boolean;
  /** Whether the shell may read `/proc/net/{tcp,udp}…`. */
  readonly procNet: 'readable' | 'denied';
}

/** One row of the kernel's table: what a uid moved over an interface, in a set, under a tag. */
export interface UidRow extends Traffic {
  readonly uid: number;
  readonly interfaceName: InterfaceName;
  readonly set: 'default' | 'foreground';
  /** 0: all of it; the rows of other tags are parts of it. */
  readonly tag: number;
  readonly protocol: 'tcp' | 'udp';
}

/** A socket as `/proc/net` shows it. */
export interface SocketRow {
  readonly protocol: 'tcp' | 'udp';
  /** Java's sockets are IPv6 ones that also carry IPv4; netd's and adbd's are plain IPv4. */
  readonly family: 4 | 6;
  readonly local: { readonly address: string; readonly port: number };
  readonly remote: { readonly address: string; readonly port: number };
  readonly state: 'established' | 'timeWait' | 'listen';
  readonly uid: number;
  readonly inode: number;
}

/** A connection the kernel counts. */
export interface CountedSocket {
  sent(bytes: number): void;
  received(bytes: number): void;
  /** Bytes sent before had to be sent again; on a UDP socket nothing ever is. */
  resent(bytes: number): void;
  /** The connection is over: ended by both sides, or torn down. */
  close(how: 'finished' | 'reset'): void;
}

/** Who opens a socket, and to whom. */
export interface SocketRequest {
  readonly uid: number;
  readonly interfaceName: InterfaceName;
  readonly remote: { readonly address: string; readonly port: number };
  readonly tag?: number;
}

/** adbd runs as the shell user, uid 2000, on user builds. */
export const ADBD_UID = 2000;
/** netd's own uid for look-ups (android_filesystem_config.h). */
export const AID_DNS = 1051;
/** TrafficStats.TAG_SYSTEM_DNS: the tag of every plaintext look-up. */
export const TAG_SYSTEM_DNS = 0xffff_ff82;

const FIRST_EPHEMERAL_PORT = 37_000;
const EPHEMERAL_PORTS = 23_000;
const FIRST_INODE = 40_000;
const TIME_WAIT_MS = 60_000;
const LO_MTU_BYTES = 65_536;
const MTU_BYTES = 1500;
const UDP_HEADER_BYTES = 8;

/** The part of the kernel that counts packets and knows every socket. */
export class Kernel {
  readonly facts: KernelFacts;
  readonly #options: KernelOptions;
  readonly #rows = new Map<string, UidRow>();
  readonly #sockets = new Set<SocketRow>();
  readonly #open = new Set<TcpPackets>();
  #port = 0;
  #inode = FIRST_INODE;

  constructor(options: KernelOptions) {
    this.facts = options.facts;
    this.#options = options;
  }

  /** A TCP connection that stands. */
  openTcp(request: SocketRequest): CountedSocket {
    const { remote, interfaceName } = request;
    const sizes = { mtuBytes: interfaceName === 'lo' ? LO_MTU_BYTES : MTU_BYTES, ipHeaderBytes: isIPv6(remote.address) ? 40 : 20 };
    const packets = new TcpPackets(sizes, this.#options.nowMs, (traffic) => this.#count(request, 'tcp', traffic));
    const local = { address: interfaceName === 'lo' ? '127.0.0.1' : this.#options.address(), port: this.#nextPort() };
    const socket: SocketRow = { protocol: 'tcp', family: 6, local, remote, state: 'established', uid: request.uid, inode: this.#nextInode() };
    const peer: SocketRow = { ...socket, family: 4, local: remote, remote: local, uid: ADBD_UID, inode: this.#nextInode() };
    const shown = interfaceName === 'lo' ? [socket, peer] : [socket];
    for (const row of shown) this.#sockets.add(row);
    this.#open.add(packets);
    packets.open();
    return {
      sent: (bytes) => packets.sent(bytes),
      received: (bytes) => packets.received(bytes),
      resent: (bytes) => packets.resent(bytes),
      close: (how) => {
        if (!this.#open.delete(packets)) return;
        for (const row of shown) this.#sockets.delete(row);
        if (how === 'reset') packets.reset();
        else {
          packets.close();
          this.#leaveBehind(socket);
        }
      },
    };
  }

  /** A UDP socket; its datagrams are counted one by one. */
  openUdp(request: SocketRequest): CountedSocket {
    const local = { address: this.#options.address(), port: this.#nextPort() };
    const row: SocketRow = { protocol: 'udp', family: 4, local, remote: request.remote, state: 'established', uid: request.uid, inode: this.#nextInode() };
    const headerBytes = (isIPv6(request.remote.address) ? 40 : 20) + UDP_HEADER_BYTES;
    this.#sockets.add(row);
    return {
      sent: (bytes) => this.#count(request, 'udp', { ...NO_TRAFFIC, sentBytes: bytes + headerBytes, sentPackets: 1 }),
      received: (bytes) => this.#count(request, 'udp', { ...NO_TRAFFIC, receivedBytes: bytes + headerBytes, receivedPackets: 1 }),
      resent: () => undefined,
      close: () => void this.#sockets.delete(row),
    };
  }

  /** Everything counted since boot. */
  rows(): readonly UidRow[] {
    for (const packets of this.#open) packets.settle();
    return [...this.#rows.values()];
  }

  /** Sockets that are open now, listeners first. */
  sockets(): readonly SocketRow[] {
    const listeners = this.#options.listeningPorts().map((port, index): SocketRow => ({
      protocol: 'tcp',
      family: 4,
      local: { address: '127.0.0.1', port },
      remote: { address: '0.0.0.0', port: 0 },
      state: 'listen',
      uid: ADBD_UID,
      inode: 20_000 + index,
    }));
    return [...listeners, ...this.#sockets];
  }

  /** What the phone's address is on its wireless or mobile network. */
  address(): string {
    return this.#options.address();
  }

  /** The interface that leads to the world now. */
  connectedBy(): InterfaceName | undefined {
    return this.#options.connectedBy();
  }

  /** What crossed an interface, whoever it belonged to. */
  interfaceTotal(interfaceName: InterfaceName): Traffic {
    return this.rows()
      .filter((row) => row.interfaceName === interfaceName && row.tag === 0)
      .reduce((sum, row) => plus(sum, row), NO_TRAFFIC);
  }

  #count(request: SocketRequest, protocol: 'tcp' | 'udp', traffic: Traffic): void {
    const { uid, interfaceName, tag = 0 } = request;
    if (interfaceName === 'lo') {
      if (!this.facts.loopback) return;
      // On lo each packet is seen twice: as it leaves one process and as it reaches the other.
      this.#add({ uid: ADBD_UID, interfaceName, protocol, tag: 0 }, turned(traffic));
    }
    this.#add({ uid, interfaceName, protocol, tag: 0 }, traffic);
    if (tag !== 0) this.#add({ uid, interfaceName, protocol, tag }, traffic);
  }

  #add(key: Pick<UidRow, 'uid' | 'interfaceName' | 'protocol' | 'tag'>, traffic: Traffic): void {
    const set = this.#options.isForeground(key.uid) ? 'foreground' : 'default';
    const id = `${key.interfaceName} ${key.tag} ${key.uid} ${set} ${key.protocol}`;
    this.#rows.set(id, { ...key, set, ...plus(this.#rows.get(id) ?? NO_TRAFFIC, traffic) });
  }

  /** What ended first waits a minute for stragglers; by then it belongs to nobody: uid 0, inode 0. */
  #leaveBehind(socket: SocketRow): void {
    const row: SocketRow = { ...socket, state: 'timeWait', uid: 0, inode: 0 };
    this.#sockets.add(row);
    setTimeout(() => this.#sockets.delete(row), TIME_WAIT_MS).unref();
  }

  #nextPort(): number {
    this.#port = (this.#port + 2) % EPHEMERAL_PORTS;
    return FIRST_EPHEMERAL_PORT + this.#port;
  }

  #nextInode(): number {
    this.#inode += 3;
    return this.#inode;
  }
}

/** What the kernel asks of the rest of the phone. */
export interface KernelOptions {
  readonly facts: KernelFacts;
  /** A clock that only goes forward. */
  readonly nowMs: () => number;
  /** The phone's address on the network it is connected to. */
  readonly address: () => string;
  readonly connectedBy: () => InterfaceName | undefined;
  readonly isForeground: (uid: number) => boolean;
  /** Ports somebody listens on at 127.0.0.1. */
  readonly listeningPorts: () => readonly number[];
}

function turned(traffic: Traffic): Traffic {
  return {
    receivedBytes: traffic.sentBytes,
    receivedPackets: traffic.sentPackets,
    sentBytes: traffic.receivedBytes,
    sentPackets: traffic.receivedPackets,
  };
}
