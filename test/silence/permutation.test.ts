import assert from 'node:assert/strict';
import fc from 'fast-check';
import { repetitionOrder } from '../../src/silence/repetition-order.ts';
import { benjaminiHochberg, holm } from '../../src/silence/multiple-tests.ts';
import { permutationTest, strongestDifference } from '../../src/silence/permutation.ts';

const range = (from: number, length: number): readonly number[] => Array.from({ length }, (_, index) => from + index);
const rounded = (values: readonly number[]): readonly number[] => values.map((value) => Number(value.toFixed(4)));

describe('the exact permutation test', () => {
  for (const [k, pMin] of [[3, 0.05], [4, 0.0143], [5, 0.00397], [6, 0.00108], [8, 7.8e-5]] as const) {
    it(`gives ${pMin} at the least with ${k} blocks of each kind`, () => {
      const { p, pMin: least } = permutationTest(range(100, k), range(0, k));

      assert.equal(p, least);
      assert.ok(Math.abs(p - pMin) / pMin < 0.005, `found ${p}`);
    });
  }

  it('goes through all of 184 756 permutations of ten blocks of each kind', () => {
    assert.equal(permutationTest(range(100, 10), range(0, 10)).p, 1 / 184_756);
  });

  // Of the 20 ways to choose three of these six, 12+15+19 and those above: counted by hand.
  it('counts by hand', () => {
    assert.equal(permutationTest([12, 15, 19], [9, 11, 14]).p, 2 / 20);
  });

  it('takes ties for chance', () => {
    assert.equal(permutationTest([1, 1, 1], [1, 1, 1]).p, 1);
    assert.equal(permutationTest([0.1 + 0.2, 5, 5], [0.3, 5, 5]).p, 16 / 20);
    assert.equal(permutationTest([1, 1, 0], [1, 0, 0]).p, 10 / 20);
  });

  it('finds nothing in an action that sends less', () => {
    assert.equal(permutationTest([0, 0, 0, 0], [9, 9, 9, 9]).p, 1);
  });

  it('is right in at most so many cases by chance, and its p never below the least', () => {
    fc.assert(fc.property(fc.array(fc.nat(6), { minLength: 6, maxLength: 10 }), (values) => {
      const half = Math.floor(values.length / 2);
      const { p, pMin } = permutationTest(values.slice(0, half), values.slice(half));
      assert.ok(p >= pMin && p <= 1);
      // The sum of all labellings' indicator: those at least as extreme include the one found.
      const swapped = permutationTest(values.slice(half), values.slice(0, half));
      if (values.length % 2 === 0) assert.ok(p + swapped.p >= 1);
    }), { numRuns: 60 });
  });

  it('covers several series by one p, whatever their units, and says which differs most', () => {
    const steady = { action: [7, 7, 7, 7, 7], sham: [7, 7, 7, 7, 7] };
    const random = { action: [3, 1, 4, 1, 5], sham: [9, 2, 6, 5, 3] };
    const bytes = { action: range(5_000, 5), sham: range(1_000, 5) };

    const { p, pMin, strongest } = strongestDifference([steady, random, bytes]);

    assert.equal(strongest, 2);
    assert.ok(p >= pMin && p <= 2 * pMin, `found ${p}`);
  });

  it('errs no more often than it says, over all labellings of noise in several series', () => {
    // Every labelling of six blocks in turn is "the one found": the share with p <= 0.1 must be at most 0.1.
    const noise = [[3, 1, 4, 1, 5, 9], [2, 6, 5, 3, 5, 8]];
    const choices = range(0, 64).filter((mask) => mask.toString(2).replaceAll('0', '').length === 3);
    const ps = choices.map((mask) => strongestDifference(noise.map((values) => ({
      action: values.filter((_, index) => (mask >> index) & 1),
      sham: values.filter((_, index) => !((mask >> index) & 1)),
    }))).p);

    assert.equal(choices.length, 20);
    assert.ok(ps.filter((p) => p <= 0.1).length <= 2);
  });

  for (const [what, action, sham] of [['no block', [], [1]], ['eleven blocks', range(0, 11), range(0, 11)], ['no number', [NaN], [1]]] as const) {
    it(`is refused for ${what}`, () => {
      assert.throws(() => permutationTest(action, sham), RangeError);
    });
  }
});

describe('many tests at once', () => {
  // As R's p.adjust gives them.
  it('are adjusted after Holm', () => {
    assert.deepEqual(rounded(holm([0.01, 0.02, 0.03, 0.04])), [0.04, 0.06, 0.06, 0.06]);
    assert.deepEqual(rounded(holm([0.04, 0.001, 0.6])), [0.08, 0.003, 0.6]);
  });

  it('are adjusted after Benjamini and Hochberg', () => {
    assert.deepEqual(rounded(benjaminiHochberg([0.01, 0.02, 0.03, 0.04])), [0.04, 0.04, 0.04, 0.04]);
    // Benjamini and Hochberg (1995), their example of 15 p-values: four are rejected at 0.05.
    const published = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1];
    assert.equal(benjaminiHochberg(published).filter((p) => p <= 0.05).length, 4);
    assert.equal(holm(published).filter((p) => p <= 0.05).length, 3);
  });

  it('are none when there are none', () => {
    assert.deepEqual([holm([]), benjaminiHochberg([])], [[], []]);
  });
});

describe('the order of a repetition', () => {
  const names = ['touches nothing', 'opens a folder', 'renames a file'];
  const orders = range(0, 600).map((number) => repetitionOrder(names, { seed: 'seed-1', number }));

  it('has every action and the sham once, in an order that seed and number decide', () => {
    for (const order of orders) assert.deepEqual([...order].sort(), [...names].sort());
    assert.deepEqual(repetitionOrder(names, { seed: 'seed-1', number: 7 }), orders[7]);
    assert.notDeepEqual(range(0, 20).map((number) => repetitionOrder(names, { seed: 'seed-2', number })), orders.slice(0, 20));
  });

  it('puts the sham before each action as often as behind it', () => {
    for (const action of names.slice(1)) {
      const before = orders.filter((order) => order.indexOf('touches nothing') < order.indexOf(action)).length;
      assert.ok(before > 250 && before < 350, `found ${before} of 600 before "${action}"`);
    }
  });
});
