/** Lower case of ASCII letters; every other byte is itself. */
export const FOLD = foldTable();

function foldTable(): Uint8Array {
  const table = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte += 1) table[byte] = byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte;
  return table;
}

/**
 * Byte patterns gathered for one search, in flat arrays: hundreds of thousands of them (every digest of every spelling of
 * ten thousand values) cost as many bytes, not as many objects.
 */
export class PatternSet {
  #bytes = new Uint8Array(4096);
  #used = 0;
  readonly #starts: number[] = [];
  readonly #lengths: number[] = [];
  readonly #exact: boolean[] = [];

  /** Number of patterns; they are known by their index, from 0, in the order they were added. */
  get size(): number {
    return this.#starts.length;
  }

  /** Adds a pattern of at least one byte and returns its index. Unless the case is exact, ASCII letters match in either. */
  add(pattern: Uint8Array, isExactCase: boolean): number {
    this.#makeRoom(pattern.length);
    const start = this.#used;
    for (let at = 0; at < pattern.length; at += 1) {
      const byte = pattern[at] as number;
      this.#bytes[start + at] = isExactCase ? byte : (FOLD[byte] as number);
    }
    this.#used += pattern.length;
    this.#starts.push(start);
    this.#lengths.push(pattern.length);
    this.#exact.push(isExactCase);
    return this.#starts.length - 1;
  }

  lengthOf(index: number): number {
    return this.#lengths[index] ?? 0;
  }

  /** The byte of a pattern; letters of patterns that match in either case are small. */
  byteOf(index: number, at: number): number {
    return this.#bytes[(this.#starts[index] as number) + at] as number;
  }

  /** Whether the pattern stands at a place of some bytes. */
  standsAt(index: number, bytes: Uint8Array, at: number): boolean {
    const length = this.#lengths[index] as number;
    if (at < 0 || at + length > bytes.length) return false;
    const start = this.#starts[index] as number;
    if (this.#exact[index] === true) {
      for (let step = 0; step < length; step += 1) if (bytes[at + step] !== this.#bytes[start + step]) return false;
      return true;
    }
    for (let step = 0; step < length; step += 1) if (FOLD[bytes[at + step] as number] !== this.#bytes[start + step]) return false;
    return true;
  }

  #makeRoom(more: number): void {
    if (this.#used + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#used + more));
    larger.set(this.#bytes.subarray(0, this.#used));
    this.#bytes = larger;
  }
}
