import { isUtf8 } from 'node:buffer';
import { BINARY, tableOf } from './characters.ts';

const PLAIN = tableOf('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._-:,/');
const MIN_BYTES = 3;
// The shortest run that is taken for base64 or hexadecimal.
const MIN_ENCODED_BYTES = 12;

/** Whether anything can be decoded from a value: short plain words are only searched where they stand. */
export function couldHold(bytes: Buffer, { start, end }: { readonly start: number; readonly end: number }): boolean {
  if (end - start >= MIN_ENCODED_BYTES) return true;
  if (end - start < MIN_BYTES) return false;
  for (let at = start; at < end; at += 1) if (PLAIN[bytes[at] ?? 0] === 0) return true;
  return false;
}

/** Whether a value reads as text: UTF-8 without control characters. */
export function isReadable(bytes: Buffer): boolean {
  let hasHigh = false;
  for (const byte of bytes) {
    if (byte >= 0x80) hasHigh = true;
    else if (BINARY[byte] === 1) return false;
  }
  return !hasHigh || isUtf8(bytes);
}
