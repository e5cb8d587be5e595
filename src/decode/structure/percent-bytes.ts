import { hexDigit, PERCENT, PLUS, SPACE } from './characters.ts';

/** Index of the next well-formed `%XX` that begins before `end`, -1 where there is none. */
export function nextEscape(bytes: Buffer, from: number, end: number = bytes.length): number {
  let at = from;
  while (at < end) {
    // Signs in a row are stepped over here: a native search for each would cost far more than it finds.
    if (bytes[at] !== PERCENT) {
      at = bytes.indexOf(PERCENT, at);
      if (at < 0 || at >= end) return -1;
    }
    if (at + 2 < end && hexDigit(bytes, at + 1) >= 0 && hexDigit(bytes, at + 2) >= 0) return at;
    at += 1;
  }
  return -1;
}

/** How a percent-decoding reads `+`: in forms and queries it is a blank. */
export type PlusIs = 'plus' | 'blank';

/** Percent-decodes bytes once; what was escaped need not be UTF-8. Malformed escapes stay as they are. */
export function percentDecode(bytes: Buffer, plusIs: PlusIs = 'plus'): Buffer {
  const decoded = Buffer.allocUnsafe(bytes.length);
  let to = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    let byte = bytes[at] ?? 0;
    if (byte === PERCENT) {
      const high = hexDigit(bytes, at + 1);
      const low = high < 0 ? -1 : hexDigit(bytes, at + 2);
      if (low >= 0) {
        byte = (high << 4) | low;
        at += 2;
      }
    } else if (byte === PLUS && plusIs === 'blank') byte = SPACE;
    decoded[to] = byte;
    to += 1;
  }
  return decoded.subarray(0, to);
}
