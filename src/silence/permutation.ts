/** The most blocks of each kind whose permutations are gone through one by one: C(20, 10) is 184 756. */
export const MOST_EXACT_BLOCKS = 10;

/** Sums that differ by less are equal: a tie counts against the action, never for it. */
const TIE = 1e-9;

/** What an exact test of two samples found. */
export interface PermutationTest {
  /** Chance of a difference at least this large if performing the action changed nothing. */
  readonly p: number;
  /** The smallest p that so many blocks can give: 1 / C(a + b, a). */
  readonly pMin: number;
  /** Mean of the action's blocks minus mean of the sham's. */
  readonly difference: number;
}

/**
 * Exact permutation test, one-sided: is more sent in the action's blocks than in the sham's? Goes through every way the
 * labels could have fallen and counts those whose difference is at least the one found, ties included; so p is never
 * below `pMin`, and never too small.
 *
 * @throws {RangeError} for an empty sample, more than 10 blocks of a kind, or values that are no numbers.
 */
export function permutationTest(action: readonly number[], sham: readonly number[]): PermutationTest {
  const pooled = [...action, ...sham];
  if (action.length === 0 || sham.length === 0 || Math.max(action.length, sham.length) > MOST_EXACT_BLOCKS) {
    throw new RangeError(`tested ${action.length} action and ${sham.length} sham blocks, expected 1 to ${MOST_EXACT_BLOCKS} of each`);
  }
  if (!pooled.every(Number.isFinite)) throw new RangeError(`tested ${pooled.join(', ')}, expected numbers`);
  // With fixed sizes the difference of means grows with the sum of the first sample: that alone is compared.
  const observed = sumOf(action);
  const tolerance = TIE * Math.max(1, ...pooled.map(Math.abs));
  const { asExtreme, all } = countSums(pooled, action.length, observed - tolerance);
  return { p: asExtreme / all, pMin: 1 / all, difference: observed / action.length - sumOf(sham) / sham.length };
}

/** Of all choices of `size` values: how many there are, and how many sum up to at least `least`. */
function countSums(values: readonly number[], size: number, least: number): { readonly asExtreme: number; readonly all: number } {
  let asExtreme = 0;
  let all = 0;
  const choose = (from: number, left: number, sum: number): void => {
    if (left === 0) {
      all += 1;
      if (sum >= least) asExtreme += 1;
      return;
    }
    for (let index = from; index <= values.length - left; index += 1) choose(index + 1, left - 1, sum + (values[index] ?? 0));
  };
  choose(0, size, 0);
  return { asExtreme, all };
}

/** p-values adjusted after Holm, in the order given: reject those at most α and at most α of all families err at all. */
export function holm(pValues: readonly number[]): readonly number[] {
  let highest = 0;
  return adjusted(pValues, ascending(pValues), (p, rank) => {
    highest = Math.max(highest, Math.min(1, (pValues.length - rank) * p));
    return highest;
  });
}

/** p-values adjusted after Benjamini and Hochberg, in the order given: of those at most α, at most α are wrong on average. */
export function benjaminiHochberg(pValues: readonly number[]): readonly number[] {
  let lowest = 1;
  return adjusted(pValues, ascending(pValues).toReversed(), (p, rank) => {
    lowest = Math.min(lowest, (pValues.length / (pValues.length - rank)) * p);
    return lowest;
  });
}

const ascending = (pValues: readonly number[]): readonly number[] => pValues.map((_, index) => index).toSorted((a, b) => (pValues[a] ?? 0) - (pValues[b] ?? 0));

function adjusted(pValues: readonly number[], order: readonly number[], adjust: (p: number, rank: number) => number): readonly number[] {
  const result = [...pValues];
  for (const [rank, index] of order.entries()) result[index] = adjust(pValues[index] ?? 1, rank);
  return result;
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
