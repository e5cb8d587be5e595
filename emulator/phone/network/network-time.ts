import { createSocket } from 'node:dgram';
import { NetworkFailure } from './network-failure.ts';
import type { Meter } from './wire.ts';

const PACKET_BYTES = 48;
const NTP_EPOCH_OFFSET_S = 2_208_988_800;
const TIMEOUT_MS = 5000;
// Version 3, mode 3 (client), as Android's SntpClient asks.
const LEAP_VERSION_MODE = (3 << 3) | 3;

/** One SNTP query over UDP; resolves to the server's time, ms since the epoch. */
export function askTime(server: { readonly host: string; readonly port: number }, meter: Meter): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    const timer = setTimeout(() => {
      socket.close();
      reject(new NetworkFailure('ETIMEDOUT', 'exchange', `NTP: no answer within ${TIMEOUT_MS} ms`));
    }, TIMEOUT_MS);
    const done = (finish: () => void): void => {
      clearTimeout(timer);
      socket.close();
      finish();
    };
    socket.once('error', (error) => done(() => reject(error)));
    socket.once('message', (packet) => {
      meter({ received: packet.length, sent: 0 });
      done(() => {
        if (packet.length >= PACKET_BYTES) resolve(transmitTimeMs(packet));
        else reject(new NetworkFailure('EPROTO', 'exchange', `NTP: found an answer of ${packet.length} bytes, expected 48`));
      });
    });
    const query = Buffer.alloc(PACKET_BYTES);
    query[0] = LEAP_VERSION_MODE;
    meter({ received: 0, sent: query.length });
    socket.send(query, server.port, server.host);
  });
}

function transmitTimeMs(packet: Buffer): number {
  const fraction = packet.readUInt32BE(44) / 2 ** 32;
  return (packet.readUInt32BE(40) - NTP_EPOCH_OFFSET_S) * 1000 + Math.round(fraction * 1000);
}
