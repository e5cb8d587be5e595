import assert from 'node:assert/strict';
import fc from 'fast-check';
import { runsIn } from '../../src/decode/runs.ts';

const texts = (text: string): string[] => [...runsIn(Buffer.from(text))].map(({ start, end }) => text.slice(start, end));

/** The same by a regular expression, which has no need to be fast; lines are left alone. */
const expected = (text: string): string[] => text.match(/[A-Za-z0-9+/_-]{12,}={0,2}/g) ?? [];

describe('runs of the base64 alphabets', () => {
  it('finds every maximal run of twelve characters or more, and no other', () => {
    const characters = fc.constantFrom(...Array.from('ABCxyz019+/-_= "{.'));
    fc.assert(fc.property(fc.string({ unit: characters, maxLength: 200 }), (text) => assert.deepEqual(texts(text), expected(text))), { numRuns: 500 });
  });

  it('takes up two signs of padding, and leaves a third', () => {
    assert.deepEqual(texts('"aGVsbG8gd29ybGQ==="'), ['aGVsbG8gd29ybGQ==']);
  });

  it('knows hexadecimal digits', () => {
    const [one, other] = [...runsIn(Buffer.from('68656c6c6f20776f726c64 68656c6c6f20776f726c6g'))];

    assert.deepEqual([one?.kind, other?.kind], ['hex', 'base64']);
  });

  for (const lineEnd of ['\n', '\r\n', '\n  ', '\r\n\t']) {
    it(`joins lines of one length that end in ${JSON.stringify(lineEnd)}`, () => {
      const text = `x: ${'A'.repeat(64)}${lineEnd}${'B'.repeat(64)}${lineEnd}${'C'.repeat(10)}=\n\nDDDDDDDDDDDDDDDD`;

      const runs = [...runsIn(Buffer.from(text))];

      assert.deepEqual(runs.map(({ isWrapped }) => isWrapped), [true, false]);
      assert.equal(text.slice(runs[0]!.start, runs[0]!.end), text.slice(3, text.indexOf('=') + 1));
    });
  }

  it('does not join short lines, nor lines that grow longer', () => {
    assert.equal(texts(`${'A'.repeat(16)}\n${'B'.repeat(16)}`).length, 2);
    assert.equal(texts(`${'A'.repeat(30)}\n${'B'.repeat(60)}`).length, 2);
  });

  it('stays inside of the bytes it was given', () => {
    const [run] = [...runsIn(Buffer.from('A'.repeat(100)), 10, 50)];

    assert.deepEqual({ start: run?.start, end: run?.end }, { start: 10, end: 50 });
  });
});
