import assert from 'node:assert/strict';
import fc from 'fast-check';
import { objectsAround, parseDocuments } from '../../../src/decode/structure/json-values.ts';

function values(text: string): readonly unknown[] {
  return parseDocuments(Buffer.from(text)).map(({ value }) => value);
}

describe('the documents of a JSON text', () => {
  it('are one, or several in a row', () => {
    assert.deepEqual(values(' {"a":1} '), [{ a: 1 }]);
    assert.deepEqual(values('{"a":1}\n{"a":2}\r\n\n[3]'), [{ a: 1 }, { a: 2 }, [3]]);
    assert.deepEqual(values('{"a":1}{"a":2}'), [{ a: 1 }, { a: 2 }]);
  });

  it('leave a torn line out', () => {
    assert.deepEqual(values('{"a":1}\n{"a":"to\n{"a":3}'), [{ a: 1 }, { a: 3 }]);
  });

  it('give the complete elements where the text is torn off', () => {
    assert.deepEqual(values('[{"a":1},{"a":[2]},{"a":3,"b":"x'), [[{ a: 1 }, { a: [2] }]]);
    assert.deepEqual(values('{"h":"x","events":[{"a":1},{"a":2,"c":'), [{ h: 'x', events: [{ a: 1 }] }]);
    assert.deepEqual(values('{"h":"x","i":{"a":1},"j":"'), [{ h: 'x', i: { a: 1 } }]);
  });

  it('are none where the text is no JSON', () => {
    assert.deepEqual(values('hello'), []);
    assert.deepEqual(values('{'.repeat(100_000)), []);
  });

  it('have the objects around an offset, innermost first', () => {
    const text = '{"t":0}\n[{"t":1,"p":{"u":"here","l":[{"v":"there"}]}}]';
    const bytes = Buffer.from(text);

    assert.deepEqual(objectsAround(bytes, text.indexOf('here')), [{ u: 'here', l: [{ v: 'there' }] }, { t: 1, p: { u: 'here', l: [{ v: 'there' }] } }]);
    assert.deepEqual(objectsAround(bytes, text.indexOf('there'))[0], { v: 'there' });
    assert.deepEqual(objectsAround(bytes, text.indexOf('"t":0')), [{ t: 0 }]);
    assert.deepEqual(objectsAround(Buffer.from('[{"__proto__":{"u":"x"}}]'), 20).length, 2);
  });

  it('are read as JSON.parse reads them, wherever the cut falls', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), { minLength: 1, maxLength: 5 }), fc.nat(), (events, cut) => {
        const text = JSON.stringify(events);
        const [read] = values(text.slice(0, 1 + (cut % text.length)));

        if (read !== undefined) assert.deepEqual(read, (JSON.parse(text) as unknown[]).slice(0, (read as unknown[]).length));
      }),
      { numRuns: 50 },
    );
  });
});
