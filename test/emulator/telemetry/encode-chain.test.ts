import assert from 'node:assert/strict';
import { gunzipSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { encodeChain, encodeChainProblem, ENCODE_STEP_PATTERN } from '../../../emulator/phone/telemetry/encode-chain.ts';

const INVERSES: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  'json': (bytes) => Buffer.from(JSON.parse(bytes.toString()) as string),
  'json:inner': (bytes) => Buffer.from((JSON.parse(bytes.toString()) as { inner: string }).inner),
  'form:data': (bytes) => unescapeBytes(bytes.toString().replace(/^data=/, '')),
  'url': (bytes) => unescapeBytes(bytes.toString()),
  'base64': (bytes) => Buffer.from(bytes.toString(), 'base64'),
  'base64url': (bytes) => Buffer.from(bytes.toString(), 'base64url'),
  'gzip': (bytes) => gunzipSync(bytes),
  'zlib': (bytes) => inflateSync(bytes),
  'hex': (bytes) => Buffer.from(bytes.toString(), 'hex'),
};

describe('a chain of encodings', () => {
  it('can be undone step by step, whatever the order', () => {
    const steps = fc
      .array(fc.constantFrom(...Object.keys(INVERSES)), { maxLength: 5 })
      .filter((rest) => encodeChainProblem(['json', ...rest]) === undefined);
    const value = fc.record({ url: fc.webUrl(), title: fc.string({ unit: 'grapheme' }), n: fc.integer() }, { noNullPrototype: true });

    fc.assert(
      fc.property(value, steps, (said, rest) => {
        const encoded = encodeChain(said, ['json', ...rest]);
        assert.equal(encoded.place, 'body');
        let { bytes } = encoded;
        for (const step of [...rest].reverse()) bytes = INVERSES[step]!(bytes);
        assert.deepEqual(JSON.parse(bytes.toString()), said);
      }),
      { numRuns: 200 },
    );
  });

  it('puts the value below a field when its first step says so', () => {
    const encoded = encodeChain({ a: 1 }, ['json:events', 'base64']);

    assert.equal(encoded.place === 'body' && Buffer.from(encoded.bytes.toString(), 'base64').toString(), '{"events":{"a":1}}');
  });

  it('ends in a query, a header or the path', () => {
    assert.deepEqual(encodeChain({ a: 1 }, ['json', 'query:d']), { place: 'query', name: 'd', text: '%7B%22a%22%3A1%7D' });
    assert.deepEqual(encodeChain({ a: 1 }, ['json', 'header:x-d']), { place: 'header', name: 'x-d', text: '{"a":1}' });
    assert.deepEqual(encodeChain({ a: 1 }, ['json', 'hex', 'path']), { place: 'path', text: '7b2261223a317d' });
  });

  it('uses the padding and the alphabet of Android’s URL-safe base64', () => {
    const encoded = encodeChain('?>', ['json', 'base64url']);

    assert.equal(encoded.place === 'body' && encoded.bytes.toString(), 'Ij8-Ig==');
  });

  it('says what is wrong with an order', () => {
    assert.equal(encodeChainProblem(['json', 'query:a', 'gzip']), '"query:a" says where the bytes go and must come last');
    assert.equal(encodeChainProblem(['gzip']), 'must begin with json: "gzip" cannot encode an event');
    assert.equal(encodeChainProblem(['json', 'gzip', 'json:d']), '"json:d" cannot hold raw bytes: put base64 or hex before it');
    assert.equal(encodeChainProblem(['json', 'gzip', 'form:d']), undefined);
  });

  it('knows its steps by name', () => {
    assert.ok(['json', 'json:a', 'form:a_b', 'header:x-y', 'aes', 'path'].every((step) => ENCODE_STEP_PATTERN.test(step)));
    assert.ok(['form', 'gzip:a', 'rot13', ''].every((step) => !ENCODE_STEP_PATTERN.test(step)));
  });
});

function unescapeBytes(text: string): Buffer {
  return Buffer.from(text.replace(/%([0-9A-F]{2})/g, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16))), 'latin1');
}
