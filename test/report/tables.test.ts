import assert from 'node:assert/strict';
import { claimsTable, table } from '../../src/report/tables.ts';

describe('table', () => {
  it('makes columns as wide as their widest cell and rules off the head', () => {
    assert.equal(table([['a', 'b'], ['long cell', 'x']]), 'a          b\n---------  -\nlong cell  x');
  });
});

describe('claimsTable', () => {
  it('gives a line to a claim and a column to a phone', () => {
    const text = claimsTable([
      { claim: 'C1', device: 'old', result: 'confirmed', because: '' },
      { claim: 'C1', device: 'new', result: 'refuted', because: '' },
    ]);

    assert.match(text, /^claim +old +new\n-+ +-+ +-+ +-+\nC1 +every website visited is reported +confirmed +refuted$/);
  });
});
