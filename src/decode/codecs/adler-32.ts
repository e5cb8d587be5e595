const BASE = 65_521;
// So many bytes can be added before the sums must be reduced to stay exact in 32 bits.
const RUN_BYTES = 5552;

/** Adler-32 of bytes, the checksum of zlib (RFC 1950, section 8.2), as an unsigned number. */
export function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (let start = 0; start < bytes.length; start += RUN_BYTES) {
    const end = Math.min(bytes.length, start + RUN_BYTES);
    for (let at = start; at < end; at += 1) {
      low += bytes[at] ?? 0;
      high += low;
    }
    low %= BASE;
    high %= BASE;
  }
  return high * 2 ** 16 + low;
}
