import type { Match } from './match.ts';

/**
 * The matches of one target in one layer, in order, without those that lie in another one or overlap one before them: of several
 * ways to read a place the longest is told, and as it is rather than in disguise.
 */
export function settleMatches(matches: readonly Match[]): readonly Match[] {
  const ordered = [...matches].sort((one, other) => one.at - other.at || other.length - one.length || rank(one) - rank(other));
  const settled: Match[] = [];
  let end = -1;
  for (const match of ordered) {
    const matchEnd = match.at + match.length;
    if (match.at >= end) settled.push(match);
    else if (matchEnd > end) replaceLast(settled, match);
    end = Math.max(end, matchEnd);
  }
  return settled;
}

// Of two that overlap the longer one says more: a few characters of a name that happen to come before it say little.
function replaceLast(settled: Match[], match: Match): void {
  const last = settled.at(-1);
  if (last !== undefined && match.length > last.length) settled[settled.length - 1] = match;
}

function rank({ form }: Match): number {
  return form === undefined ? 0 : form.startsWith('xor') ? 2 : 1;
}
