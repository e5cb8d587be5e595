import assert from 'node:assert/strict';
import { claimsInWords } from '../../src/report/claims-in-words.ts';

describe('the claims on the front page of the report', () => {
  it('say on which phones each was confirmed, refuted and not told', () => {
    const told = (claim: string, device: string, result: 'confirmed' | 'refuted' | 'not told') => ({ claim, device, result, because: '' });

    assert.deepEqual(claimsInWords([told('C1', 'a', 'refuted'), told('C9', 'a', 'not told'), told('C1', 'b', 'confirmed'), told('C1', 'c', 'refuted')]), {
      'C1, every website visited is reported': 'confirmed on b; refuted on a, c',
      'C9, songs played are reported': 'not told on a',
    });
  });
});
