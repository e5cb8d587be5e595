import { createHash } from 'node:crypto';
import type { Sketch } from '../../flow/app-code.ts';

/** How many of the smallest are kept: what two sets have in common is then told to about 2 of 100. */
export const SKETCH_SIZE = 2_048;

const DIGITS = 12;

/**
 * Sketches a set of digests in hex: the smallest of them (Broder, On the resemblance and containment of documents, 1997).
 * Digests are as good as drawn by chance, so the smallest are a fair sample, and the same one of two sets.
 */
export function sketchOf(digests: Iterable<string>): Sketch {
  const short = [...new Set([...digests].map((digest) => digest.slice(0, DIGITS)))].sort();
  return { count: short.length, smallest: short.slice(0, SKETCH_SIZE) };
}

/** Sketches a set of names. */
export function sketchOfNames(names: Iterable<string>): Sketch {
  return sketchOf([...names].map((name) => createHash('sha256').update(name).digest('hex')));
}
