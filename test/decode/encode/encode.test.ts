import assert from 'node:assert/strict';
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { decode as messagePackDecode } from '@msgpack/msgpack';
import { DOMParser } from '@xmldom/xmldom';
import { decode as cborDecode } from 'cborg';
import { decompress as zstdDecompress } from 'fzstd';
import { decompress as lz4Decompress } from 'lz4js';
import { uncompress as snappyUncompress } from 'snappyjs';
import { randomCore } from './cores.ts';
import { kindAfter } from './encoding.ts';
import { Random } from './random.ts';
import { ENCODINGS, encode, kindOf, randomStack } from './stack.ts';
import { base32 } from './places.ts';

/** How somebody else reads each encoding: whether the value is in it. */
const READ: Readonly<Record<string, (encoded: Buffer, value: Buffer) => boolean>> = {
  percent: (encoded, value) => {
    let text = encoded.toString('latin1');
    for (let round = 0; round < 3; round += 1) {
      text = unpercent(text);
      if (text === value.toString('latin1')) return true;
    }
    return false;
  },
  base64: (encoded, value) => Buffer.from(encoded.toString(), 'base64').equals(value),
  base64url: (encoded, value) => Buffer.from(encoded.toString(), 'base64url').equals(value),
  'base64 in text': (encoded, value) => {
    const [, run = ''] = /: (\S+);/.exec(encoded.toString()) ?? [];
    return [0, 1, 2, 3].some((glued) => Buffer.from(run.slice(glued), 'base64').equals(value));
  },
  hex: (encoded, value) => Buffer.from(encoded.toString(), 'hex').equals(value),
  jwt: (encoded, value) => Object.values(JSON.parse(Buffer.from(encoded.toString().split('.')[1] ?? '', 'base64url').toString()) as object).includes(value.toString()),
  reversed: (encoded, value) => Array.from(encoded.toString()).reverse().join('') === value.toString(),
  xor: (encoded, value) => encoded.every((byte, at) => (byte ^ (encoded[0] ?? 0)) === ((value[at] ?? 0) ^ (value[0] ?? 0))),
  'utf-16 with mark': (encoded, value) => new TextDecoder(encoded[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(encoded) === value.toString(),
  'utf-16': (encoded, value) => ['utf-16le', 'utf-16be'].some((name) => new TextDecoder(name).decode(encoded) === value.toString()),
  gzip: (encoded, value) => gunzipSync(encoded).equals(value),
  zlib: (encoded, value) => inflateSync(encoded).equals(value),
  zstd: (encoded, value) => Buffer.from(zstdDecompress(encoded)).equals(value),
  'lz4 frame': (encoded, value) => Buffer.from(lz4Decompress(encoded)).equals(value),
  'snappy frame': (encoded, value) => snappyChunks(encoded).equals(value),
  'raw deflate': (encoded, value) => inflateRawSync(encoded).equals(value),
  brotli: (encoded, value) => brotliDecompressSync(encoded).equals(value),
  form: (encoded, value) => unpercent(encoded.toString('latin1').replaceAll('+', ' ').split('&').find((pair) => pair.startsWith('data_list='))?.slice(10) ?? '') === value.toString('latin1'),
  multipart: (encoded, value) => encoded.includes(Buffer.concat([Buffer.from('\r\n\r\n'), value, Buffer.from('\r\n--')])),
  json: (encoded, value) => holds(JSON.parse(encoded.toString()), value),
  'json in a json string': (encoded, value) => holds(JSON.parse(encoded.toString()), value),
  ndjson: (encoded, value) => encoded.toString().split('\n').some((line) => line !== '' && holds(JSON.parse(line), value)),
  xml: (encoded, value) => {
    const event = new DOMParser().parseFromString(encoded.toString(), 'text/xml').getElementsByTagName('event')[0];
    return [event?.textContent, event?.getAttribute('url')].includes(value.toString());
  },
  protobuf: (encoded, value) => messageHolds(encoded, value),
  messagepack: (encoded, value) => holds(messagePackDecode(encoded), value),
  cbor: (encoded, value) => holds(cborDecode(encoded), value),
};

describe('the generator of encodings', () => {
  for (const encoding of ENCODINGS) {
    it(`writes ${encoding.name} as others read it`, async () => {
      const read = READ[encoding.name];
      assert.ok(read !== undefined, 'no independent reader');
      const random = new Random(5);
      for (let round = 0; round < 30; round += 1) {
        const kind = random.pick(encoding.takes);
        const value = kind === 'text' ? Buffer.from(randomCore(random).text) : random.bytes(random.between(1, 200));

        const { bytes, as } = await encoding.encode(value, new Random(random.seed()));

        assert.ok(read(bytes, value), `${as} of ${kind}`);
        if (kindAfter(encoding, kind) === 'text') assert.ok(Buffer.from(bytes.toString()).equals(bytes), `${as} is no text`);
      }
    });
  }

  it('gives the same bytes for the same seed, and stacks of the depth asked for', async () => {
    const one = await encode('zq7xabcdefghijkl', randomStack(new Random(7), 6));
    const other = await encode('zq7xabcdefghijkl', randomStack(new Random(7), 6));

    assert.deepEqual(one, other);
    assert.equal(one.as.split(' > ').length, 6);
  });

  it('stays affordable six encodings deep', async () => {
    const random = new Random(11);
    for (let round = 0; round < 100; round += 1) {
      const stack = randomStack(random, 6);
      const { bytes, as } = await encode(randomCore(random).text, stack);
      assert.ok(bytes.length < 300_000, `${bytes.length} bytes of ${kindOf(stack)}: ${as}`);
    }
  });

  it('writes base32 as RFC 4648 does', () => {
    assert.equal(base32(Buffer.from('foobar')), 'mzxw6ytboi');
  });
});

function holds(node: unknown, value: Buffer): boolean {
  if (typeof node === 'string') {
    if (Buffer.from(node).equals(value)) return true;
    return /^[[{]/.test(node) && isJson(node) && holds(JSON.parse(node), value);
  }
  if (node instanceof Uint8Array) return value.equals(node);
  return typeof node === 'object' && node !== null && Object.values(node).some((child) => holds(child, value));
}

/** decodeURIComponent refuses what is no UTF-8; this one gives each byte as a character. */
function unpercent(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function messageHolds(encoded: Buffer, value: Buffer): boolean {
  try {
    const reader = new BinaryReader(encoded);
    while (reader.pos < reader.len) {
      const [, type] = reader.tag();
      if (type !== WireType.LengthDelimited) reader.skip(type);
      else {
        const bytes = Buffer.from(reader.bytes());
        if (bytes.equals(value) || messageHolds(bytes, value)) return true;
      }
    }
  } catch {
    // Not a message: a field that is something else.
  }
  return false;
}

function snappyChunks(encoded: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 10; at < encoded.length; ) {
    const length = encoded.readUIntLE(at + 1, 3);
    const data = encoded.subarray(at + 8, at + 4 + length);
    chunks.push(encoded[at] === 0 ? Buffer.from(snappyUncompress(data)) : data);
    at += 4 + length;
  }
  return Buffer.concat(chunks);
}
