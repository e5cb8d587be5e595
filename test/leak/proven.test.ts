import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { crc32, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { decodeBytes, decodeEntry } from '../../src/decode/decode.ts';
import { encodedBody } from '../../src/decode/entries/encoded-body.ts';
import { walkLayers } from '../../src/decode/layer.ts';
import type { Layer } from '../../src/decode/layer.ts';
import type { Indicator } from '../../src/flow/indicator.ts';
import { unproven } from '../../src/leak/proven.ts';
import { prepareSearch, searchHits } from '../../src/leak/search.ts';
import { aLayer } from './factories.ts';

const CANARY: Indicator = { name: 'canary:url', class: 'planted', value: 'zq7xk3v9mw2pt8ra', action: 'visits' };
const IMEI: Indicator = { name: 'imei', class: 'personal', value: '863214058830137' };
const SEARCH = prepareSearch([CANARY, IMEI]);

// Telemetry with nothing of ours in it, which compresses to some KB: most of that is not searched.
const EVENTS = Array.from({ length: 30 }, (_, index) => ({ time: 1_588_240_000_000 + index, sizes: [...createHash('sha256').update(`${index}`).digest()] }));
const JSON_TEXT = Buffer.from(JSON.stringify(EVENTS));

describe('bytes that are proven to be nothing but a wrapping', () => {
  it('are the body of a stream with a checksum that matches, and the digits it is written in', () => {
    const gzip = gzipSync(JSON_TEXT);
    const body = decodeBytes(Buffer.from(`gzip=1&data_list=${encodeURIComponent(gzip.toString('base64'))}`));
    const stream = layerOf(body, 'gzip');

    assert.deepEqual(stream.proven, { start: 10, end: gzip.length });
    assert.equal(layerOf(decodeBytes(deflateSync(JSON_TEXT)), 'zlib').proven?.start, 0);
    assert.deepEqual(layerOf(decodeEntry({ step: 'body', bytes: gzip, as: encodedBody('gzip') }), 'content-encoding:gzip').proven, { start: 10, end: gzip.length });
  });

  it('are left out of the search but for their borders', () => {
    assert.deepEqual(unproven(5000, [{ start: 10, end: 5000 }], 64), [{ start: 0, end: 74 }]);
    assert.deepEqual(unproven(5000, [{ start: 0, end: 4000 }], 64), [{ start: 3936, end: 5000 }]);
    assert.deepEqual(unproven(9000, [{ start: 4100, end: 8000 }, { start: 10, end: 4000 }], 64), [{ start: 0, end: 74 }, { start: 3936, end: 4164 }, { start: 7936, end: 9000 }]);
    assert.deepEqual(unproven(300, [{ start: 10, end: 300 }], 64), [{ start: 0, end: 300 }], 'so few are searched in one go');
    assert.deepEqual(unproven(5000, [{ start: 0, end: 5000 }], 64), []);
  });

  it('do not hide what stands in the fields of a header, whatever the stream is written in', () => {
    const named = { name: { flags: 8, fields: Buffer.from(`${CANARY.value}.json\0`) }, comment: { flags: 16, fields: Buffer.from(`of ${CANARY.value}\0`) }, extra: { flags: 4, fields: Buffer.concat([Buffer.from([24, 0]), Buffer.from(`ab\u0014\0${CANARY.value}....`)]) } };
    for (const [what, header] of Object.entries(named)) {
      const ways = Object.entries(writtenIn(member(JSON_TEXT, header)));
      for (const [way, payload] of what === 'name' ? ways : ways.slice(0, 2)) assert.deepEqual(told(payload), ['canary:url'], `the ${what} in ${way}`);
    }
  });

  it('do not hide what stands before a stream or behind it', () => {
    const gzip = gzipSync(JSON_TEXT);
    const payloads = {
      'behind the stream': Buffer.concat([gzip, Buffer.from(` ${CANARY.value}`)]),
      'before it': Buffer.concat([Buffer.from(`\u0001\u0002${CANARY.value}\0`), gzip]),
      'between two streams': Buffer.concat([gzip, Buffer.from(CANARY.value), gzip]),
      'in the header of a second member': Buffer.concat([gzip, member(JSON_TEXT, { flags: 8, fields: Buffer.from(`${CANARY.value}\0`) })]),
      'in the header of a second member behind an empty one': Buffer.concat([member(Buffer.alloc(0)), member(JSON_TEXT, { flags: 8, fields: Buffer.from(`${CANARY.value}\0`) })]),
      'behind zlib': Buffer.concat([deflateSync(JSON_TEXT), Buffer.from(CANARY.value)]),
    };
    for (const [where, bytes] of Object.entries(payloads)) {
      for (const [way, payload] of Object.entries(writtenIn(bytes)).slice(0, 3)) assert.ok(told(payload).includes('canary:url'), `${where}, ${way}`);
    }
  });

  it('do not hide digits of base64 that are something by themselves', () => {
    const digits = gzipSync(JSON_TEXT).toString('base64').replace(/=+$/, '');
    for (const text of [`${CANARY.value}${digits}`, `{"x":"${digits}${CANARY.value}"}`, `${digits.slice(0, 40)} ${CANARY.value} ${digits.slice(40)}`, `${digits}${CANARY.value}${digits}`]) {
      assert.ok(told(Buffer.from(text)).includes('canary:url'), text.slice(0, 60));
    }
  });

  it('are none where a checksum is wrong, a stream is torn, or nothing that can be read came out', () => {
    const wrong = gzipSync(JSON_TEXT);
    wrong[wrong.length - 6] = (wrong[wrong.length - 6] ?? 0) ^ 1;
    assert.equal(layerOf(decodeBytes(wrong), 'gzip').proven, undefined);
    assert.equal(layerOf(decodeBytes(gzipSync(JSON_TEXT).subarray(0, 600)), 'gzip').proven, undefined);
    // What a block holds that was not compressed spells a canary in base64, and is no text.
    const noise = Buffer.concat([...Array.from({ length: 20 }, (_, index) => createHash('sha256').update(`noise ${index}`).digest()), Buffer.alloc(2), Buffer.from(CANARY.value, 'base64'), createHash('sha256').update('end').digest()]);
    const aligned = Buffer.concat([Buffer.alloc((3 - ((15 + 642) % 3)) % 3, 0xfe), noise]);
    const text = gzipSync(aligned, { level: 0 }).toString('base64');
    assert.ok(text.includes(CANARY.value));
    assert.deepEqual(told(Buffer.from(text)), ['canary:url']);
  });

  it('let what reaches over their border be found', () => {
    const inner = aLayer('read', { span: { start: 100, end: 5000 }, proven: { start: 100, end: 4900 } });
    for (let at = 100 - CANARY.value.length; at <= 100; at += 1) assert.deepEqual(found(aLayer(withCanary(5000, at), { children: [inner] })), ['canary:url'], `${at}`);
    for (let at = 4900 - CANARY.value.length; at <= 4900; at += 1) assert.deepEqual(found(aLayer(withCanary(5000, at), { children: [inner] })), ['canary:url'], `${at}`);
    assert.deepEqual(found(aLayer(withCanary(5000, 2500), { children: [inner] })), []);
    assert.deepEqual(found(aLayer(withCanary(5000, 2500), { children: [{ ...inner, state: 'opaque' }] })), ['canary:url']);
  });
});

function withCanary(byteCount: number, at: number): Buffer {
  const bytes = Buffer.alloc(byteCount, 0x2e);
  bytes.write(CANARY.value, at, 'latin1');
  return bytes;
}

// A gzip member with fields of its own in its header (RFC 1952, section 2.3).
function member(content: Buffer, { flags, fields }: { readonly flags: number; readonly fields: Buffer } = { flags: 0, fields: Buffer.alloc(0) }): Buffer {
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(content), 0);
  trailer.writeUInt32LE(content.length, 4);
  return Buffer.concat([Buffer.from([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3]), fields, deflateRawSync(content), trailer]);
}

function writtenIn(bytes: Buffer): Readonly<Record<string, Buffer>> {
  const base64 = bytes.toString('base64');
  return {
    bytes,
    base64: Buffer.from(base64),
    'base64 in a form': Buffer.from(`gzip=1&data_list=${encodeURIComponent(base64)}`),
    'base64url in JSON': Buffer.from(JSON.stringify({ data: bytes.toString('base64url') })),
    hex: Buffer.from(bytes.toString('hex')),
    'every byte escaped': Buffer.from(`data=${[...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')}`),
  };
}

function layerOf(root: Layer, step: string): Layer {
  const layer = [...walkLayers([root])].find((one) => one.step === step);
  assert.ok(layer !== undefined, step);
  return layer;
}

function told(payload: Buffer): readonly string[] {
  return found(decodeBytes(payload));
}

function found(layer: Layer): readonly string[] {
  const hits = searchHits([layer], SEARCH, { id: 'f1', host: 'h.example', owner: 'unknown' });
  return [...new Set(hits.map(({ indicator }) => indicator.name))];
}
