import assert from 'node:assert/strict';
import { silencing } from '../../src/device/preflight.ts';

describe('what makes a silence of the phone worthless', () => {
  it('is a check that keeps SDKs silent and does not hold, and no other', () => {
    const checks = ['provisioned', 'screen', 'no monkey', 'clock', 'analytics', 'free space', 'build']
      .map((name) => ({ name, held: name === 'provisioned', detail: '' }));

    assert.deepEqual(silencing(checks).map(({ name }) => name), ['no monkey', 'analytics']);
  });
});
