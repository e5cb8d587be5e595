import type { Readable } from 'node:stream';

/** Reads exact numbers of bytes from a stream. */
export class ByteReader {
  readonly #iterator: AsyncIterator<unknown>;
  #buffered: Buffer = Buffer.alloc(0);

  constructor(stream: Readable) {
    this.#iterator = stream[Symbol.asyncIterator]();
  }

  /** The next bytes, exactly that many; undefined when the stream ends before. */
  async take(byteCount: number): Promise<Buffer | undefined> {
    const chunks = [this.#buffered];
    let available = this.#buffered.length;
    while (available < byteCount) {
      const next = await this.#iterator.next();
      if (next.done === true) return undefined;
      if (!Buffer.isBuffer(next.value)) throw new Error('Reading from a stream: found no bytes, expected a stream of buffers.');
      chunks.push(next.value);
      available += next.value.length;
    }
    const bytes = chunks.length === 1 ? this.#buffered : Buffer.concat(chunks);
    this.#buffered = bytes.subarray(byteCount);
    return bytes.subarray(0, byteCount);
  }
}
