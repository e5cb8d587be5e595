declare module 'lz4js' {
  /** One LZ4 frame. */
  export function compress(source: Uint8Array, maxSizeBytes?: number): Uint8Array;
  /** @throws for bytes that are no LZ4 frame. */
  export function decompress(source: Uint8Array, maxSizeBytes?: number): Uint8Array;
}
