import assert from 'node:assert/strict';
import { silencing } from '../../src/device/preflight.ts';

describe('what makes a silence of the phone worthless', () => {
  it('is a check that keeps SDKs silent and does not hold, and no other', () => {
    const checks = [
      { name: 'provisioned', held: true, detail: '', class: 'silencing' as const },
      { name: 'no monkey', held: false, detail: '', class: 'silencing' as const },
      { name: 'build', held: false, detail: '', class: 'recorded' as const },
      { name: 'unclassed', held: false, detail: '' },
    ];

    assert.deepEqual(silencing(checks).map(({ name }) => name), ['no monkey']);
  });
});
