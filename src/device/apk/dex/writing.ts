import { createHash } from 'node:crypto';
import type { DexTables } from './dex-tables.ts';

const FIRST_BYTES = 4096;

/** What is written down of a class, to be digested in one go. */
export class Writing {
  readonly #dex: DexTables;
  #buffer = Buffer.alloc(FIRST_BYTES);
  #length = 0;

  constructor(dex: DexTables) {
    this.#dex = dex;
  }

  number(value: number): void {
    this.#room(8);
    this.#length = this.#buffer.writeDoubleLE(value, this.#length);
  }

  token(token: Buffer): void {
    this.part(token, 0, token.length);
  }

  /** Bytes whose length follows from what was written before. */
  part(bytes: Buffer, from: number, to: number): void {
    this.#room(to - from);
    this.#length += bytes.copy(this.#buffer, this.#length, from, to);
  }

  /** Bytes behind their length. */
  bytes(bytes: Buffer): void {
    this.number(bytes.length);
    this.token(bytes);
  }

  /** SHA-256 of all that was written. */
  digest(): Buffer {
    return createHash('sha256').update(this.#buffer.subarray(0, this.#length)).digest();
  }

  #room(byteCount: number): void {
    this.#dex.work(byteCount);
    if (this.#length + byteCount <= this.#buffer.length) return;
    const larger = Buffer.alloc(Math.max(this.#buffer.length * 2, this.#length + byteCount));
    this.#buffer.copy(larger);
    this.#buffer = larger;
  }
}
