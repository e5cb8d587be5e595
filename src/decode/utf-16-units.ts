/** The byte of a UTF-16 unit that comes first: the lower or the upper one. */
export type ByteOrder = 'le' | 'be';

/** UTF-16 as UTF-8. An odd byte at the end is left out, and so is the first half of a character whose second one is missing. */
export function toUtf8(bytes: Buffer, order: ByteOrder): Buffer {
  let units = bytes.subarray(0, bytes.length & ~1);
  if (order === 'be') units = Buffer.from(units).swap16();
  const last = units.length < 2 ? 0 : units.readUInt16LE(units.length - 2);
  if (last >= 0xd800 && last < 0xdc00) units = units.subarray(0, units.length - 2);
  return Buffer.from(units.toString('utf16le'));
}

const SAMPLE_BYTES = 512;
// So many characters of a sample must be Latin, with an upper byte of zero, where no mark tells the order.
const LATIN_SHARE = 0.3;

/** The order of UTF-16 without a mark, by the zero bytes of its Latin characters; undefined where it is none. */
export function sampledOrder(bytes: Buffer): ByteOrder | undefined {
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
