import assert from 'node:assert/strict';
import { CLAIM_SHEETS, CLAIM_SOURCES, claimText } from '../../src/report/claim-sheet.ts';

describe('the sheet of claims', () => {
  it('has C1 to C17 in order', () => {
    assert.deepEqual(CLAIM_SHEETS.map(({ claim }) => claim), Array.from({ length: 17 }, (_, index) => `C${index + 1}`));
  });

  it('names sources that there are, and no source that nothing rests on', () => {
    const named = CLAIM_SHEETS.flatMap(({ sources }) => sources);

    assert.deepEqual([...new Set(named)].sort(), Object.keys(CLAIM_SOURCES).sort());
  });

  it('has a few words for each claim, and the name itself for one that nobody wrote down', () => {
    assert.equal(claimText('C6'), 'folders opened are reported');
    assert.equal(claimText('C99'), 'C99');
  });
});
