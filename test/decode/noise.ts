import { createHash } from 'node:crypto';

/** Bytes without any order in them, the same for the same seed: what passes for something once in a million tries passes always or never. */
export function noise(byteCount: number, seed: string): Buffer {
  const blocks: Buffer[] = [];
  for (let block = 0; block * 32 < byteCount; block += 1) blocks.push(createHash('sha256').update(`${seed} ${block}`).digest());
  return Buffer.concat(blocks).subarray(0, byteCount);
}
