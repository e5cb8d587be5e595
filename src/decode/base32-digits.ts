const VALUES = values();

function values(): Uint8Array {
  const table = new Uint8Array(256).fill(255);
  'abcdefghijklmnopqrstuvwxyz234567'.split('').forEach((digit, value) => {
    table[digit.charCodeAt(0)] = value;
    table[digit.toUpperCase().charCodeAt(0)] = value;
  });
  return table;
}

/** Bytes of the base32 digits (RFC 4648, section 6, either case) of [start, end); bytes of no digit are passed over. */
export function decodeBase32(bytes: Buffer, start = 0, end = bytes.length): Buffer {
  const decoded = Buffer.allocUnsafe(Math.floor(((end - start) * 5) / 8));
  let written = 0;
  let bits = 0;
  let held = 0;
  for (let at = start; at < end; at += 1) {
    const value = VALUES[bytes[at] as number] as number;
    if (value === 255) continue;
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    decoded[written] = held >> bits;
    written += 1;
  }
  return decoded.subarray(0, written);
}
