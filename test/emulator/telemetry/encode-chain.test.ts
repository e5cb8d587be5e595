import assert from 'node:assert/strict';
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { BinaryReader } from '@bufbuild/protobuf/wire';
import { decompress as unzstd } from 'fzstd';
import { decode as decodeMsgpack } from '@msgpack/msgpack';
import { decode as decodeCbor } from 'cborg';
import fc from 'fast-check';
import { encodeChain, encodeChainProblem } from '../../../emulator/phone/telemetry/encode-chain.ts';

const text = (bytes: Buffer): string => bytes.toString();
const parsed = (bytes: Buffer): unknown => JSON.parse(text(bytes));
const reversed = (bytes: Buffer): Buffer => {
  const characters = Array.from(text(bytes));
  return Buffer.from(bytes).equals(Buffer.from(characters.join(''))) ? Buffer.from(characters.reverse().join('')) : Buffer.from(bytes).reverse();
};

/** Each step undone by somebody else's reader, or by hand. */
const INVERSES: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  'json': (bytes) => Buffer.from(parsed(bytes) as string),
  'json:inner': (bytes) => Buffer.from((parsed(bytes) as { inner: string }).inner),
  'form:data': (bytes) => unescapeBytes(text(bytes).replace(/^data=/, '')),
  'multipart:blob': (bytes) => bytes.subarray(bytes.indexOf('\r\n\r\n') + 4, bytes.lastIndexOf('\r\n--')),
  'xml': (bytes) => Buffer.from(text(bytes).replace(/^<data>|<\/data>$/g, '').replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')),
  'jwt': (bytes) => Buffer.from((JSON.parse(Buffer.from(text(bytes).split('.')[1]!, 'base64url').toString()) as { data: string }).data),
  'url': (bytes) => unescapeBytes(text(bytes)),
  'base64': (bytes) => Buffer.from(text(bytes), 'base64'),
  'base64:nopad': (bytes) => Buffer.from(text(bytes), 'base64'),
  'base64:wrap': (bytes) => Buffer.from(text(bytes).replaceAll('\n', ''), 'base64'),
  'base64url': (bytes) => Buffer.from(text(bytes), 'base64url'),
  'base64url:nopad': (bytes) => Buffer.from(text(bytes), 'base64url'),
  'hex': (bytes) => Buffer.from(text(bytes), 'hex'),
  'gzip': (bytes) => gunzipSync(bytes),
  'zlib': (bytes) => inflateSync(bytes),
  'deflate': (bytes) => inflateRawSync(bytes),
  'brotli': (bytes) => brotliDecompressSync(bytes),
  'zstd': (bytes) => Buffer.from(unzstd(bytes)),
  'protobuf': (bytes) => {
    const reader = new BinaryReader(bytes);
    assert.deepEqual(reader.tag(), [1, 2]);
    return Buffer.from(reader.bytes());
  },
  'msgpack': (bytes) => Buffer.from((decodeMsgpack(bytes) as { data: string | Uint8Array }).data as string),
  'cbor': (bytes) => Buffer.from((decodeCbor(bytes) as { data: string | Uint8Array }).data as string),
  'utf16': (bytes) => Buffer.from(bytes.toString('utf16le')),
  'xor:90': (bytes) => Buffer.from(bytes.map((byte) => byte ^ 90)),
  'reverse': reversed,
  'text:7': (bytes) => Buffer.from(text(bytes).replace(/^.{7}/, '').replace(/ \(end\)$/, '')),
};

async function bodyOf(value: unknown, steps: readonly string[]): Promise<Buffer> {
  const [encoded] = await encodeChain(value, steps);
  assert.ok(encoded?.place === 'body');
  return encoded.bytes;
}

