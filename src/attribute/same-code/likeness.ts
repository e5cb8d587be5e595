import type { Sketch } from '../../flow/app-code.ts';

/**
 * What two sets have in common, from 0 to 1: of all that either has, the share that both have (Jaccard). Exact where both sketches are
 * whole, otherwise estimated from the smallest digests of both together.
 */
export function commonShare(left: Sketch, right: Sketch): number {
  if (left.count === 0 && right.count === 0) return 1;
  const isWhole = ({ count, smallest }: Sketch): boolean => smallest.length >= count;
  // Beyond the last digest of a cut sketch nothing is known of its set.
  const knownTo = [left, right].filter((sketch) => !isWhole(sketch)).map(({ smallest }) => smallest.at(-1) ?? '').sort()[0];
  const known = ({ smallest }: Sketch): readonly string[] => (knownTo === undefined ? smallest : smallest.filter((digest) => digest <= knownTo));
  const others = new Set(known(right));
  const mine = known(left);
  const common = mine.filter((digest) => others.has(digest)).length;
  const all = mine.length + others.size - common;
  return all === 0 ? 0 : common / all;
}
