import { NetworkFailure } from './network-failure.ts';

const PACKET_BYTES = 48;
const NTP_EPOCH_OFFSET_S = 2_208_988_800;
// Version 3, mode 3 (client), as Android's SntpClient asks.
const LEAP_VERSION_MODE = (3 << 3) | 3;

/** An SNTP query as Android's SntpClient sends it. */
export function timeQuery(): Buffer {
  const query = Buffer.alloc(PACKET_BYTES);
  query[0] = LEAP_VERSION_MODE;
  return query;
}

/** The server's time in its answer, ms since the epoch. */
export function timeIn(answer: Buffer): number {
  if (answer.length < PACKET_BYTES) {
    throw new NetworkFailure('EPROTO', 'exchange', `NTP: found an answer of ${answer.length} bytes, expected ${PACKET_BYTES}`);
  }
  const fraction = answer.readUInt32BE(44) / 2 ** 32;
  return (answer.readUInt32BE(40) - NTP_EPOCH_OFFSET_S) * 1000 + Math.round(fraction * 1000);
}
