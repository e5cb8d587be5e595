// Small enough to come out of the pool of Buffer: most attempts write little.
const FIRST_BYTES = 1024;
// Below this many bytes a loop is quicker than a call of copyWithin.
const SHORT_COPY_BYTES = 24;

/** Output of a decompressor: grows as it is written, never beyond its allowance; what does not fit is left out, and `hasOverflowed` says so. */
export class BoundedOutput {
  readonly #allowance: number;
  #buffer: Buffer;
  length = 0;
  #overflowed = false;

  constructor(allowanceBytes: number, firstBytes = FIRST_BYTES) {
    this.#allowance = Math.max(0, allowanceBytes);
    this.#buffer = Buffer.allocUnsafe(Math.min(this.#allowance, firstBytes));
  }

  /** Writes one byte. */
  push(byte: number): void {
    if (this.length >= this.#buffer.length && this.#room(1) === 0) return;
    this.#buffer[this.length] = byte;
    this.length += 1;
  }

  /** Writes the bytes of a source from start to end. */
  append(source: Uint8Array, start = 0, end = source.length): void {
    const count = this.#room(end - start);
    if (count < SHORT_COPY_BYTES) {
      for (let index = 0; index < count; index += 1) this.#buffer[this.length + index] = source[start + index] ?? 0;
    } else {
      this.#buffer.set(source.subarray(start, start + count), this.length);
    }
    this.length += count;
  }

  /** Writes the same byte so many times. */
  fill(byte: number, wanted: number): void {
    const count = this.#room(wanted);
    this.#buffer.fill(byte, this.length, this.length + count);
    this.length += count;
  }

  /** Repeats what was written so many bytes ago; the copy may run into itself. The distance must not be 0 nor reach before the first byte. */
  repeat(distance: number, wanted: number): void {
    const count = this.#room(wanted);
    const to = this.length;
    if (count < SHORT_COPY_BYTES) {
      for (let index = to; index < to + count; index += 1) this.#buffer[index] = this.#buffer[index - distance] ?? 0;
    } else {
      // Each turn doubles what can be copied at once.
      for (let done = 0; done < count;) {
        const step = Math.min(count - done, distance + done);
        this.#buffer.copyWithin(to + done, to - distance, to - distance + step);
        done += step;
      }
    }
    this.length += count;
  }

  /** Whether there was more to write than was allowed. */
  hasOverflowed(): boolean {
    return this.#overflowed;
  }

  /** What was written from an offset on. */
  bytes(from = 0): Buffer {
    return this.#buffer.subarray(from, this.length);
  }

  // Makes room, and says for how many bytes there is.
  #room(wanted: number): number {
    const end = this.length + wanted;
    if (end > this.#buffer.length) {
      const size = Math.min(this.#allowance, Math.max(end, this.#buffer.length * 2));
      if (size > this.#buffer.length) {
        const grown = Buffer.allocUnsafe(size);
        grown.set(this.#buffer.subarray(0, this.length));
        this.#buffer = grown;
      }
    }
    if (end <= this.#allowance) return wanted;
    this.#overflowed = true;
    return this.#allowance - this.length;
  }
}
