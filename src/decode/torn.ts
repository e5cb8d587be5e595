import type { Layer } from './layer.ts';

/** Enough for what an SDK keeps; a limit on what is copied. */
export const MAX_JOINED_BYTES = 4 * 1024 * 1024;
/** Values, or requests, that one thing may have been cut into. */
export const MAX_CHUNKS = 1024;

const ENCODED = /^(?:base64|base64url|hex|reversed)$/;

/** Whether a layer was made from an encoded value of the layer around it. */
export function isEncoded({ step }: Layer): boolean {
  return ENCODED.test(step);
}

/** Whether the end of what a layer holds is missing: a stream that ends early, JSON that is not closed. */
export function isTorn(layer: Layer): boolean {
  // A stream that is torn off early gives nothing, and is opaque; later, it gives what there was.
  if (layer.note?.includes('ends early') === true) return true;
  if (layer.state === 'cut off') return false;
  if (layer.format === 'json') return !/[}\]"]\s*$/.test(layer.bytes.toString('latin1', Math.max(0, layer.bytes.length - 16)));
  return layer.children.length === 1 && layer.children.every((child) => child.span?.start === 0 && isTorn(child));
}

/** The text a layer was made from, as it stands in the layer around it. */
export function sourceOf({ parent, span }: Layer): Buffer {
  return parent === undefined || span === undefined ? Buffer.alloc(0) : parent.bytes.subarray(span.start, span.end);
}
