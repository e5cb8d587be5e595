import { createSocket } from 'node:dgram';
import { once } from 'node:events';

// RFC 1928, section 7: two reserved bytes, fragment, address type (1: IPv4), address, port; then the datagram itself.
const HEADER_BYTES = 10;
const IPV4 = 1;

/** A datagram as a server of the world gets it. */
export interface Datagram {
  readonly address: string;
  readonly port: number;
  readonly payload: Buffer;
}

/** A loopback port through which datagrams reach the world's servers and their answers come back. */
export interface DatagramRelay {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Starts the relay; `serve` answers a datagram, or is silent. */
export async function startDatagramRelay(serve: (datagram: Datagram) => Buffer | undefined): Promise<DatagramRelay> {
  const socket = createSocket('udp4');
  socket.on('message', (packet, from) => {
    if (packet.length < HEADER_BYTES || packet[3] !== IPV4) return;
    const answer = serve({
      address: packet.subarray(4, 8).join('.'),
      port: packet.readUInt16BE(8),
      payload: packet.subarray(HEADER_BYTES),
    });
    if (answer !== undefined) socket.send(Buffer.concat([packet.subarray(0, HEADER_BYTES), answer]), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    host: '127.0.0.1',
    port: socket.address().port,
    close: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
}
