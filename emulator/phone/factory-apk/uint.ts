/** Four bytes, the lowest first. */
export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

/** Eight bytes, the lowest first. */
export function uint64(value: number): Buffer {
  return Buffer.concat([uint32(value), uint32(0)]);
}
