import { createHash } from 'node:crypto';

/** What is performed in a block. */
export type BlockKind = 'action' | 'sham';

/**
 * The order of k action and k sham blocks: pairs of one each, and chance says which of the two comes first. Balanced,
 * so that a phone that grows quieter or louder with time favours neither. The same seed gives the same order, on every
 * machine; record it.
 */
export function interleaveBlocks(pairs: number, seed: string): readonly BlockKind[] {
  return Array.from({ length: pairs }, (_, pair): readonly BlockKind[] => (coin(seed, pair) ? ['action', 'sham'] : ['sham', 'action'])).flat();
}

/** A fair coin for each index of a seed: the first bit of a SHA-256. */
function coin(seed: string, index: number): boolean {
  return (createHash('sha256').update(`${seed}\n${index}`).digest()[0] ?? 0) >= 128;
}
