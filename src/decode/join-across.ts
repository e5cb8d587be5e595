import type { Budget } from './budget.ts';
import { growRoot } from './grow.ts';
import type { Layer } from './layer.ts';
import { MAX_CHUNKS, MAX_JOINED_BYTES, isEncoded, isTorn, sourceOf } from './torn.ts';

/**
 * What one thing was cut into over several requests of a flush: bodies, or their encoded values, that continue what an
 * earlier one leaves torn off.
 *
 * @param bodies The body of each request to one address, in order.
 * @returns Roots named `joined`, with the index of the first and of the last body in each; only such as can be read.
 */
export function joinAcross(bodies: readonly Layer[], budget: Budget): readonly { readonly root: Layer; readonly first: number; readonly last: number }[] {
  const chunks = bodies.slice(0, MAX_CHUNKS).map((body) => ({ whole: body, encoded: body.children.filter(isEncoded) }));
  const torn = chunks.findIndex(({ whole }) => isTorn(whole) || whole.children.some(isTorn));
  const taken = torn < 0 ? [] : chunks.slice(torn);
  if (taken.length < 2) return [];
  const texts = [
    Buffer.concat(taken.map(({ whole }) => whole.bytes)),
    Buffer.concat(taken.flatMap(({ encoded }) => encoded.map(sourceOf))),
  ];
  return texts
    .filter(({ length }) => length > 0 && length <= MAX_JOINED_BYTES)
    .map((bytes) => growRoot('joined', bytes, budget))
    .filter((root) => root.children.some(({ state }) => state === 'decoded' || state === 'text'))
    .map((root) => ({ root, first: torn, last: torn + taken.length - 1 }));
}
