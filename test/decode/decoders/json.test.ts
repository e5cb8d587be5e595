import assert from 'node:assert/strict';
import fc from 'fast-check';
import { json } from '../../../src/decode/decoders/json.ts';
import { decodeWith, pathOf, steps } from './decoding.ts';

function located(text: string, needle: string): readonly string[] {
  const bytes = Buffer.from(text);
  return json.locate?.(bytes, bytes.indexOf(needle)) ?? [];
}

describe('JSON', () => {
  it('is one layer where nothing in it is encoded', () => {
    assert.deepEqual(decodeWith(json, '{"a":["b",1]}'), { pieces: [], format: 'json' });
  });

  it('opens strings with escapes, keys too', () => {
    const text = String.raw`[{"a\/b":"x\u0041\ud83d\ude00\n","c":"plain"}]`;

    assert.deepEqual(steps(decodeWith(json, text)), [['json-string', 'a/b'], ['json-string', 'xA😀\n']]);
  });

  it('opens percent-escapes parameter by parameter, pair by pair, or as a whole', () => {
    const text = '{"u":"https://h/a%62?q=%63+d","f":"x=%64&y=1","t":"%65f"}';

    assert.deepEqual(steps(decodeWith(json, text)), [['path[0]', 'ab'], ['query:q', 'c d'], ['form:x', 'd'], ['url', 'ef']]);
  });

  it('says the place of a piece before its step', () => {
    const bytes = Buffer.from(String.raw`{"a":[{"b c":"\u0041"}],"d":"https://h/?q=%41"}`);
    const paths = decodeWith(json, bytes)?.pieces.map((piece) => pathOf(json, bytes, piece));

    assert.deepEqual(paths, [['json:$.a[0]["b c"]', 'json-string'], ['json:$.d', 'query:q']]);
  });

  it('locates strings, numbers and keys', () => {
    const text = '[{"properties":{"url":"u1","n":123456},"time":99}]';

    assert.deepEqual(located(text, 'u1'), ['json:$[0].properties.url']);
    assert.deepEqual(located(text, '3456'), ['json:$[0].properties.n']);
    assert.deepEqual(located(text, 'roper'), ['json:$[0].properties (key)']);
    assert.deepEqual(located(text, '99'), ['json:$[0].time']);
  });

  it('names the line where there are several documents', () => {
    const text = '{"a":"x0"}\n{"a":"x1"}\n[1,{"b":"x2"}]\n';

    assert.deepEqual(located(text, 'x0'), ['line[0]', 'json:$.a']);
    assert.deepEqual(located(text, 'x2'), ['line[2]', 'json:$[1].b']);
  });

  it('goes on behind a torn line', () => {
    assert.deepEqual(located('{"a":"torn\n{"a":"x1"}\n{"a":1,\n{"b":"x3"}', 'x1'), ['line[1]', 'json:$.a']);
    assert.deepEqual(located('{"a":"torn\n{"a":"x1"}\n{"a":1,\n{"b":"x3"}', 'x3'), ['line[3]', 'json:$.b']);
  });

  it('reads JSON that is torn off', () => {
    const text = String.raw`{"a":[{"b":"x\u0041`;

    assert.deepEqual([decodeWith(json, text)?.format, steps(decodeWith(json, text))], ['json', [['json-string', 'xA']]]);
    assert.deepEqual(located(text, 'x'), ['json:$.a[0].b']);
  });

  it('is not prose, a log line or base64', () => {
    for (const text of ['hello', '[INFO] started', '{x}', '"a" and "b"', 'ey==', ' ']) assert.equal(decodeWith(json, text), undefined, text);
  });

  it('unescapes the rest as one where there are too many strings', () => {
    const decoded = decodeWith(json, String.raw`["\u0041","\u0042","\u0043","\u0044"]`, { maxLayers: 2 });

    assert.deepEqual(steps(decoded), [['json-string', 'A'], ['json-string', 'B'], ['json-string', ',"C","D"]']]);
    assert.equal(decoded?.note, 'strings opened one by one up to byte 18, the rest as one');
  });

  it('shows every string of any JSON value, as it stands or in a piece, and where it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.string({ unit: 'grapheme' }), fc.boolean(), (value, around, isPretty) => {
        const needle = `zq7x${around}"\\y7`;
        const planted = [value, { 'k "1': [needle, { inner: value }] }, value];
        const bytes = Buffer.from(JSON.stringify(planted, undefined, isPretty ? 1 : 0));
        const piece = decodeWith(json, bytes)?.pieces.find((each) => each.bytes.equals(Buffer.from(needle)));
        assert.ok(piece);

        assert.deepEqual(pathOf(json, bytes, piece), ['json:$[1]["k \\"1"][0]', 'json-string']);
      }),
      { numRuns: 150 },
    );
  });

  it('never throws', () => {
    const shreds = fc.array(fc.constantFrom('{', '}', '[', ']', '"', '\\', '\\u00', ',', ':', '\n', 'a', '%4', '%41', '{"a":"', '1')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(shreds, fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1'))), fc.nat(60), (text, offset) => {
        decodeWith(json, Buffer.from(text, 'latin1'));
        json.locate?.(Buffer.from(text, 'latin1'), offset);
      }),
    );
  });
});
