import assert from 'node:assert/strict';
import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { decodeBytes } from '../../src/decode/decode.ts';
import { walkLayers } from '../../src/decode/layer.ts';

/** One encoding: what it takes, what it gives. Text encodings can only be applied to text. */
interface Encoding {
  readonly name: string;
  readonly takes: 'text' | 'bytes';
  readonly gives: 'text' | 'bytes';
  encode(bytes: Buffer): Buffer;
}

const ENCODINGS: readonly Encoding[] = [
  text('base64', (bytes) => bytes.toString('base64'), 'bytes'),
  text('base64 without padding', (bytes) => bytes.toString('base64').replace(/=+$/, ''), 'bytes'),
  text('base64url', (bytes) => bytes.toString('base64url'), 'bytes'),
  text('wrapped base64', (bytes) => bytes.toString('base64').replace(/.{76}/g, '$&\r\n'), 'bytes'),
  text('base64 in a sentence', (bytes) => `payload: ${bytes.toString('base64')}; done`, 'bytes'),
  text('hex', (bytes) => bytes.toString('hex'), 'bytes'),
  text('percent', (bytes) => encodeURIComponent(bytes.toString())),
  text('percent, every byte', (bytes) => [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''), 'bytes'),
  text('form', (bytes) => `crc=-1&data_list=${encodeURIComponent(bytes.toString())}&gzip=1`),
  text('query', (bytes) => `https://collector.example/sa?project=p&data=${encodeURIComponent(bytes.toString())}`),
  text('json', (bytes) => JSON.stringify([{ time: 1_588_240_000_000, properties: { url: bytes.toString() } }])),
  text('json string', (bytes) => JSON.stringify(bytes.toString())),
  { name: 'gzip', takes: 'bytes', gives: 'bytes', encode: (bytes) => gzipSync(bytes) },
  { name: 'zlib', takes: 'bytes', gives: 'bytes', encode: (bytes) => deflateSync(bytes) },
];

function text(name: string, encode: (bytes: Buffer) => string, takes: 'text' | 'bytes' = 'text'): Encoding {
  return { name, takes, gives: 'text', encode: (bytes) => Buffer.from(encode(bytes)) };
}

const canary = fc.string({ unit: fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz0123456789')), minLength: 12, maxLength: 12 }).map((random) => `zq7x${random}`);
const sentence = fc.tuple(fc.string({ unit: 'grapheme', maxLength: 30 }), canary, fc.string({ maxLength: 30 })).map(([before, value, after]) => ({
  value,
  text: `${before} ${value} ${after}`.replace(/[\u0000-\u001f\u007f]/g, '.'),
}));

describe('decoding, as a property', () => {
  it('finds what was encoded under any stack of up to six encodings', () => {
    fc.assert(
      fc.property(sentence, fc.array(fc.constantFrom(...ENCODINGS), { maxLength: 6 }), (secret, wanted) => {
        const stack = applicable(wanted);
        const encoded = stack.reduce<Buffer>((bytes, encoding) => encoding.encode(bytes), Buffer.from(secret.text));

        const layers = [...walkLayers([decodeBytes(encoded)])];

        assert.ok(layers.some(({ bytes }) => bytes.includes(secret.text)), stack.map(({ name }) => name).join(' > '));
      }),
      { numRuns: 1500 },
    );
  });

  it('finds a bare canary just as well', () => {
    fc.assert(
      fc.property(canary, fc.array(fc.constantFrom(...ENCODINGS), { maxLength: 6 }), (value, wanted) => {
        const encoded = applicable(wanted).reduce<Buffer>((bytes, encoding) => encoding.encode(bytes), Buffer.from(value));

        const layers = [...walkLayers([decodeBytes(encoded)])];

        assert.ok(layers.some(({ bytes }) => bytes.includes(value)), applicable(wanted).map(({ name }) => name).join(' > '));
      }),
      { numRuns: 1000 },
    );
  });

  it('never throws, and keeps the bytes it was given', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom('', '\x1f\x8b\x08', '\x78\x9c', '{"a":', 'a=%', '\xff\xfe'), (bytes, start) => {
        const given = Buffer.concat([Buffer.from(start, 'latin1'), bytes]);

        assert.deepEqual(decodeBytes(given).bytes, given);
      }),
    );
  });
});

// Drops the encodings of text that would stand on bytes.
function applicable(wanted: readonly Encoding[]): readonly Encoding[] {
  let kind: 'text' | 'bytes' = 'text';
  return wanted.filter((encoding) => {
    if (encoding.takes === 'text' && kind === 'bytes') return false;
    kind = encoding.gives;
    return true;
  });
}
