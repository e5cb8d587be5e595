import { Budget } from './budget.ts';
import { growRoot } from './grow.ts';
import type { Beforehand } from './grow.ts';
import type { Layer } from './layer.ts';

/** Where bytes begin, and what is known of them there. */
export interface EntryPoint extends Beforehand {
  /** First element of the path: `body`, `url`, `header:referer`, `host`. */
  readonly step: string;
  readonly bytes: Buffer;
}

/**
 * Decodes bytes as far as they can be, layer by layer. Never throws; what cannot be read stays in the tree as opaque
 * or cut off, with its bytes.
 */
export function decodeBytes(bytes: Buffer, step = 'body', budget: Budget = new Budget()): Layer {
  return decodeEntry({ step, bytes }, budget);
}

/** Decodes one entry point of a flow. */
export function decodeEntry({ step, bytes, ...beforehand }: EntryPoint, budget: Budget = new Budget()): Layer {
  return growRoot(step, bytes, budget, beforehand);
}
