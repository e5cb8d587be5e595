import assert from 'node:assert/strict';
import type { Layer } from '../../src/decode/layer.ts';
import type { Indicator } from '../../src/flow/indicator.ts';
import { searchJoined } from '../../src/leak/joined.ts';
import { prepareSearch, searchHits } from '../../src/leak/search.ts';
import { aLayer } from './factories.ts';

const CANARY: Indicator = { name: 'canary:url', class: 'planted', value: 'zq7xk3v9mw2pt8ra', action: 'visits' };
const SERIAL: Indicator = { name: 'serial', class: 'personal', value: 'd7e20b94' };
const IMEI: Indicator = { name: 'imei', class: 'personal', value: '863214058830137' };
const PACKAGES: Indicator = { name: 'installed_packages', class: 'personal', value: 'com.android.browser,org.example.diary,net.example.clinic,com.example.dating,de.example.union' };

describe('searching layers', () => {
  it('tells the innermost layer alone, and what stands beside it as well', () => {
    const inner = aLayer(CANARY.value, { path: ['body', 'base64'], span: { start: 10, end: 30 } });
    const covered = aLayer(`{"x":"    ${CANARY.value}"}`, { children: [inner] });
    const beside = aLayer(`{"x":"    ${'.'.repeat(20)} ${CANARY.value}"}`, { children: [inner] });

    assert.deepEqual(told([covered]), [['canary:url', 'body base64', 0, undefined]]);
    assert.deepEqual(told([beside]), [['canary:url', 'body base64', 0, undefined], ['canary:url', 'body', 31, undefined]]);
  });

  it('names the view that holds it, and does not search views by themselves', () => {
    const bytes = Buffer.concat([Buffer.from([0x2a, 0x08]), Buffer.from('d7e20b94'), Buffer.from([0x32, 0x01, 0x78])]);
    const view = aLayer(bytes.subarray(2, 10), { path: ['body', 'protobuf:5'], isView: true, span: { start: 2, end: 10 } });
    const other = aLayer(bytes.subarray(12), { path: ['body', 'protobuf:6'], isView: true, span: { start: 12, end: 13 } });

    // `2` follows the serial, and belongs to the next field.
    assert.deepEqual(told([aLayer(bytes, { state: 'decoded', children: [view, other] })]), [['serial', 'body protobuf:5', 0, undefined]]);
    assert.deepEqual(told([aLayer(bytes)]), [['serial', 'body', 2, undefined]], 'its length stands before it');
  });

  it('finds its way through views in views to what was decoded inside', () => {
    const decoded = aLayer(IMEI.value, { path: ['body', 'a', 'b', 'base64'], span: { start: 1, end: 21 } });
    const inner = aLayer('.'.repeat(24), { path: ['body', 'a', 'b'], isView: true, span: { start: 3, end: 27 }, children: [decoded] });
    const outer = aLayer('.'.repeat(30), { path: ['body', 'a'], isView: true, span: { start: 2, end: 32 }, children: [inner] });

    assert.deepEqual(told([aLayer('.'.repeat(40), { children: [outer] })]), [['imei', 'body a b base64', 0, undefined]]);
  });

  it('finds values under an XOR in bytes that nobody could read, in few bytes, and in the values of a structure', () => {
    const bytes = Buffer.from(`\u0001\u0002 ${CANARY.value} rest`).map((byte) => byte ^ 0x5a);

    assert.deepEqual(told([aLayer(Buffer.from(bytes), { state: 'opaque' })]), [['canary:url', 'body', 3, 'xor 0x5a']]);
    assert.deepEqual(told([aLayer(Buffer.from(bytes))]), [['canary:url', 'body', 3, 'xor 0x5a']], 'of so few bytes nothing tells the key');
    assert.deepEqual(told([aLayer(Buffer.from(Buffer.from(IMEI.value).map((byte) => byte ^ 3)))]), [['imei', 'body', 0, 'xor 0x03']], 'digits are digits under another key as well');
    assert.deepEqual(told([aLayer(Buffer.concat([bytes, Buffer.alloc(5000)]))]), [], 'long text tells its key');
  });

  it('finds values under an XOR below another one, which was undone', () => {
    const bytes = Buffer.from(Buffer.from(IMEI.value).map((byte) => byte ^ 3));
    const parent = aLayer('packed', { path: ['body', 'xor:0x0d'] });

    assert.deepEqual(told([aLayer(bytes, { path: ['body', 'xor:0x0d', 'gzip'], parent })]), [['imei', 'body xor:0x0d gzip', 0, 'xor 0x03']]);
    assert.deepEqual(told([aLayer(bytes, { path: ['body', 'xor:0x0d'] })]), [], 'two masks on each other are one');
  });

  it('takes three packages of a list for the list, and two for nothing', () => {
    assert.deepEqual(told([aLayer('["org.example.diary","net.example.clinic","com.android.browser","com.example.dating2"]')]), []);
    assert.deepEqual(told([aLayer('["org.example.diary","net.example.clinic","de.example.union"]')]), [['installed_packages', 'body', 2, '3 package names']]);
  });

  it('tells no more than fifty places of an indicator, however many there are', () => {
    const started = performance.now();
    const hits = Array.from({ length: 200 }, (_, index) => aLayer(IMEI.value, { path: [`message[${index}]`] }));
    assert.equal(told(hits).length, 50);
    assert.equal(told([aLayer(`${IMEI.value} `.repeat(20_000))]).length, 1);
    assert.ok(performance.now() - started < 3_000);
  });

  it('leaves the middle of personal values out of the sample, its own and its neighbours\'', () => {
    const [imei, canary] = hits([aLayer(`{"imei":"${IMEI.value}","url":"${CANARY.value}","sn":"d7e20b94"}`)]).map(({ finding }) => finding.sample);

    assert.equal(imei, '{"imei":"863…7","url":"zq7xk3v9mw2pt8r…');
    assert.equal(canary, '…863…7","url":"zq7xk3v9mw2pt8ra","sn":"d7…4"}');
  });

  it('takes a hashCode for a corroboration of what was found, and for nothing alone', () => {
    const alone = aLayer('{"h":-541321343,"x":1}', { path: ['query'] });
    const code = Array.from(SERIAL.value).reduce((hash, letter) => (Math.imul(hash, 31) + letter.charCodeAt(0)) | 0, 0);
    const [hit] = hits([aLayer(`{"sn":"${SERIAL.value}"}`), aLayer(`{"h":${code}}`, { path: ['query'] })]);

    assert.deepEqual(hits([alone, aLayer(`{"h":${code}}`)]), []);
    assert.deepEqual(hit?.finding.corroboratedBy, [`hashCode ${code} at query`]);
  });
});

