import { createSocket } from 'node:dgram';
import { isIPv4, isIPv6 } from 'node:net';
import type { Duplex } from 'node:stream';
import { dial, within } from './dial.ts';
import { asFailure, NetworkFailure } from './network-failure.ts';
import { openTunnel } from './tunnel.ts';

const CONNECT_TIMEOUT_MS = 30_000;
// RFC 1928, section 7: two reserved bytes, fragment, address type, address, port.
const RELAY_HEADER_BYTES = 10;
const RELAY_IPV4 = 1;

/** A server by its address. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** Where the emulated air ends: the world's gateway for connections, its relay for datagrams. */
export interface Air {
  readonly gateway: { readonly host: string; readonly port: number };
  readonly datagrams: { readonly host: string; readonly port: number };
}

/**
 * The phone's radio. What lies between it and the world is the emulation's own: a CONNECT to the gateway, and an
 * address header in front of each datagram (SOCKS 5). No counter of the phone sees any of it.
 */
export class Radio {
  readonly #air: Air;

  constructor(air: Air) {
    this.#air = air;
  }

  /** A TCP connection to an address. */
  async connect(to: Endpoint): Promise<Duplex> {
    const authority = isIPv6(to.address) ? `[${to.address}]:${to.port}` : `${to.address}:${to.port}`;
    const socket = await dial(this.#air.gateway);
    try {
      await within(CONNECT_TIMEOUT_MS, openTunnel(socket, authority, 'radio'));
      return socket;
    } catch (error) {
      socket.destroy();
      throw new NetworkFailure('ECONNREFUSED', 'connect', `connect ECONNREFUSED ${authority}`, { cause: error });
    }
  }

  /** Sends one datagram; resolves to the first that comes back within the time, undefined when none does. */
  datagram(to: Endpoint, payload: Buffer, answerWithinMs: number): Promise<Buffer | undefined> {
    return new Promise((resolve, reject) => {
      const socket = createSocket('udp4');
      let timer: NodeJS.Timeout | undefined;
      const done = (finish: () => void): void => {
        clearTimeout(timer);
        socket.removeAllListeners();
        socket.close();
        finish();
      };
      socket.once('error', (error) => done(() => reject(asFailure(error, 'exchange'))));
      socket.once('message', (packet) => done(() => resolve(packet.subarray(RELAY_HEADER_BYTES))));
      const { host, port } = this.#air.datagrams;
      socket.send(Buffer.concat([relayHeader(to), payload]), port, host, (error) => {
        if (error !== null) done(() => reject(asFailure(error, 'exchange')));
        else if (answerWithinMs === 0) done(() => resolve(undefined));
        else timer = setTimeout(() => done(() => resolve(undefined)), answerWithinMs);
      });
    });
  }
}

function relayHeader(to: Endpoint): Buffer {
  if (!isIPv4(to.address)) throw new NetworkFailure('ENETUNREACH', 'connect', `sendto ENETUNREACH ${to.address}: the emulated air carries IPv4`);
  const header = Buffer.alloc(RELAY_HEADER_BYTES);
  header[3] = RELAY_IPV4;
  to.address.split('.').forEach((part, index) => header.writeUInt8(Number(part), 4 + index));
  header.writeUInt16BE(to.port, 8);
  return header;
}
