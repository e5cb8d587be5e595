/** One DER element: tag, length, content (ITU-T X.690, 8.1). */
export function element(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag]), lengthOf(bytes.length), bytes]);
}

/** An ordered list. */
export const sequence = (...items: readonly Uint8Array[]): Buffer => element(0x30, ...items);

/** A set of one item; DER would want more of them sorted. */
export const set = (item: Uint8Array): Buffer => element(0x31, item);

/** A number, given as its big-endian bytes with the sign bit in place. */
export const integer = (bytes: Uint8Array): Buffer => element(0x02, bytes);

/** A truth value. */
export const bool = (value: boolean): Buffer => element(0x01, Buffer.from([value ? 0xff : 0x00]));

/** Bytes. */
export const octetString = (bytes: Uint8Array): Buffer => element(0x04, bytes);

/** Bits, the last `unusedBits` of the last byte not counting. */
export const bitString = (bytes: Uint8Array, unusedBits = 0): Buffer => element(0x03, Buffer.from([unusedBits]), bytes);

/** Text. */
export const utf8String = (text: string): Buffer => element(0x0c, Buffer.from(text));

/** An element under a context-specific tag of its own. */
export const explicit = (number: number, content: Uint8Array): Buffer => element(0xa0 + number, content);

/** The null value algorithms without parameters carry. */
export const NULL: Buffer = element(0x05);

/** A time before 2050, in whole seconds: RFC 5280 asks for UTCTime there. */
export function utcTime(time: Date): Buffer {
  return element(0x17, Buffer.from(`${time.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));
}

/** An object identifier in dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(number: number): number[] {
  const digits = [number & 0x7f];
  for (let left = number >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}

function lengthOf(byteCount: number): Buffer {
  if (byteCount < 0x80) return Buffer.from([byteCount]);
  const hex = byteCount.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}