describe('searching values put together', () => {
  for (const [what, values, expected] of [
    ['a canary in three pieces', ['x=zq7xk', '3v9mw2', 'pt8ra&y'], [['canary:url', undefined, 0, 2, 2, 16]]],
    ['an identifier in two, with empty values between', ['a', '86321405', '', '', '8830137', 'b'], [['imei', undefined, 1, 4, 0, 15]]],
    ['two ends of long values', [`${'.'.repeat(3_000)}zq7xk3v9`, `mw2pt8ra${'.'.repeat(3_000)}`], [['canary:url', undefined, 0, 1, 3_000, 16]]],
    ['one that is whole in its value', ['x', CANARY.value, 'y'], []],
    ['a serial cut in two', ['d7e2', '0b94'], []],
    ['a long value between', ['zq7xk3v9', '.'.repeat(5_000), 'mw2pt8ra'], []],
  ] as const) {
    it(`finds what reaches over their borders: ${what}`, () => {
      const joined = searchJoined(values.map((value) => Buffer.from(value)), prepareSearch([CANARY, SERIAL, IMEI]));
      assert.deepEqual(joined.map(({ indicator, form, first, last, offset, length }) => [indicator.name, form, first, last, offset, length]), expected);
    });
  }
});

function hits(layers: readonly Layer[]) {
  return searchHits(layers, prepareSearch([CANARY, SERIAL, IMEI, PACKAGES]), { id: 'f000001', host: 'h.example', owner: 'unknown' });
}

function told(layers: readonly Layer[]) {
  return hits(layers).map(({ finding: { indicator, path, offset, form } }) => [indicator, path.join(' '), offset, form]);
}
