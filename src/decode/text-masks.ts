import { textLength } from './text-bytes.ts';

const WORDS = 8;

// For each byte, the masks under which it is neither a control character nor (first table) outside of ASCII: 256 bits each.
const ASCII_MASKS = masksTable((plain) => isPrintable(plain) && plain < 0x80);
const TEXT_MASKS = masksTable(isPrintable);
const ALPHABET_MASKS = {
  hex: [masksTable((plain) => /[\da-f]/.test(String.fromCharCode(plain))), masksTable((plain) => /[\dA-F]/.test(String.fromCharCode(plain)))],
  base64: [masksTable((plain) => plain < 0x80 && /[\w+/=\r\n-]/.test(String.fromCharCode(plain)))],
};
/** From here on characters outside of ASCII are believed. */
const MIN_WIDE_BYTES = 24;
const MAX_INTERSECTED_BYTES = 512;

const NONE: readonly number[] = [];

// Kept between calls: an allocation would cost more than the work.
const left = new Uint32Array(WORDS);

function isPrintable(byte: number): boolean {
  return byte >= 32 ? byte !== 0x7f && byte !== 0xc0 && byte !== 0xc1 && byte < 0xf5 : byte === 9 || byte === 10 || byte === 13;
}

function masksTable(isAllowed: (plain: number) => boolean): Uint32Array {
  const table = new Uint32Array(256 * WORDS);
  for (let byte = 0; byte < 256; byte += 1) {
    for (let mask = 1; mask < 256; mask += 1) {
      if (!isAllowed(byte ^ mask)) continue;
      const word = byte * WORDS + (mask >> 5);
      table[word] = (table[word] as number) | (1 << (mask & 31));
    }
  }
  return table;
}

/**
 * Masks other than zero under which a sample is text. Noise is given up within some dozens of bytes. Text outside of
 * ASCII is looked for in samples of 24 bytes and more: in shorter ones some mask always fits.
 */
export function masksOfText(sample: Buffer): readonly number[] {
  const ascii = agreeInHighestBit(sample) ? intersect(sample, ASCII_MASKS) : NONE;
  if (ascii.length > 0 || sample.length < MIN_WIDE_BYTES) return ascii;
  return intersect(sample, TEXT_MASKS).filter((mask) => {
    const plain = masked(sample, mask);
    return textLength(plain) === plain.length;
  });
}

/** Masks other than zero under which bytes are digits of an alphabet and nothing else, line ends of base64 aside; none where they are as they stand. */
export function masksInto(alphabet: 'hex' | 'base64', bytes: Buffer): readonly number[] {
  for (const table of ALPHABET_MASKS[alphabet]) {
    const masks = intersect(bytes, table);
    if (masks.length > 0) return masks;
  }
  return [];
}

/** The bytes, each XORed with a mask. */
export function masked(bytes: Buffer, mask: number): Buffer {
  const plain = Buffer.allocUnsafe(bytes.length);
  for (let at = 0; at < bytes.length; at += 1) plain[at] = (bytes[at] as number) ^ mask;
  return plain;
}

// Under a mask that makes ASCII of all bytes they had one highest bit; of noise the second byte tells that it is none.
function agreeInHighestBit(sample: Buffer): boolean {
  const end = Math.min(sample.length, MAX_INTERSECTED_BYTES);
  const highest = (sample[0] ?? 0) & 0x80;
  for (let at = 1; at < end; at += 1) if (((sample[at] as number) & 0x80) !== highest) return false;
  return true;
}

function intersect(sample: Buffer, table: Uint32Array): readonly number[] {
  left.fill(0xffffffff);
  const end = Math.min(sample.length, MAX_INTERSECTED_BYTES);
  for (let at = 0; at < end; at += 1) {
    const row = (sample[at] as number) * WORDS;
    let some = 0;
    for (let word = 0; word < WORDS; word += 1) {
      const both = (left[word] as number) & (table[row + word] as number);
      left[word] = both;
      some |= both;
    }
    if (some === 0) return NONE;
  }
  const masks: number[] = [];
  for (let mask = 1; mask < 256; mask += 1) {
    if ((((left[mask >> 5] as number) >>> (mask & 31)) & 1) === 1) masks.push(mask);
  }
  return masks;
}
