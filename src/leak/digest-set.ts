import { hash } from 'node:crypto';

/** Digests that are searched for. */
export const ALGORITHMS = ['md5', 'sha1', 'sha256'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** Digests by their index, from 0, in one array of bytes. */
export class DigestSet {
  #bytes = Buffer.alloc(4096);
  #used = 0;
  readonly #starts: number[] = [];
  readonly #lengths: number[] = [];

  get size(): number {
    return this.#starts.length;
  }

  /** Adds a digest and returns its index. */
  add(digest: Uint8Array): number {
    if (this.#used + digest.length > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(this.#bytes.length)]);
    this.#bytes.set(digest, this.#used);
    this.#starts.push(this.#used);
    this.#lengths.push(digest.length);
    this.#used += digest.length;
    return this.#starts.length - 1;
  }

  /** The bytes of a digest; a view. */
  bytesOf(index: number): Buffer {
    const start = this.#starts[index] ?? 0;
    return this.#bytes.subarray(start, start + this.lengthOf(index));
  }

  lengthOf(index: number): number {
    return this.#lengths[index] ?? 0;
  }

  /** Value, 0 to 15, of a hexadecimal digit of a digest. */
  digitOf(index: number, digit: number): number {
    const byte = this.#bytes[(this.#starts[index] as number) + (digit >>> 1)] as number;
    return (digit & 1) === 0 ? byte >>> 4 : byte & 15;
  }
}

/** The digest of a text in UTF-8. */
export function digestOf(algorithm: Algorithm, text: string): Buffer {
  return Buffer.from(hash(algorithm, text, 'hex'), 'hex');
}

/**
 * The UUID that `java.util.UUID.nameUUIDFromBytes` makes of a text: its MD5 with the marks of version 3 and of the variant
 * (RFC 4122, section 4.3).
 */
export function nameUuidOf(md5: Uint8Array): Buffer {
  const uuid = Buffer.from(md5);
  uuid[6] = ((uuid[6] ?? 0) & 0x0f) | 0x30;
  uuid[8] = ((uuid[8] ?? 0) & 0x3f) | 0x80;
  return uuid;
}
