import { isUtf8 } from 'node:buffer';

// Control characters that do not occur in text: all of C0 but tab, line feed, carriage return; and DEL.
const NOT_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** The bytes as text, or undefined where they are not UTF-8 text. */
export function readText(bytes: Buffer): string | undefined {
  if (!isUtf8(bytes)) return undefined;
  const text = bytes.toString('utf8');
  return NOT_TEXT.test(text) ? undefined : text;
}

/** Whether the bytes begin as gzip does (RFC 1952: magic and method 8). */
export function looksGzipped(bytes: Buffer): boolean {
  return bytes.length >= 18 && bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 0x08;
}

/** Whether the bytes begin as zlib does (RFC 1950: method 8, window up to 32 KiB, header divisible by 31). */
export function looksDeflated(bytes: Buffer): boolean {
  if (bytes.length < 8) return false;
  const method = bytes[0] ?? 0;
  return (method & 0x0f) === 8 && method >> 4 <= 7 && bytes.readUInt16BE(0) % 31 === 0;
}

/** Whether a guess at an encoding was right: what it gave is text or compressed data, not noise. */
export function isPlausible(bytes: Buffer): boolean {
  if (bytes.length < 4) return false;
  if (looksGzipped(bytes) || readText(bytes) !== undefined) return true;
  // The zlib header alone fits one random pair of bytes in about a thousand; two known levels narrow that.
  return looksDeflated(bytes) && bytes[0] === 0x78;
}
