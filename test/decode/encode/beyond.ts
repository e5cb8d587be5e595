import { createCipheriv } from 'node:crypto';
import { brotliCompressSync, deflateRawSync, gzipSync } from 'node:zlib';
import { encode as messagePackEncode } from '@msgpack/msgpack';
import JSZip from 'jszip';
import { compress as snappyCompress } from 'snappyjs';
import { ANY, TEXT } from './encoding.ts';
import type { Encoding } from './encoding.ts';
import { base32 } from './places.ts';
import type { Random } from './random.ts';

type Bytes = (bytes: Buffer, random: Random) => Buffer;
type Text = (bytes: Buffer, random: Random) => string;

/** Encodings that are not promised: recall on them is measured and said, one kind at a time. */
export const BEYOND: readonly Encoding[] = [
  binary('xor with a key of four bytes', (bytes, random) => xored(bytes, random.bytes(4))),
  binary('xor of raw deflate', (bytes, random) => xored(deflateRawSync(bytes), Buffer.of(random.between(1, 255)))),
  binary('xor of messagepack', (bytes, random) => xored(Buffer.from(messagePackEncode({ v: bytes.toString(), n: 1 })), Buffer.of(random.between(1, 255)))),
  binary('brotli of raw deflate', (bytes) => brotliCompressSync(deflateRawSync(bytes))),
  binary('reversed gzip', (bytes) => gzipSync(bytes).reverse()),
  binary('gzip behind a header of its own', (bytes, random) => Buffer.concat([Buffer.from('MiP1'), random.bytes(4), gzipSync(bytes)])),
  binary('raw deflate behind a header of its own', (bytes, random) => Buffer.concat([Buffer.from('MiP1'), random.bytes(4), deflateRawSync(bytes)])),
  { name: 'ZIP archive', takes: ANY, gives: 'marked', encode: async (bytes, random) => ({ as: 'ZIP archive', bytes: await zipped(bytes, random) }) },
  binary('snappy block', (bytes) => Buffer.from(snappyCompress(bytes))),
  binary('swapped nibbles', (bytes) => Buffer.from(bytes.map((byte) => ((byte << 4) | (byte >> 4)) & 0xff))),
  binary('each byte plus a number', (bytes) => Buffer.from(bytes.map((byte) => byte + 13))),
  binary('aes-128-cbc', (bytes, random) => {
    const cipher = createCipheriv('aes-128-cbc', random.bytes(16), random.bytes(16));
    return Buffer.concat([cipher.update(bytes), cipher.final()]);
  }),
  textual('rot13', (bytes) => bytes.toString().replace(/[a-z]/gi, (letter) => String.fromCharCode((letter <= 'Z' ? 90 : 122) >= letter.charCodeAt(0) + 13 ? letter.charCodeAt(0) + 13 : letter.charCodeAt(0) - 13))),
  textual('base64 with a shuffled alphabet', (bytes) => bytes.toString('base64').replace(/[a-z]/gi, (letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()))),
  textual('base32', (bytes) => base32(bytes).toUpperCase()),
  textual('base58', (bytes) => base58(bytes)),
  textual('base85', (bytes) => base85(bytes)),
  textual('uuencode', (bytes) => uuencode(bytes)),
  textual('quoted-printable', (bytes) => quotedPrintable(bytes)),
  textual('decimal numbers', (bytes) => Array.from(bytes).join(',')),
  textual('hex with spaces', (bytes) => bytes.toString('hex').replace(/..(?=.)/g, '$& ')),
  textual('hex as \\x escapes', (bytes) => bytes.toString('hex').replace(/../g, '\\x$&')),
  textual('pieces of five characters', (bytes) => JSON.stringify(bytes.toString().match(/[^]{1,5}/g))),
];

function binary(name: string, encode: Bytes): Encoding {
  return { name, takes: TEXT, gives: 'unmarked', encode: (bytes, random) => ({ as: name, bytes: encode(bytes, random) }) };
}

function textual(name: string, encode: Text): Encoding {
  return { name, takes: ANY, gives: 'text', encode: (bytes, random) => ({ as: name, bytes: Buffer.from(encode(bytes, random)) }) };
}

async function zipped(bytes: Buffer, random: Random): Promise<Buffer> {
  const files = new JSZip();
  for (const name of [random.word(), random.word()]) files.file(`${name}.log`, bytes);
  return files.generateAsync({ type: 'nodebuffer', compression: random.pick(['STORE', 'DEFLATE']), streamFiles: random.below(2) === 0 });
}

function xored(bytes: Buffer, key: Buffer): Buffer {
  return Buffer.from(bytes.map((byte, at) => byte ^ (key[at % key.length] ?? 0)));
}

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

function base58(bytes: Buffer): string {
  let text = '';
  for (let number = BigInt(`0x01${bytes.toString('hex')}`); number > 0n; number /= 58n) text = (BASE58[Number(number % 58n)] ?? '') + text;
  return text;
}

function base85(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4) {
    let word = Buffer.concat([bytes.subarray(at, at + 4), Buffer.alloc(4)]).readUInt32BE(0);
    let group = '';
    for (let digit = 0; digit < 5; digit += 1) {
      group = String.fromCharCode(33 + (word % 85)) + group;
      word = Math.floor(word / 85);
    }
    text += group;
  }
  return text;
}

function uuencode(bytes: Buffer): string {
  const character = (value: number): string => (value === 0 ? '`' : String.fromCharCode(32 + value));
  const lines: string[] = ['begin 644 data'];
  for (let at = 0; at < bytes.length; at += 45) {
    const line = bytes.subarray(at, at + 45);
    let text = character(line.length);
    for (let index = 0; index < line.length; index += 3) {
      const word = ((line[index] ?? 0) << 16) | ((line[index + 1] ?? 0) << 8) | (line[index + 2] ?? 0);
      text += [18, 12, 6, 0].map((shift) => character((word >> shift) & 63)).join('');
    }
    lines.push(text);
  }
  return [...lines, '`', 'end', ''].join('\n');
}

function quotedPrintable(bytes: Buffer): string {
  const text = Array.from(bytes, (byte) => (byte >= 33 && byte <= 126 && byte !== 61 ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`)).join('');
  return text.replace(/.{70}/g, '$&=\r\n');
}
