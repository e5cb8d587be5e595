/** The most blocks of each kind whose permutations are gone through one by one: C(20, 10) is 184 756. */
export const MOST_EXACT_BLOCKS = 10;

/** Differences that differ by less are equal: a tie counts against a finding, never for it. */
const TIE = 1e-9;

/** One thing measured in every block: how much of it there was in the action's blocks and in the sham's. */
export interface Series {
  readonly action: readonly number[];
  readonly sham: readonly number[];
}

/** What an exact test of two samples found. */
export interface PermutationTest {
  /** Chance of a difference at least this large if performing the action changed nothing. */
  readonly p: number;
  /** The smallest p that so many blocks can give: 1 / C(a + b, a). */
  readonly pMin: number;
  /** Index of the series that differs most. */
  readonly strongest: number;
}

/**
 * Exact permutation test, one-sided: is more sent in the action's blocks than in the sham's? Goes through every way the
 * labels could have fallen and counts those whose difference is at least the one found, ties included; so p is never
 * below `pMin`. It takes blocks that action and sham could have swapped; drift over the night makes it miss more, not
 * find more, when the blocks are interleaved.
 *
 * @throws {RangeError} as `strongestDifference`.
 */
export const permutationTest = (action: readonly number[], sham: readonly number[]): PermutationTest => strongestDifference([{ action, sham }]);

/**
 * The same test over several things measured in the same blocks. Under each labelling the largest difference counts,
 * each in units of its own spread (Westfall and Young's maximum); so one p covers them all, and needs no correction for
 * how many they are.
 *
 * @throws {RangeError} for an empty sample, more than 10 blocks of a kind, values that are no numbers, or series of
 * different blocks.
 */
export function strongestDifference(series: readonly Series[]): PermutationTest {
  const sizes = checkedSizes(series);
  const scaled = series.map(({ action, sham }) => standardise([...action, ...sham]));
  // The scaled values sum up to 0, so the difference of means grows with the sum over the action's blocks: that is compared.
  const observed = scaled.map((values) => sumOf(values.slice(0, sizes.action)));
  const largest = Math.max(...observed);
  const { asExtreme, all } = countLabellings(scaled, sizes, largest - TIE);
  return { p: asExtreme / all, pMin: 1 / all, strongest: observed.indexOf(largest) };
}

interface Sizes {
  readonly action: number;
  readonly sham: number;
}

function checkedSizes(series: readonly Series[]): Sizes {
  const [first] = series;
  const sizes = { action: first?.action.length ?? 0, sham: first?.sham.length ?? 0 };
  if (Math.min(sizes.action, sizes.sham) === 0 || Math.max(sizes.action, sizes.sham) > MOST_EXACT_BLOCKS) {
    throw new RangeError(`tested ${sizes.action} action and ${sizes.sham} sham blocks, expected 1 to ${MOST_EXACT_BLOCKS} of each`);
  }
  for (const { action, sham } of series) {
    const values = [...action, ...sham];
    if (!values.every(Number.isFinite)) throw new RangeError(`tested ${values.join(', ')}, expected numbers`);
    if (action.length !== sizes.action || sham.length !== sizes.sham) throw new RangeError('tested series of different blocks, expected the same blocks in each');
  }
  return sizes;
}

/** Values minus their mean, by their spread: 0 everywhere for a series that never changes. */
function standardise(values: readonly number[]): readonly number[] {
  const mean = sumOf(values) / values.length;
  const spread = Math.sqrt(sumOf(values.map((value) => (value - mean) ** 2)) / values.length);
  return values.map((value) => (spread <= TIE * Math.max(1, Math.abs(mean)) ? 0 : (value - mean) / spread));
}

/** Of all choices of the action's blocks: how many there are, and in how many some series sums up to at least `least`. */
function countLabellings(series: readonly (readonly number[])[], { action, sham }: Sizes, least: number): { readonly asExtreme: number; readonly all: number } {
  let asExtreme = 0;
  let all = 0;
  const choose = (from: number, left: number, sums: readonly number[]): void => {
    if (left === 0) {
      all += 1;
      if (sums.some((sum) => sum >= least)) asExtreme += 1;
      return;
    }
    for (let block = from; block <= action + sham - left; block += 1) {
      choose(block + 1, left - 1, sums.map((sum, index) => sum + (series[index]?.[block] ?? 0)));
    }
  };
  choose(0, action, series.map(() => 0));
  return { asExtreme, all };
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
