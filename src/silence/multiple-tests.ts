/**
 * p-values adjusted after Holm, in the order given: with those at most 0.05 taken for real, the chance that any one of
 * them is not is at most 5 %. For "some action is called noisy".
 */
export function holm(pValues: readonly number[]): readonly number[] {
  let highest = 0;
  return inOrderOf(pValues, ascending(pValues), (p, rank) => {
    highest = Math.max(highest, Math.min(1, (pValues.length - rank) * p));
    return highest;
  });
}

/**
 * p-values adjusted after Benjamini and Hochberg, in the order given: of those at most 0.05, at most 5 % are not real
 * on average. For lists of findings.
 */
export function benjaminiHochberg(pValues: readonly number[]): readonly number[] {
  let lowest = 1;
  return inOrderOf(pValues, ascending(pValues).toReversed(), (p, rank) => {
    lowest = Math.min(lowest, (pValues.length / (pValues.length - rank)) * p);
    return lowest;
  });
}

function ascending(pValues: readonly number[]): readonly number[] {
  return pValues.map((_, index) => index).toSorted((a, b) => (pValues[a] ?? 0) - (pValues[b] ?? 0));
}

function inOrderOf(pValues: readonly number[], order: readonly number[], adjust: (p: number, rank: number) => number): readonly number[] {
  const adjusted = [...pValues];
  for (const [rank, index] of order.entries()) adjusted[index] = adjust(pValues[index] ?? 1, rank);
  return adjusted;
}
