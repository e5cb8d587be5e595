const PACKET_BYTES = 48;
// Seconds between 1900, where NTP begins to count, and 1970.
const NTP_EPOCH_OFFSET_S = 2_208_988_800;
// No leap warning, version 3 as SntpClient of Android asks, mode 4 (server).
const LEAP_VERSION_MODE = (3 << 3) | 4;

/** What the world's NTP servers answer: the host's time; nothing to what is no query. */
export function answerTime(request: Buffer, nowMs: number): Buffer | undefined {
  if (request.length < PACKET_BYTES) return undefined;
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
