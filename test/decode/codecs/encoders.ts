import { createRequire } from 'node:module';
import { zstdCompress } from 'http-encoding';

// Neither library brings types; both are the independent side of these tests.
const load = createRequire(import.meta.url);
const lz4 = load('lz4js') as { compress(bytes: Uint8Array): Uint8Array };
const snappy = load('snappyjs') as { compress(bytes: Buffer): Buffer };

/** An LZ4 frame, as lz4js writes it. */
export function lz4Frame(bytes: Buffer): Buffer {
  return Buffer.from(lz4.compress(bytes));
}

/** A block of snappy without a frame, as snappyjs writes it. */
export function snappyBlock(bytes: Buffer): Buffer {
  return Buffer.from(snappy.compress(bytes));
}

/** A zstd frame, as the reference implementation writes it. Levels above 3 exhaust its heap. */
export async function zstdFrame(bytes: Buffer): Promise<Buffer> {
  return Buffer.from(await zstdCompress(bytes, 3));
}

/** A snappy frame: its first chunk, then one chunk for every 64 KiB, compressed or as it stands. */
export function snappyFrame(bytes: Buffer, kind: 'compressed' | 'stored' = 'compressed'): Buffer {
  const chunks: Buffer[] = [Buffer.from('ff060000734e61507059', 'hex')];
  for (let at = 0; at < bytes.length; at += 65_536) chunks.push(snappyChunk(bytes.subarray(at, at + 65_536), kind));
  return Buffer.concat(chunks);
}

/** One chunk of a snappy frame. */
export function snappyChunk(content: Buffer, kind: 'compressed' | 'stored'): Buffer {
  const data = kind === 'compressed' ? snappyBlock(content) : content;
  const header = Buffer.alloc(8);
  header[0] = kind === 'compressed' ? 0 : 1;
  header.writeUIntLE(data.length + 4, 1, 3);
  header.writeUInt32LE(maskedCrc(content), 4);
  return Buffer.concat([header, data]);
}

/** CRC-32C as a snappy frame stores it, bit by bit. */
export function maskedCrc(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  const plain = ~crc >>> 0;
  return (((plain >>> 15) | (plain << 17)) + 0xa282ead8) >>> 0;
}
