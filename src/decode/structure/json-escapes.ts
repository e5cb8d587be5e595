import { BACKSLASH, hexDigit, QUOTE } from './characters.ts';

// What stands for itself after a backslash, and what for a control character (RFC 8259, section 7).
const SIMPLE = new Int16Array(256).fill(-1);
for (const [escape, meaning] of [['"', '"'], ['\\', '\\'], ['/', '/'], ['b', '\b'], ['f', '\f'], ['n', '\n'], ['r', '\r'], ['t', '\t'], ["'", "'"]] as const) {
  SIMPLE[escape.charCodeAt(0)] = meaning.charCodeAt(0);
}
const LOWER_U = 0x75;
const REPLACEMENT = 0xfffd;

/**
 * The bytes with the escapes of JSON strings undone, as UTF-8. An escape that JSON does not know stays as it is, and so
 * does one that is torn off at the end; half of a surrogate pair becomes U+FFFD.
 */
export function unescapeJson(bytes: Buffer): Buffer {
  const out = Buffer.allocUnsafe(bytes.length);
  let to = 0;
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    if (byte !== BACKSLASH) {
      out[to] = byte;
      to += 1;
      at += 1;
      continue;
    }
    const next = bytes[at + 1] ?? 0;
    const simple = SIMPLE[next] ?? -1;
    if (simple >= 0) {
      out[to] = simple;
      to += 1;
      at += 2;
      continue;
    }
    const unit = next === LOWER_U ? codeUnit(bytes, at + 2) : -1;
    if (unit < 0) {
      out[to] = byte;
      to += 1;
      at += 1;
      continue;
    }
    const low = isHigh(unit) && bytes[at + 6] === BACKSLASH && bytes[at + 7] === LOWER_U ? codeUnit(bytes, at + 8) : -1;
    const isPair = low >= 0xdc00 && low <= 0xdfff;
    to = writeUtf8(out, to, isPair ? 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00) : unit);
    at += isPair ? 12 : 6;
  }
  return out.subarray(0, to);
}

/** Writes a code point as UTF-8, never longer than the escape it was written as; gives the index behind it. */
export function writeUtf8(out: Buffer, to: number, codePoint: number): number {
  const code = codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff) ? REPLACEMENT : codePoint;
  if (code < 0x80) {
    out[to] = code;
    return to + 1;
  }
  if (code < 0x800) {
    out[to] = 0xc0 | (code >> 6);
    out[to + 1] = 0x80 | (code & 0x3f);
    return to + 2;
  }
  if (code < 0x10000) {
    out[to] = 0xe0 | (code >> 12);
    out[to + 1] = 0x80 | ((code >> 6) & 0x3f);
    out[to + 2] = 0x80 | (code & 0x3f);
    return to + 3;
  }
  out[to] = 0xf0 | (code >> 18);
  out[to + 1] = 0x80 | ((code >> 12) & 0x3f);
  out[to + 2] = 0x80 | ((code >> 6) & 0x3f);
  out[to + 3] = 0x80 | (code & 0x3f);
  return to + 4;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function codeUnit(bytes: Buffer, at: number): number {
  let unit = 0;
  for (let index = 0; index < 4; index += 1) {
    const digit = hexDigit(bytes, at + index);
    if (digit < 0) return -1;
    unit = (unit << 4) | digit;
  }
  return unit;
}

/** Index of the first quote from `from` on that no backslash escapes, `end` where there is none before it. */
export function stringEnd(bytes: Buffer, from: number, end: number): number {
  let searchFrom = from;
  for (;;) {
    const quote = bytes.indexOf(QUOTE, searchFrom);
    if (quote < 0 || quote >= end) return end;
    let backslashes = 0;
    while (quote - 1 - backslashes >= searchFrom && bytes[quote - 1 - backslashes] === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return quote;
    searchFrom = quote + 1;
  }
}
