/**
 * Room that is kept between calls, with a view of each length that was asked for: making a view costs more than filling one as
 * short as a digest. What stands in it is gone with the next call.
 */
export class KeptBytes {
  readonly bytes: Buffer;
  readonly #views: (Buffer | undefined)[] = [];

  constructor(byteCount: number) {
    this.bytes = Buffer.alloc(byteCount);
  }

  /** The first bytes, as many as that. */
  first(count: number): Buffer {
    return (this.#views[count] ??= this.bytes.subarray(0, count));
  }
}
