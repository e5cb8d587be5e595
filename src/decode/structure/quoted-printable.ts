import { EQUALS, hexDigit, LINE_FEED, RETURN } from './characters.ts';

/** Decodes quoted-printable (RFC 2045, section 6.7): `=XX` and soft line breaks; a malformed escape stays as it is. */
export function decodeQuotedPrintable(bytes: Buffer): Buffer {
  const out = Buffer.allocUnsafe(bytes.length);
  let to = 0;
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    const lineBreak = byte === EQUALS ? lineBreakAt(bytes, at + 1) : 0;
    if (lineBreak > 0) {
      at += 1 + lineBreak;
      continue;
    }
    const high = byte === EQUALS ? hexDigit(bytes, at + 1) : -1;
    const low = high < 0 ? -1 : hexDigit(bytes, at + 2);
    out[to] = low < 0 ? byte : (high << 4) | low;
    to += 1;
    at += low < 0 ? 1 : 3;
  }
  return out.subarray(0, to);
}

function lineBreakAt(bytes: Buffer, at: number): number {
  if (bytes[at] === LINE_FEED) return 1;
  return bytes[at] === RETURN && bytes[at + 1] === LINE_FEED ? 2 : 0;
}
