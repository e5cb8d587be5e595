import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Budget } from '../../../src/decode/budget.ts';
import { locateInUrl, nestedUrl, pathPieces, queryPieces, urlPieces } from '../../../src/decode/decoders/nested-url.ts';
import { decodeWith, isWellFormed, pathOf, steps } from './decoding.ts';

describe('a URL', () => {
  it('opens the path segments and parameters that decoding changes', () => {
    const decoded = decodeWith(nestedUrl, ' https://user@h.example/plain/a%2Fb/c?q=a+b&data=%7B%7D&x=1#f=%41 ');

    assert.equal(decoded?.format, 'url');
    assert.deepEqual(steps(decoded), [['path[1]', 'a/b'], ['query:q', 'a b'], ['query:data', '{}'], ['query:f', 'A']]);
  });

  it('locates what lies in a path segment, a parameter, a fragment', () => {
    const url = 'https://h.example/one/two?q=three&r=four#five';
    const at = (needle: string): readonly string[] => locateInUrl(Buffer.from(url), url.indexOf(needle));

    assert.deepEqual([at('one'), at('two'), at('three'), at('four'), at('five'), at('h.ex')], [['path[0]'], ['path[1]'], ['query:q'], ['query:r'], ['fragment'], []]);
  });

  it('reads the target of a request as well', () => {
    const target = Buffer.from('/a%20b/c?d=%65&e');

    assert.deepEqual(urlPieces(target, new Budget()).map(({ step, bytes }) => [step, bytes.toString()]), [['path[0]', 'a b'], ['query:d', 'e']]);
    assert.deepEqual(pathPieces(target, { start: 0, end: 8 }, new Budget()).length, 1);
    assert.deepEqual(queryPieces(target, { start: 9, end: target.length }, new Budget())[0]?.step, 'query:d');
    assert.deepEqual(locateInUrl(target, 7), ['path[1]']);
  });

  it('is not a text with a URL in it', () => {
    for (const text of ['see https://h/ please', 'https:/h', '://h', 'a=https://h/', '']) assert.equal(decodeWith(nestedUrl, text), undefined, text);
  });

  it('gives what URL and encodeURIComponent were given', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,8}(\/[a-z0-9._-]{0,8}){0,4}$/), fc.string({ unit: 'grapheme', minLength: 1 }), (base, value) => {
        fc.pre(isWellFormed(value));
        const secret = `zq7x ${value}`;
        const bytes = Buffer.from(`https://${base}?first=1&${encodeURIComponent('näme')}=${encodeURIComponent(secret)}`);
        const found = decodeWith(nestedUrl, bytes)?.pieces.find((piece) => piece.bytes.toString() === secret);
        assert.ok(found);

        assert.deepEqual(pathOf(nestedUrl, bytes, found), ['query:näme']);
      }),
      { numRuns: 100 },
    );
  });
});
