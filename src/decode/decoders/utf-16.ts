import type { Decoder } from '../decoder.ts';
import { look } from '../look.ts';

const SAMPLE_BYTES = 512;
const MIN_BYTES = 8;
// So many characters of a sample must be Latin, with an upper byte of zero, where no mark tells the order.
const LATIN_SHARE = 0.3;
// Private and unassigned characters, and the mark for a lone surrogate: what two random bytes are now and then.
const NOT_WRITTEN = /[\p{Co}\p{Cn}\ufffd]/u;

/** UTF-16 text, known by its byte order mark, or by zeros in every second byte. An odd byte at the end is forgiven. */
export const utf16: Decoder = {
  name: 'utf-16',
  priority: 15,
  decode({ bytes, look: { isText } }) {
    if (isText || bytes.length < MIN_BYTES) return undefined;
    const marked = markedOrder(bytes);
    const order = marked ?? sampledOrder(bytes);
    if (order === undefined) return undefined;
    const decoded = toUtf8(bytes.subarray(marked === undefined ? 0 : 2), order);
    if (!look(decoded).isText || NOT_WRITTEN.test(decoded.toString('utf8', 0, SAMPLE_BYTES))) return undefined;
    return { pieces: [{ step: `utf-16${order}`, bytes: decoded, start: 0, end: bytes.length }], format: 'utf-16', ...((marked !== undefined || isLatin(bytes, order)) && { settled: true as const }) };
  },
};

// A structure that holds UTF-16 begins with something else.
function isLatin(bytes: Buffer, order: Order): boolean {
  return bytes[order === 'le' ? 1 : 0] === 0;
}

type Order = 'le' | 'be';

function markedOrder(bytes: Buffer): Order | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'be' : undefined;
}

function sampledOrder(bytes: Buffer): Order | undefined {
  const end = Math.min(bytes.length, SAMPLE_BYTES) & ~1;
  let evenZeros = 0;
  let oddZeros = 0;
  for (let at = 0; at < end; at += 2) {
    // A character of which both bytes are zero is no text.
    if (bytes[at] === 0 && bytes[at + 1] === 0) return undefined;
    if (bytes[at] === 0) evenZeros += 1;
    if (bytes[at + 1] === 0) oddZeros += 1;
  }
  // Now and then the lower byte of a character is zero as well: U+9700, the second half of U+1F600.
  if (Math.max(evenZeros, oddZeros) < LATIN_SHARE * (end / 2) || Math.min(evenZeros, oddZeros) * 4 > Math.max(evenZeros, oddZeros)) return undefined;
  return oddZeros > evenZeros ? 'le' : 'be';
}

function toUtf8(bytes: Buffer, order: Order): Buffer {
  let units = bytes.subarray(0, bytes.length & ~1);
  if (order === 'be') units = Buffer.from(units).swap16();
  // The first half of a character at the very end lost its second one.
  const last = units.length < 2 ? 0 : units.readUInt16LE(units.length - 2);
  if (last >= 0xd800 && last < 0xdc00) units = units.subarray(0, units.length - 2);
  return Buffer.from(units.toString('utf16le'));
}
