import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonString } from '../../../src/decode/decoders/json-string.ts';
import { decodeWith, steps } from './decoding.ts';

const SCRIPT = String.raw`callback({"url":"https:\/\/h\/x"});`;

describe('quoted strings outside of JSON', () => {
  it('are opened where they have escapes, without a name for the text', () => {
    const decoded = decodeWith(jsonString, SCRIPT);

    assert.deepEqual([decoded?.format, steps(decoded)], [undefined, [['json-string', 'https://h/x']]]);
  });

  it('are opened in binary data', () => {
    const binary = Buffer.concat([Buffer.of(0, 1, 0xff), Buffer.from(String.raw`https:\/\/h\/xyz`), Buffer.of(2), Buffer.from(SCRIPT)]);

    assert.deepEqual(steps(decodeWith(jsonString, binary)), [['json-string', 'https://h/xyz'], ['json-string', 'https://h/x']]);
  });

  it('are left to whoever opened them before', () => {
    assert.equal(decodeWith(jsonString, SCRIPT, { opened: [[10, 30]] }), undefined);
  });

  it('are nothing in text without escapes', () => {
    for (const text of ['"plain"', String.raw`C:\path`, '']) assert.equal(decodeWith(jsonString, text), undefined, text);
  });

  it('are what JSON.stringify was given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const secret = `zq7x"${text}`;

        assert.deepEqual(steps(decodeWith(jsonString, `var x = ${JSON.stringify(secret)};`)), [['json-string', Buffer.from(secret).toString()]]);
      }),
      { numRuns: 100 },
    );
  });
});
