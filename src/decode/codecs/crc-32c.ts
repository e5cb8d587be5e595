// Castagnoli's polynomial, bits reversed (RFC 3720, appendix B.4).
const POLYNOMIAL = 0x82f63b78;

const TABLE = table();

/** CRC-32C of bytes, the checksum of snappy frames, as an unsigned number. */
export function crc32c(bytes: Uint8Array): number {
  let crc = -1;
  for (let at = 0; at < bytes.length; at += 1) crc = (TABLE[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}

function table(): Int32Array {
  const entries = new Int32Array(256);
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    entries[byte] = crc;
  }
  return entries;
}