describe('a chain of encodings', () => {
  it('can be undone step by step, whatever the order', async () => {
    const steps = fc
      .array(fc.constantFrom(...Object.keys(INVERSES)), { maxLength: 5 })
      .filter((rest) => encodeChainProblem(['json', ...rest]) === undefined);
    const value = fc.record({ url: fc.webUrl(), title: fc.string({ unit: 'grapheme' }), n: fc.integer() }, { noNullPrototype: true });

    await fc.assert(
      fc.asyncProperty(value, steps, async (said, rest) => {
        let bytes = await bodyOf(said, ['json', ...rest]);
        for (const step of [...rest].reverse()) bytes = INVERSES[step]!(bytes);
        assert.deepEqual(JSON.parse(bytes.toString()), said);
      }),
      { numRuns: 100 },
    );
  });

  const EVENT = { event: 'play', time: 1, song: 'Harbour & Co' };
  for (const [steps, expected] of [
    [['json:events'], '{"events":{"event":"play","time":1,"song":"Harbour & Co"}}'],
    [['ndjson'], '{"event":"play","time":1,"song":"Harbour & Co"}\n'],
    [['form'], 'event=play&time=1&song=Harbour%20%26%20Co'],
    [['xml'], '<?xml version="1.0" encoding="UTF-8"?>\n<event><event>play</event><time>1</time><song>Harbour &amp; Co</song></event>'],
    [['json', 'split:2', 'form:d'], 'd0=%7B%22event%22%3A%22play%22%2C%22time%22%3A&d1=1%2C%22song%22%3A%22Harbour%20%26%20Co%22%7D'],
    [['json', 'hex', 'split:3', 'json:p'], /^\{"p0":"7b22[0-9a-f]+","p1":"[0-9a-f]+","p2":"[0-9a-f]+7d"\}$/],
  ] as const) {
    it(`writes an event as ${steps.join(', ')}`, async () => {
      const body = (await bodyOf(EVENT, steps)).toString();

      if (typeof expected === 'string') assert.equal(body, expected);
      else assert.match(body, expected);
    });
  }

  it('writes an event as binary documents that other readers understand', async () => {
    assert.deepEqual(decodeMsgpack(await bodyOf(EVENT, ['msgpack'])), EVENT);
    assert.deepEqual(decodeCbor(await bodyOf(EVENT, ['cbor'])), EVENT);
    const reader = new BinaryReader(await bodyOf(EVENT, ['protobuf']));
    assert.deepEqual([reader.tag(), reader.string(), reader.tag(), Number(reader.int64()), reader.tag(), reader.string()], [[1, 2], 'play', [2, 0], 1, [3, 2], 'Harbour & Co']);
  });

  it('frames LZ4 and Snappy as their programs do', async () => {
    const lz4Frame = await bodyOf(EVENT, ['json', 'lz4']);
    const snappyFrame = await bodyOf(EVENT, ['json', 'snappy']);

    assert.equal(lz4Frame.readUInt32LE(0), 0x184d2204);
    assert.equal(snappyFrame.subarray(0, 10).toString('latin1'), '\xff\x06\x00\x00sNaPpY');
    // CRC-32C of "123456789" is e3069283 (RFC 3720); masked as the framing format says.
    const masked = (((0xe3069283 >>> 15) | (0xe3069283 << 17)) + 0xa282ead8) >>> 0;
    assert.equal((await bodyOf(123456789, ['json', 'snappy'])).readUInt32LE(14), masked);
  });

  it('signs a token where it is told to', async () => {
    const [unsigned, signed] = [await bodyOf(EVENT, ['jwt']), await bodyOf(EVENT, ['jwt:HS256'])].map((token) => token.toString().split('.'));

    assert.deepEqual(JSON.parse(Buffer.from(unsigned![1]!, 'base64url').toString()), EVENT);
    assert.deepEqual([unsigned![2], Buffer.from(signed![2]!, 'base64url').length], ['', 32]);
  });

  it('ends in a query, a header, a cookie, the path or the host', async () => {
    assert.deepEqual(await encodeChain({ a: 1 }, ['json', 'query:d']), [{ place: 'query', text: 'd=%7B%22a%22%3A1%7D' }]);
    assert.deepEqual(await encodeChain({ a: 1 }, ['json', 'header:x-d']), [{ place: 'header', headers: { 'x-d': '{"a":1}' } }]);
    assert.deepEqual(await encodeChain({ a: 1 }, ['json', 'base64', 'cookie:c']), [{ place: 'cookie', text: 'c=eyJhIjoxfQ==' }]);
    assert.deepEqual(await encodeChain({ a: 1 }, ['json', 'hex', 'path']), [{ place: 'path', text: '7b2261223a317d' }]);
    assert.deepEqual(await encodeChain({ a: 1 }, ['json', 'hex', 'host']), [{ place: 'host', text: '7b2261223a317d' }]);
  });

  it('asks for as many names as a long text needs, none with too long a label', async () => {
    const names = await encodeChain('x'.repeat(200), ['json', 'hex', 'host']);

    assert.equal(names.length, 3);
    const labels = names.flatMap((name) => (name.place === 'host' ? name.text.split('.') : []));
    assert.ok(labels.every((label) => label.length >= 1 && label.length <= 63));
  });

  it('is a request a piece when it ends in pieces', async () => {
    const pieces = await encodeChain({ a: 'b' }, ['json', 'base64', 'split:3']);

    assert.equal(pieces.map((piece) => (piece.place === 'body' ? piece.bytes.toString() : '')).join(''), 'eyJhIjoiYiJ9');
    assert.equal(pieces.length, 3);
  });

  it('cuts off what is too long, and moves letters and digits along', async () => {
    assert.equal((await bodyOf('Harbour', ['json', 'cut:4'])).toString(), '"Har');
    assert.deepEqual(await bodyOf('ab', ['json', 'hex', 'base64', 'gzip', 'cut:2']), Buffer.from([0x1f, 0x8b]));
    assert.equal((await bodyOf('Xyz 789', ['json', 'shift:3'])).toString(), '"Abc 012"');
  });

  it('shifts base64 by the text in front of what it holds', async () => {
    const offsets = await Promise.all([0, 1, 2].map(async (offset) => (await bodyOf('canary', ['json', `text:${offset}`, 'base64'])).toString()));

    assert.equal(new Set(offsets.map((body) => body.slice(4, 8))).size, 3);
  });

  for (const [steps, problem] of [
    [['json', 'query:a', 'gzip'], '"query:a" says where the bytes go and must come last'],
    [['gzip'], 'must begin with one of json, ndjson, form, multipart, xml, protobuf, msgpack, cbor, jwt: "gzip" cannot encode an event'],
    [['json', 'gzip', 'json:d'], '"json:d" cannot hold raw bytes: put base64 or hex before it'],
    [['json', 'xor:9', 'reverse', 'utf16'], '"utf16" cannot hold raw bytes: put base64 or hex before it'],
    [['msgpack', 'header:x'], '"header:x" cannot hold raw bytes: put base64 or hex before it'],
    [['json', 'ndjson'], '"ndjson" can only begin a chain'],
    [['json', 'form'], '"form" needs the name of a field here: form:<name>'],
    [['form:d'], '"form:d" holds bytes and comes after another step; "form" alone spreads an event over fields of its own'],
    [['json', 'base64', 'host'], '"host" holds letters, digits and dashes: put hex or base64url:nopad before it, not "base64"'],
    [['json', 'split:2', 'gzip'], '"split:2" must come last (a request a piece) or before one of form, json, multipart, query, header, cookie, not "gzip"'],
    [['json', 'split:2', 'json'], '"json" needs a name after "split:2": json:<name>'],
    [['json', 'split:2', 'json:p', 'split:2'], 'can be split once only'],
    [['json', 'rot13'], '"rot13" is not an encoding'],
    [['json', 'xor:0'], '"xor:0" is not an encoding'],
    [['json', 'gzip', 'form:d'], undefined],
    [['json', 'gzip', 'split:2', 'form:d', 'base64', 'query:q'], undefined],
  ] as const) {
    it(`${problem === undefined ? 'takes' : 'refuses'} ${steps.join(', ')}`, () => {
      assert.equal(encodeChainProblem(steps), problem);
    });
  }
});

function unescapeBytes(escaped: string): Buffer {
  return Buffer.from(escaped.replace(/%([0-9A-F]{2})/g, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16))), 'latin1');
}
