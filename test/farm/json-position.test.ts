import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findJsonError } from '../../src/farm/json-position.ts';

describe('findJsonError', () => {
  it('finds nothing in JSON', () => {
    fc.assert(fc.property(fc.json(), fc.integer({ min: 0, max: 4 }), (text, indent) => {
      assert.equal(findJsonError(JSON.stringify(JSON.parse(text), null, indent)), undefined);
    }), { numRuns: 200 });
  });

  it('agrees with JSON.parse on what is JSON', () => {
    const damaged = fc.tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', ']', '"', ':', 'x', '0', '-', '\\', ' '))
      .map(([text, at, insert]) => {
        const position = at % (text.length + 1);
        return text.slice(0, position) + insert + text.slice(position + 1);
      });
    fc.assert(fc.property(damaged, (text) => {
      assert.equal(findJsonError(text) === undefined, isJson(text));
    }), { numRuns: 1_000 });
  });

  it('counts lines and columns from one', () => {
    assert.deepEqual(findJsonError('{\n  "a": 1\n  "b": 2\n}'), { line: 3, column: 3 });
    assert.deepEqual(findJsonError(''), { line: 1, column: 1 });
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
