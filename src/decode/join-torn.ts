import type { Piece } from './decoder.ts';
import type { GrownLayer, Layer } from './layer.ts';
import { MAX_CHUNKS, MAX_JOINED_BYTES, isEncoded, isTorn, sourceOf } from './torn.ts';

/**
 * Values that one thing was cut into, put together again: behind an encoded value whose content is torn off, the encoded
 * values that follow it in the same layer. Kept only where it can be read.
 */
export function joinTorn(layer: GrownLayer): Piece | undefined {
  if (layer.children.length < 2) return undefined;
  const encoded = layer.children.filter(isEncoded).sort((one, other) => startOf(one) - startOf(other));
  const first = encoded.findIndex(isTorn);
  const [start, ...rest] = first < 0 ? [] : encoded.slice(first, first + MAX_CHUNKS);
  if (start === undefined || rest.length === 0) return undefined;
  const bytes = Buffer.concat([start, ...rest].map(sourceOf));
  if (bytes.length > MAX_JOINED_BYTES) return undefined;
  const end = Math.max(...rest.map(({ span }) => span?.end ?? 0));
  return { step: 'joined', bytes, start: startOf(start), end, guess: true };
}

function startOf({ span }: Layer): number {
  return span?.start ?? 0;
}
