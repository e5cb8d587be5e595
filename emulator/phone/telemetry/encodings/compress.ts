import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { zstdCompress } from 'http-encoding';
import lz4 from 'lz4js';
import snappy from 'snappyjs';

const SNAPPY_STREAM_IDENTIFIER = Buffer.from([0xff, 0x06, 0x00, 0x00, 0x73, 0x4e, 0x61, 0x50, 0x70, 0x59]);
// A frame holds at most so many bytes before compression (google/snappy, framing_format.txt).
const SNAPPY_CHUNK_BYTES = 65_536;
const CRC32C_POLYNOMIAL = 0x82f63b78;
const ZSTD_LEVEL = 3;

/** Compresses bytes in one of the formats apps use; undefined when the name is none of them. */
export async function compress(name: string, bytes: Buffer): Promise<Buffer | undefined> {
  switch (name) {
    case 'gzip':
      return gzipSync(bytes);
    case 'zlib':
      return deflateSync(bytes);
    case 'deflate':
      return deflateRawSync(bytes);
    case 'brotli':
      return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
    case 'zstd':
      return Buffer.from(await zstdCompress(bytes, ZSTD_LEVEL));
    case 'lz4':
      return Buffer.from(lz4.compress(bytes));
    case 'snappy':
      return snappyFrames(bytes);
    default:
      return undefined;
  }
}

/** The framing format: a stream identifier, then compressed chunks with their masked CRC-32C. */
function snappyFrames(bytes: Buffer): Buffer {
  const frames = [SNAPPY_STREAM_IDENTIFIER];
  for (let at = 0; at < bytes.length; at += SNAPPY_CHUNK_BYTES) {
    const chunk = bytes.subarray(at, at + SNAPPY_CHUNK_BYTES);
    const compressed = snappy.compress(new Uint8Array(chunk));
    const header = Buffer.alloc(8);
    header.writeUIntLE(compressed.length + 4, 1, 3);
    header.writeUInt32LE(maskedCrc32c(chunk), 4);
    frames.push(header, Buffer.from(compressed));
  }
  return Buffer.concat(frames);
}

function maskedCrc32c(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ CRC32C_POLYNOMIAL : crc >>> 1;
  }
  const value = (crc ^ 0xffffffff) >>> 0;
  return (((value >>> 15) | (value << 17)) + 0xa282ead8) >>> 0;
}
