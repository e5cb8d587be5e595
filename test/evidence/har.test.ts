import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

import { Ajv, type AnySchemaObject } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';

import type { BodyRef, Flow, ReadBody } from '../../src/flow/flow.ts';
import { bodyText } from '../../src/evidence/body-text.ts';
import { toHar } from '../../src/evidence/har.ts';
import { aBareFlow, aFlow } from '../record/flow-factory.ts';

const META = { version: '0.1.0', comment: 'a window' };

/** Bodies kept in memory in place of a ledger. */
class Bodies {
  readonly #bytes = new Map<string, Buffer>();

  add(bytes: Buffer | string): BodyRef {
    const buffer = Buffer.from(bytes);
    const sha256 = createHash('sha256').update(buffer).digest('hex');
    this.#bytes.set(sha256, buffer);
    return { sha256, byteCount: buffer.length };
  }

  readonly read: ReadBody = (body) => this.#bytes.get(body.sha256) ?? assert.fail('body not there');
}

/** What the HAR 1.2 schema says against a value; nothing when it is valid. */
function harErrors(value: unknown): string {
  const load = createRequire(import.meta.url);
  const ajv = new Ajv({ strict: false });
  addFormats.default(ajv);
  ajv.addMetaSchema(load('ajv/dist/refs/json-schema-draft-06.json') as AnySchemaObject);
  const schemas = load('har-schema') as Record<string, AnySchemaObject>;
  for (const schema of Object.values(schemas)) ajv.addSchema(schema);
  return ajv.validate('har.json#', value) ? '' : ajv.errorsText();
}

describe('toHar', () => {
  let bodies: Bodies;
  const entryOf = (flow: Flow) => toHar([flow], bodies.read, META).log.entries[0]!;

  beforeEach(() => { bodies = new Bodies(); });

  it('keeps every kind of flow, finished or not, and is valid HAR 1.2', () => {
    const bare = aBareFlow();
    const open: Flow = { ...bare, id: 'f000002', state: 'open', request: aFlow().request! };
    const message = { atMs: 2_000, from: 'phone' as const, body: bodies.add('hi') };
    const flows: Flow[] = [
      aFlow(),
      open,
      { ...bare, id: 'f000003', kind: 'tls-refused', state: 'aborted', tlsFailure: { reason: 'cert-rejected' } },
      { ...bare, id: 'f000004', kind: 'tunnel', host: '', port: 0, tunnel: { sent: bodies.add(Buffer.from([0xff])), sentBytes: 1, receivedBytes: 0 } },
      aFlow({ id: 'f000005', kind: 'websocket', messages: [message] }),
    ];

    const har = toHar(flows, bodies.read, META);

    assert.equal(harErrors(JSON.parse(JSON.stringify(har))), '');
    const entries = har.log.entries as unknown as Record<string, unknown>[];
    assert.deepEqual(entries.map((entry) => [entry['_flow'], entry['_kind'], entry['_state'], entry['comment']]), [
      ['f000001', 'http', 'complete', undefined],
      ['f000002', 'http', 'open', 'open'],
      ['f000003', 'tls-refused', 'aborted', 'not HTTP: the TLS handshake for a.world.test:443 was broken off (cert-rejected); aborted'],
      ['f000004', 'tunnel', 'complete', 'not HTTP: a raw tunnel to an unknown host:0, 1 bytes sent, 0 received'],
      ['f000005', 'websocket', 'complete', undefined],
    ]);
    assert.deepEqual(entries[3]?.['_tunnel'], { sentBytes: 1, receivedBytes: 0, sent: { text: '/w==', encoding: 'base64' } });
    assert.deepEqual(entries[4]?.['_webSocketMessages'], [{ type: 'send', time: 2, opcode: 1, data: 'hi' }]);
  });

  it('shows a compressed answer decoded, with both sizes', () => {
    const body = bodies.add(gzipSync('x'.repeat(1_000)));
    const headers = [['Content-Type', 'text/plain'], ['Content-Encoding', 'gzip']] as const;

    const { response } = entryOf(aFlow({ response: { status: 200, statusText: 'OK', headers, body } }));

    assert.equal(response.content.text, 'x'.repeat(1_000));
    assert.equal(response.content.size, 1_000);
    assert.equal(response.bodySize, body.byteCount);
    assert.equal(response.content.compression, 1_000 - body.byteCount);
  });

  it('keeps a binary request body as base64 and says so', () => {
    const body = bodies.add(Buffer.from([0xff, 0xfe, 0x00]));
    const request = { method: 'POST', url: 'https://a.world.test/up?a=1&a=2', httpVersion: '2.0', headers: [], body };

    const entry = entryOf(aFlow({ request }));

    assert.deepEqual(entry.request.postData, { mimeType: '', text: '//4A', _encoding: 'base64' });
    assert.deepEqual(entry.request.queryString, [{ name: 'a', value: '1' }, { name: 'a', value: '2' }]);
    assert.equal(entry.request.httpVersion, 'HTTP/2.0');
  });
});

describe('bodyText', () => {
  const encoders = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync } as const;

  it('undoes any order of encodings', () => {
    const names = fc.array(fc.constantFrom('gzip', 'br', 'deflate'), { maxLength: 3 });
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), names, (text, encodings) => {
      const bytes = encodings.reduce((inner, name) => encoders[name](inner), Buffer.from(text));
      const shown = bodyText(bytes, encodings.length === 0 ? [] : [['content-encoding', encodings.join(', ')]]);
      assert.equal(shown.base64 ? Buffer.from(shown.text, 'base64').toString() : shown.text, text);
    }));
  });

  it('loses no byte of what is no text', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => {
      const shown = bodyText(Buffer.from(bytes), []);
      assert.deepEqual(Buffer.from(shown.text, shown.base64 ? 'base64' : 'utf8'), Buffer.from(bytes));
    }));
  });

  it('undoes a bare deflate stream', () => {
    assert.equal(bodyText(deflateRawSync('bare'), [['content-encoding', 'deflate']]).text, 'bare');
  });

  it('reads the charset the answer names', () => {
    assert.equal(bodyText(Buffer.from([0xc4, 0xe3]), [['content-type', 'text/html; charset=gbk']]).text, '你');
  });

  it('keeps what it cannot undo, with a comment', () => {
    const broken = bodyText(Buffer.from('not gzip'), [['content-encoding', 'gzip']]);
    const unknown = bodyText(Buffer.from('??'), [['content-encoding', 'zstd']]);

    assert.equal(broken.text, 'not gzip');
    assert.match(broken.comment ?? '', /^content-encoding "gzip" not undone: incorrect header check$/);
    assert.match(unknown.comment ?? '', /no decoder for it/);
  });
});
