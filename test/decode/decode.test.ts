import assert from 'node:assert/strict';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { Budget, DEFAULT_LIMITS } from '../../src/decode/budget.ts';
import { decodeFlow } from '../../src/decode/decode-flow.ts';
import { decodeBytes } from '../../src/decode/decode.ts';
import { DECODERS } from '../../src/decode/decoders.ts';
import { walkLayers } from '../../src/decode/layer.ts';
import { Bodies, aFlow } from '../silence/factories.ts';
import { placeOf } from './place-of.ts';

const SECRET = 'zq7xsecret00001';
const percentOf = (bytes: Buffer): string => bytes.toString('hex').replace(/../g, '%$&');

/** `zq7xsecret00001 4,zq7xsecret00001 7923` and so on under gzip. */
const SLASHED = 'H4sIAAAAAAAAA23PuRGAQAwEwVQIAEMrnb54KALgMaiLHp/FbWtmHvlc+3but4gIlrHOj2SrEcJrKKlaBkgNUcLa3k060lGk7sOSNMw8OBea/jOB5rVKwF5mSp3oAgEAAA==';

describe('decoding bytes', () => {
  for (const [what, bytes, path] of [
    ['a form field', `a=1&u=${SECRET}`, ['body', 'form:u']],
    ['a value encoded twice', encodeURIComponent(encodeURIComponent(`"${SECRET}"`)), ['body', 'url', 'url', 'json:$']],
    ['JSON in a JSON string', JSON.stringify({ data: JSON.stringify([{ x: SECRET }]) }), ['body', 'json:$.data', 'json-string', 'json:$[0].x']],
    ['a key that is no identifier', JSON.stringify({ 'a b': { '$c': SECRET } }), ['body', 'json:$["a b"].$c']],
    ['base64url without padding', Buffer.from(`>>>???${SECRET}`).toString('base64url'), ['body', 'base64url']],
    ['a form field whose + was not encoded', `d=${Buffer.from(`{"note":"~~~>>>","seen":"${SECRET}"}`).toString('base64')}`, ['body', 'form:d', 'base64', 'json:$.seen']],
    ['base64 in the middle of a line', `track data:${Buffer.from(SECRET.repeat(2)).toString('base64')} end`, ['body', 'base64']],
    ['base64 among words', `upload report version ${Buffer.from(`{"v":"${SECRET}"}`).toString('base64url')} screen launch`, ['body', 'base64', 'json:$.v']],
    ['base64 with a + in a quoted token', `token="${Buffer.from(`>~>>~>{"v":"${SECRET}"}`).toString('base64')}", and words`, ['body', 'form:token', 'base64']],
    ['a short deflated value in base64', `v1:3|${deflateRawSync(SECRET).toString('base64')}|end`, ['body', 'base64', 'deflate-raw']],
    ['binary data that encodeURIComponent left apostrophes in', `%1F'%8B${encodeURIComponent("('")}${SECRET}`, ['body', 'url']],
    ['binary data behind a name in an XML attribute', `<log><event v="d=${percentOf(deflateRawSync(SECRET))}"/></log>`, ['body', 'xml:/log/event/@v', 'url', 'deflate-raw']],
    ['a tagged CBOR item that was deflated', deflateRawSync(Buffer.concat([Buffer.from('d9d9f7a16176', 'hex'), Buffer.from([0x60 + SECRET.length]), Buffer.from(SECRET)])), ['body', 'deflate-raw', 'cbor:$.v']],
    ['base64 with a letter glued to it that was turned around', Buffer.from(`q${Buffer.from(`${SECRET}-abc`).toString('base64')}`).reverse(), ['body', 'form:', 'reversed', 'base64']],
    ['padded base64 with a + and a letter glued to it', `z${Buffer.from(`{"v":"${SECRET}","w":">~>>~>1"}`).toString('base64')}`, ['body', 'base64', 'json:$.v']],
    ['base64 in a text under an XOR', Buffer.from(Buffer.from(`v1:9|${Buffer.from(SECRET).toString('base64')}|page`).map((byte) => byte ^ 0xc4)), ['body', 'xor:0xc4', 'base64']],
    ['zlib with a small window under a mask', deflateSync(`{"v":"${SECRET}"}`, { windowBits: 9 }).map((byte) => byte ^ 0x5c), ['body', 'xor:0x5c', 'zlib', 'json:$.v']],
    ['base64 with a + behind a tab, where a form has a value', `mode=view\t${Buffer.from(`>~>>~>{"v":"${SECRET}"}`).toString('base64')}`, ['body', 'form:mode', 'base64']],
    ['hexadecimal', Buffer.from(SECRET).toString('hex'), ['body', 'hex']],
    ['UTF-16', Buffer.from(SECRET, 'utf16le'), ['body', 'utf-16le']],
    ['a redirect inside a URL', `https://a.example/?to=${encodeURIComponent(`https://b.example/${SECRET} x`)}`, ['body', 'query:to']],
  ] as const) {
    it(`reads ${what}`, () => {
      assert.deepEqual(placeOf([decodeBytes(Buffer.from(bytes))], SECRET), path);
    });
  }

  it('reads escapes that were turned around in a form, though they are escapes as they stand', () => {
    const [address, turned] = ['m.lindqvist77%40mail.example', (text: string) => Array.from(text).reverse().join('')];

    assert.deepEqual(placeOf([decodeBytes(Buffer.from(turned(`a=1&id=${address}&n=2`)))], 'm.lindqvist77@mail'), ['body', 'form:elpmaxe.liam04wtsivqdnil.m (key)', 'reversed', 'url']);
  });

  it('makes no layer of a URL that says all by itself', () => {
    const root = decodeBytes(Buffer.from(JSON.stringify({ url: `https://a.example/?q=${SECRET}` })));

    assert.deepEqual(placeOf([root], SECRET), ['body', 'json:$.url']);
  });

  it('keeps bytes nobody can read as opaque, with their length', () => {
    const noise = Buffer.from([0x80, 0x01, 0xfe, 0x03, 0x99, 0xaa]);

    const root = decodeBytes(Buffer.from(JSON.stringify({ p: Buffer.alloc(48, noise).toString('base64') })));

    const opaque = [...walkLayers([root])].find(({ state }) => state === 'opaque');
    assert.deepEqual([opaque?.path, opaque?.bytes.length], [['body', 'json:$.p', 'base64'], 48]);
  });

  it('says so when gzip does not open', () => {
    const broken = gzipSync(Buffer.alloc(400, 'abc'));
    broken.fill(0xff, 10, 20);

    const root = decodeBytes(broken);

    assert.equal(root.state, 'opaque');
    assert.match(root.note ?? '', /^gzip that does not open: /);
  });

  it('gives what there is of a gzip stream that ends early', () => {
    const whole = gzipSync(Buffer.from(`${SECRET} ${Array.from({ length: 3000 }, (_, index) => index).join(' ')}`));

    const root = decodeBytes(whole.subarray(0, whole.length - 200));

    assert.deepEqual(placeOf([root], SECRET), ['body', 'gzip']);
    assert.match(root.children[0]?.note ?? '', /^cut off at \d+ bytes/);
  });

  it('cuts a bomb off, still reading its beginning', () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from(SECRET), Buffer.alloc(6_000_000)]));

    const root = decodeBytes(bomb, 'body', new Budget({ ...DEFAULT_LIMITS, maxLayerBytes: 1_000_000 }));

    const [inner] = root.children;
    assert.equal(inner?.state, 'cut off');
    assert.equal(inner.bytes.length, 1_000_000);
    assert.deepEqual(placeOf([root], SECRET), ['body', 'gzip']);
  });

  it('reads eight layers and stops at the depth limit with a note', () => {
    let bytes = Buffer.from(`{"v":"${SECRET}"}`);
    for (let round = 0; round < 7; round += 1) bytes = Buffer.from(bytes.toString('base64'));
    const deep = decodeBytes(bytes);

    const shallow = decodeBytes(bytes, 'body', new Budget({ ...DEFAULT_LIMITS, maxDepth: 4 }));

    assert.equal(placeOf([deep], SECRET)?.length, 9);
    assert.deepEqual([...walkLayers([shallow])].filter(({ state }) => state === 'cut off').map(({ note }) => note), ['cut off at depth 4']);
  });

  it('bounds the number of layers and says where it stopped', () => {
    const values = JSON.stringify(Array.from({ length: 500 }, (_, index) => Buffer.from(`this is value number ${index}`).toString('base64')));

    const root = decodeBytes(Buffer.from(values), 'body', new Budget({ ...DEFAULT_LIMITS, maxLayers: 100 }));

    assert.equal(root.state, 'cut off');
    assert.match(root.note ?? '', /^cut off at \d+ base64 runs$/);
  });

  it('does not overflow on JSON nested a hundred thousand deep', () => {
    const nested = '['.repeat(100_000) + ']'.repeat(100_000);

    assert.doesNotThrow(() => decodeBytes(Buffer.from(nested)));
  });

  it('asks its decoders in the order of their priorities, each by a name of its own', () => {
    const priorities = DECODERS.map(({ priority }) => priority);

    assert.deepEqual(priorities, [...priorities].sort((one, other) => one - other));
    assert.equal(new Set(DECODERS.map(({ name }) => name)).size, DECODERS.length);
  });
});

