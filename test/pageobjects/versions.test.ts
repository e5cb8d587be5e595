import assert from 'node:assert/strict';
import { isWithinVersions } from '../../pageobjects/versions.ts';

describe('isWithinVersions', () => {
  it('compares number by number, not letter by letter', () => {
    assert.equal(isWithinVersions('12.10.3', '>=12.9'), true);
    assert.equal(isWithinVersions('9.99', '>=12'), false);
  });

  it('wants all bounds to hold', () => {
    assert.equal(isWithinVersions('12.1.4-gl', '>=12.1.4 <13'), true);
    assert.equal(isWithinVersions('13.0', '>=12.1.4 <13'), false);
    assert.equal(isWithinVersions('V12.1.3', '>=12.1.4 <13'), false);
  });

  it('counts a number that is not there as 0', () => {
    assert.equal(isWithinVersions('12', '=12.0.0'), true);
    assert.equal(isWithinVersions('12.0.1', '<=12'), false);
    assert.equal(isWithinVersions('12.0.1', '>12'), true);
  });
});
