import { SURE, clarityBeside, clarityInside, clarityOf, clarityWithoutGuesses, familyOf } from './clarity.ts';
import type { Decoder } from './decoder.ts';
import type { GrownLayer } from './layer.ts';
import { masksOfMagic } from './magic.ts';

/** From here on nobody guesses whether it might be something else. */
const CLEAR = 1.3;
/** Text of so many bytes has one likeliest key. */
const DOUBTLESS_BYTES = 128;
/** Something inside reads well enough, if not best. */
const LIKELY = 0.9;
/** As many as are tried on the same bytes. */
const MAX_KEYS = 10;
/** By how much its own text has to be clearer than the text it was made from. */
const CLEARER_TEXT = 0.1;

/**
 * Whether a layer, as far as it was read, may be something else. A structure is beyond doubt; what was written into it from the last
 * character to the first is not.
 */
export function isDoubtful(layer: GrownLayer, { name }: Decoder): boolean {
  if (clarityWithoutGuesses(layer) < CLEAR) return true;
  // Text inside of bytes may read well by chance; a magic number under a mask is hardly chance.
  if (name === 'xor' && layer.state !== 'text' && masksOfMagic(layer.bytes).length > 0) return true;
  return name === 'reversed' && layer.state === 'text' && layer.children.slice(-MAX_KEYS).some(({ state }) => state === 'opaque');
}

/** Whether a guess was right: what it gave, or something inside of it, reads more clearly than what was there before. */
export function isRight(child: GrownLayer, layer: GrownLayer): boolean {
  const inside = clarityInside(child);
  if (inside >= SURE || (inside > 0 && inside > clarityBeside(child, layer))) return true;
  if (child.state === 'opaque') return false;
  if (child.isKnown && !layer.isKnown) return true;
  // Of several keys under which the same bytes are text the first is the likeliest; of few bytes one
  // cannot tell, nor where something can be read inside of each.
  const isSecond = layer.children.slice(-MAX_KEYS).some((other) => familyOf(other) === familyOf(child) && other.state !== 'opaque' && other.span?.start === child.span?.start);
  if (isSecond && !child.isView && child.bytes.length >= DOUBTLESS_BYTES && inside < LIKELY) return false;
  return layer.state !== 'text' || clarityOf(child) > clarityOf(layer) + CLEARER_TEXT;
}
