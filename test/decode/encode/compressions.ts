import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { zstdCompress } from 'http-encoding';
import { compress as lz4Compress } from 'lz4js';
import { compress as snappyCompress } from 'snappyjs';
import { ANY } from './encoding.ts';
import type { Encoded, Encoding, Kind } from './encoding.ts';
import type { Random } from './random.ts';

/** A codec without a magic number is a guess, and what a guess gives has to be recognisable without another guess. */
const NOT_UNMARKED: readonly Kind[] = ['text', 'marked', 'structured'];

/** Compressions; those without a magic number give bytes that nothing announces. */
export const COMPRESSIONS: readonly Encoding[] = [
  { name: 'gzip', takes: ANY, gives: 'marked', encode: gzip },
  { name: 'zlib', takes: ANY, gives: 'marked', encode: (bytes, random) => levelled('zlib', random, (level) => deflateSync(bytes, { level })) },
  { name: 'zstd', takes: ANY, gives: 'marked', encode: zstd },
  { name: 'lz4 frame', takes: ANY, gives: 'marked', encode: (bytes) => ({ as: 'lz4 frame', bytes: Buffer.from(lz4Compress(bytes)) }) },
  { name: 'snappy frame', takes: ANY, gives: 'marked', encode: (bytes, random) => ({ as: 'snappy frame', bytes: snappyFrame(bytes, random) }) },
  { name: 'raw deflate', takes: NOT_UNMARKED, gives: 'unmarked', encode: (bytes, random) => levelled('raw deflate', random, (level) => deflateRawSync(bytes, { level })) },
  { name: 'brotli', takes: NOT_UNMARKED, gives: 'unmarked', encode: brotli },
];

function levelled(name: string, random: Random, compress: (level: number) => Buffer): Encoded {
  const level = random.pick([1, 6, 9]);
  return { as: `${name} -${level}`, bytes: compress(level) };
}

/** Sometimes with the file name that gzip(1) writes (RFC 1952, FNAME), sometimes in two members. */
function gzip(bytes: Buffer, random: Random): Encoded {
  const variant = random.pick(['plain', 'plain', 'named', 'two members'] as const);
  if (variant === 'plain') return levelled('gzip', random, (level) => gzipSync(bytes, { level }));
  if (variant === 'two members') {
    const cut = random.below(bytes.length + 1);
    return { as: `gzip in two members at ${cut}`, bytes: Buffer.concat([gzipSync(bytes.subarray(0, cut)), gzipSync(bytes.subarray(cut))]) };
  }
  const member = gzipSync(bytes);
  member[3] = 8;
  return { as: 'gzip with a file name', bytes: Buffer.concat([member.subarray(0, 10), Buffer.from(`${random.word()}.json\0`), member.subarray(10)]) };
}

async function zstd(bytes: Buffer, random: Random): Promise<Encoded> {
  const level = random.pick([1, 3, 9]);
  return { as: `zstd -${level}`, bytes: Buffer.from(await zstdCompress(bytes, level)) };
}

function brotli(bytes: Buffer, random: Random): Encoded {
  const quality = random.pick([1, 5, 11]);
  return { as: `brotli -${quality}`, bytes: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }) };
}

const SNAPPY_START = Buffer.from('\xff\x06\x00\x00sNaPpY', 'latin1');
const CRC32C = crc32cTable();

/** The framing format of google/snappy: a stream identifier, then chunks of at most 64 KiB, compressed or as they stand. */
export function snappyFrame(bytes: Buffer, random: Random): Buffer {
  const chunks: Buffer[] = [SNAPPY_START];
  for (let at = 0; at < bytes.length || at === 0; at += 65_536) {
    const plain = bytes.subarray(at, at + 65_536);
    const isCompressed = random.chance(0.8);
    const data = isCompressed ? Buffer.from(snappyCompress(plain)) : plain;
    const head = Buffer.alloc(8);
    head.writeUInt8(isCompressed ? 0 : 1, 0);
    head.writeUIntLE(data.length + 4, 1, 3);
    head.writeUInt32LE(maskedCrc32c(plain), 4);
    chunks.push(head, data);
  }
  return Buffer.concat(chunks);
}

function maskedCrc32c(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC32C[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  crc = ~crc >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

function crc32cTable(): Uint32Array {
  return new Uint32Array(256).map((_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
    return value;
  });
}
