import { CorruptError } from './corrupt-error.ts';

// Bits that fit one read of four bytes wherever they begin in a byte.
const MAX_READ_BITS = 25;

/** Bits of a zstd stream, read from its end: the highest bit of the last byte marks where they begin (RFC 8878, 4.1). */
export class BackwardBits {
  readonly #bytes: Buffer;
  /** Bits not read yet; below zero once more was read than there is. */
  left: number;

  constructor(bytes: Buffer) {
    const last = bytes[bytes.length - 1] ?? 0;
    if (last === 0) throw new CorruptError();
    this.#bytes = bytes;
    this.left = bytes.length * 8 - 1 - Math.clz32(last) + 24;
  }

  /** The next bits as a number; zeros where there are none left, which `left` tells. */
  read(count: number): number {
    if (count > MAX_READ_BITS) return this.read(count - 16) * 2 ** 16 + this.read(16);
    this.left -= count;
    return this.#at(this.left, count);
  }

  /** The next bits, to be read again. */
  peek(count: number): number {
    return this.#at(this.left - count, count);
  }

  #at(position: number, count: number): number {
    if (position < 0) {
      // Only the bits at and above zero exist; those below are zeros.
      const existing = position + count;
      return existing <= 0 ? 0 : this.#at(0, existing) << -position;
    }
    const byte = position >> 3;
    const bytes = this.#bytes;
    const word = (bytes[byte] ?? 0) | ((bytes[byte + 1] ?? 0) << 8) | ((bytes[byte + 2] ?? 0) << 16) | ((bytes[byte + 3] ?? 0) << 24);
    return (word >>> (position & 7)) & ((1 << count) - 1);
  }
}
