/** Reads on from a place in a dex file. Every read beyond the end throws. */
export class ByteCursor {
  readonly #bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  uint8(): number {
    return this.#bytes.readUInt8(this.at++);
  }

  uint16(): number {
    this.at += 2;
    return this.#bytes.readUInt16LE(this.at - 2);
  }

  uint32(): number {
    this.at += 4;
    return this.#bytes.readUInt32LE(this.at - 4);
  }

  /** `uleb128`. */
  uleb(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.uint8();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new Error('a number has too many digits');
  }

  /** `sleb128`. */
  sleb(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.uint8();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return (byte & 0x40) === 0 ? value : value - 2 ** (shift + 7);
    }
    throw new Error('a number has too many digits');
  }

  take(byteCount: number): Buffer {
    if (this.at + byteCount > this.#bytes.length) throw new Error('something reaches over the end');
    this.at += byteCount;
    return this.#bytes.subarray(this.at - byteCount, this.at);
  }
}