describe('decoding a flow', () => {
  const bodies = new Bodies();

  for (const [coding, bytes] of [
    ['gzip', gzipSync(`u=${SECRET}`)],
    ['br', brotliCompressSync(Buffer.from(`u=${SECRET}`))],
    ['deflate', deflateRawSync(`u=${SECRET}`)],
  ] as const) {
    it(`undoes Content-Encoding ${coding} as a step of its own`, () => {
      const flow = aFlow({ method: 'POST', headers: [['Content-Encoding', coding]], body: bodies.put(bytes) });

      assert.deepEqual(placeOf(decodeFlow(flow, bodies.read), SECRET), ['body', `content-encoding:${coding}`, 'form:u']);
    });
  }

  for (const [what, flow, path] of [
    ['the host', aFlow({ url: `https://${SECRET}.example/` }), ['host', 'label[0]']],
    ['a host label in hexadecimal', aFlow({ url: `https://${Buffer.from(SECRET).toString('hex')}.example/` }), ['host', 'label[0]', 'hex']],
    ['hexadecimal over two host labels, the second one shorter', aFlow({ url: `https://${Buffer.from(SECRET).toString('hex').replace(/^(.{16})/, '$1.')}.t.example/` }), ['host', 'label[0]', 'labels', 'hex']],
    ['a path segment', aFlow({ url: `https://a.example/v1/${SECRET}/x` }), ['url', 'path[1]']],
    ['base64 in a path segment', aFlow({ url: `https://a.example/${Buffer.from(SECRET).toString('base64url')}` }), ['url', 'path[0]', 'base64']],
    ['base64 of gzip in a path that its slashes cut up', aFlow({ url: `https://a.example/track/${SLASHED}/px.gif` }), ['url', 'path[0]', 'base64', 'gzip']],
    ['a query parameter', aFlow({ url: `https://a.example/?q=a+${SECRET}` }), ['url', 'query:q']],
    ['a Referer', aFlow({ headers: [['Referer', `https://b.example/${SECRET}`]] }), ['header:referer', 'path[0]']],
    ['a cookie', aFlow({ headers: [['Cookie', `a=1; seen=${SECRET}`]] }), ['header:cookie', 'cookie:seen']],
    ['a WebSocket message', aFlow({ kind: 'websocket', messages: [{ atMs: 1, from: 'server', body: bodies.put('hi') }, { atMs: 2, from: 'phone', body: bodies.put(`["${SECRET}"]`) }] }), ['message[1]', 'json:$[0]']],
    ['tunnel bytes', aFlow({ kind: 'tunnel', tunnel: { sent: bodies.put(Buffer.from(`\x01\x02${SECRET}\xff`, 'latin1')), sentBytes: 18, receivedBytes: 0 } }), ['tunnel']],
  ] as const) {
    it(`reads ${what}`, () => {
      assert.deepEqual(placeOf(decodeFlow(flow, bodies.read), SECRET), path);
    });
  }

  it('does not look into what the server answered', () => {
    const flow = aFlow({ response: { status: 200, statusText: 'OK', headers: [['X', SECRET]], body: bodies.put(SECRET) } });

    assert.equal(placeOf(decodeFlow(flow, bodies.read), SECRET), undefined);
  });

  it('says which bytes the ledger has lost instead of failing', () => {
    const flow = aFlow({ method: 'POST', body: { sha256: 'gone', byteCount: 7 } });

    const body = decodeFlow(flow, bodies.read).find(({ path }) => path[0] === 'body');

    assert.deepEqual([body?.state, body?.note], ['opaque', '7 bytes that the ledger no longer has: no body gone']);
  });
});
