import { createSocket } from 'node:dgram';
import { once } from 'node:events';

const PACKET_BYTES = 48;
// Seconds between 1900, where NTP begins to count, and 1970.
const NTP_EPOCH_OFFSET_S = 2_208_988_800;
// No leap warning, version 3 as SntpClient of Android asks, mode 4 (server).
const LEAP_VERSION_MODE = (3 << 3) | 4;

/** An NTP server on a loopback port of its own. */
export interface TimeServer {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Starts the world's NTP server; it tells the host's time. */
export async function startTimeServer(): Promise<TimeServer> {
  const socket = createSocket('udp4');
  socket.on('message', (packet, from) => {
    if (packet.length >= PACKET_BYTES) socket.send(answer(packet, Date.now()), from.port, from.address);
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

function answer(request: Buffer, nowMs: number): Buffer {
  const packet = Buffer.alloc(PACKET_BYTES);
  packet[0] = LEAP_VERSION_MODE;
  packet[1] = 2;
  packet.write('LOCL', 12, 'ascii');
  writeTimestamp(packet, 16, nowMs);
  // RFC 5905: what the client sent as its transmit time comes back as the originate time.
  request.copy(packet, 24, 40, 48);
  writeTimestamp(packet, 32, nowMs);
  writeTimestamp(packet, 40, nowMs);
  return packet;
}

function writeTimestamp(packet: Buffer, offset: number, atMs: number): void {
  const seconds = Math.floor(atMs / 1000);
  packet.writeUInt32BE((seconds + NTP_EPOCH_OFFSET_S) >>> 0, offset);
  packet.writeUInt32BE(Math.floor(((atMs % 1000) / 1000) * 2 ** 32), offset + 4);
}
