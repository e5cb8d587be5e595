import assert from 'node:assert/strict';
import fc from 'fast-check';
import { boundOfSilence, sensitivityBound, upperBound } from '../../src/silence/bound.ts';
import { describeBound } from '../../src/silence/describe.ts';

describe('the bound of a silence', () => {
  // 59 and 299: the sample sizes that quality control and sampling plans give for "95 % sure of less than 5 % (1 %)".
  for (const [windows, sensitivity, percent] of [[59, 1, 5], [299, 1, 1], [1, 1, 95], [10, 1, 25.9], [59, 0.5, 9.9], [3, 0.1, 100], [0, 1, 100], [9, 0, 100]] as const) {
    it(`is ${percent} % after ${windows} silent windows of sensitivity ${sensitivity}`, () => {
      const upper = upperBound(windows, sensitivity) * 100;

      assert.ok(Math.abs(upper - percent) < 0.06, `found ${upper}`);
    });
  }

  // One-sided 95 % lower limits of Clopper and Pearson (1934), as qbeta(0.05, k, n - k + 1) gives them.
  for (const [seen, performed, lower] of [[1, 1, 0.05], [10, 10, 0.7411], [59, 59, 0.9505], [9, 10, 0.6058], [5, 10, 0.2224], [0, 7, 0], [0, 0, 0], [95, 100, 0.8977]] as const) {
    it(`takes the instrument's sensitivity to be at least ${lower} when ${seen} of ${performed} controls were seen`, () => {
      assert.ok(Math.abs(sensitivityBound({ seen, performed }) - lower) < 1e-4, `found ${sensitivityBound({ seen, performed })}`);
    });
  }

  it('never rises with more windows or more controls seen', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 40 }), fc.nat(40), (windows, performed, missed) => {
      const seen = Math.max(0, performed - missed);
      const { upper95 } = boundOfSilence(windows, { seen, performed });
      assert.ok(boundOfSilence(windows + 1, { seen, performed }).upper95 <= upper95);
      assert.ok(boundOfSilence(windows, { seen: seen + 1, performed: performed + 1 }).upper95 <= upper95 + 1e-9);
    }), { numRuns: 50 });
  });

  it('is not made of more controls seen than performed', () => {
    assert.throws(() => sensitivityBound({ seen: 2, performed: 1 }), /found 2 of 1 seen/);
  });

  it('is told in one sentence, rounded against us', () => {
    assert.equal(
      describeBound({ verdict: 'silent', bound: { windows: 59, sensitivity: 0.9505, upper95: 0.05208 } }),
      'Silent in 59 windows that were watched from end to end: with 95 % confidence performing the action makes the phone send something in '
        + 'fewer than 5.3 % of cases, on this phone with this software, where what is sent is seen in at least 95 % of cases.',
    );
  });

  it('says of a single window that it bounds nothing', () => {
    assert.match(describeBound({ verdict: 'silent', bound: boundOfSilence(1, { seen: 1, performed: 1 }) }), /^Silent in 1 window that was watched .* bounds nothing/);
  });

  it('is not told of what was not silent', () => {
    assert.equal(describeBound({ verdict: 'noisy', bound: { windows: 1, sensitivity: 1, upper95: 0.95 } }), '');
    assert.equal(describeBound({ verdict: 'silent' }), '');
  });
});
