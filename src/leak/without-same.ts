import type { Span } from '../decode/spans.ts';
import type { Indicator } from '../flow/indicator.ts';
import type { Found } from './layer-search.ts';
import { stepInWords } from './wording.ts';

/** Something that was found, and the stretch of a layer that it was found in. */
export interface PlacedFound extends Span {
  readonly found: Found;
}

/**
 * What was found, each place once: the same text is reached in several ways where a stream lies in a message in a message, or where
 * two masks undo each other. The way with the fewest wrappings is told, and of those the one that names most places.
 */
export function withoutSame(all: readonly PlacedFound[]): readonly PlacedFound[] {
  if (all.length < 2) return all;
  const bests = new Map<Indicator, PlacedFound[]>();
  const inOrder = all.map((one) => ({ one, wrappings: wrappingsOf(one.found) })).sort((first, other) => first.wrappings - other.wrappings || other.one.found.path.length - first.one.found.path.length);
  for (const { one } of inOrder) {
    const { indicator } = one.found;
    const best = bests.get(indicator) ?? [];
    bests.set(indicator, best);
    if (!best.some((other) => one.start < other.end && other.start < one.end && isSame(one.found, other.found))) best.push(one);
  }
  const kept = new Set([...bests.values()].flat());
  return all.filter((one) => kept.has(one));
}

// Two findings of one indicator, whose stretches overlap.
function isSame(one: Found, other: Found): boolean {
  return disguises(one) > disguises(other) || (one.form === other.form && one.offset === other.offset && one.sample === other.sample);
}

// Bytes that hold a value under one mask hold it under others that are undone further inside, or backwards.
function disguises({ path, form = '' }: Found): number {
  const ofForm = /^xor\b/.test(form) ? 1 : 0;
  return ofForm + path.filter((step) => step.startsWith('xor:') || step === 'reversed').length;
}

function wrappingsOf({ path }: Found): number {
  return path.filter((step) => stepInWords(step).kind === 'wrapping').length;
}
