import { mayBeDeflate } from '../codecs/deflate-start.ts';
import { inflatePrefix } from '../codecs/inflate-prefix.ts';
import { ENDS_EARLY } from '../codecs/opened.ts';
import type { Decoder, Input, Piece } from '../decoder.ts';
import { magicOf, masksOfMagic } from '../magic.ts';
import { histogramOf, telemetryScore } from '../telemetry-score.ts';
import { masked, masksOfText } from '../text-masks.ts';
import { BEST_SHAPE, SHAPE_BYTES, shapeBonus } from '../text-shape.ts';

const SAMPLE_BYTES = 4096;
const MIN_BYTES = 6;
const MAX_MASKS = 6;
/** Few bytes look alike under many masks. */
const SHORT_BYTES = 256;
const MAX_MASKS_OF_SHORT = 10;
/** Long text leaves hardly a doubt about its mask. */
const LONG_BYTES = 64 * 1024;
const MAX_MASKS_OF_LONG = 2;
/** Text that is this much worse than under its best mask is garbled. */
const GARBLED_BELOW_BEST = 0.1;
/** Text that reaches this, the bonus of a structure included, is taken as it stands. */
const PLAIN_SCORE = 1.8;
const MIN_DISTINCT = 4;
const MAX_INFLATED_SAMPLE = 512;
const MAX_INFLATED_BYTES = 4096;

/** Bytes that were XORed with one byte: compressed data or UTF-16 by its magic number, text by the masks that make it. Guesses. */
export const xor: Decoder = {
  name: 'xor',
  priority: 80,
  decode(input) {
    const { bytes, path } = input;
    if (bytes.length < MIN_BYTES || isMaskedAlready(path)) return undefined;
    const sample = bytes.subarray(0, SAMPLE_BYTES);
    const pieces: Piece[] = [];
    for (const mask of candidateMasks(sample, input)) {
      pieces.push({ step: `xor:0x${mask.toString(16).padStart(2, '0')}`, bytes: masked(bytes, mask), start: 0, end: bytes.length, guess: true });
    }
    return pieces.length === 0 ? undefined : { pieces };
  },
};

// Turned around in between or not, two masks are one.
function isMaskedAlready(path: readonly string[]): boolean {
  const last = path.at(-1) === 'reversed' ? path.at(-2) : path.at(-1);
  return last?.startsWith('xor:') === true;
}

function candidateMasks(sample: Buffer, { bytes, look }: Input): readonly number[] {
  const ofMagic = masksOfMagic(sample).filter((mask) => isBelievable(sample, mask));
  const last = bytes[bytes.length - 1] as number;
  const own = look.isText ? telemetryScore(histogramOf(sample)) + shapeBonus(sample, last, 0) : -Infinity;
  if (own >= PLAIN_SCORE) return ofMagic;
  // Padding is a byte over and over: any of a hundred masks makes text of it, and it says nothing under any.
  const ofText = isVaried(sample) ? masksOfText(sample) : [];
  if (ofText.length === 0) return ofMagic;
  const histogram = histogramOf(sample);
  const byLetters = ofText.map((mask) => ({ mask, score: telemetryScore(histogram, mask) })).sort((one, other) => other.score - one.score);
  const best = bestByShape(byLetters, own + GARBLED_BELOW_BEST, sample, last);
  return [...new Set([...ofMagic, ...best.slice(0, mostMasks(bytes.length))])];
}

// Whether there are some different bytes at the start.
function isVaried(sample: Buffer): boolean {
  let distinct = 0;
  for (let at = 0; at < sample.length && at < SHAPE_BYTES; at += 1) {
    let first = 0;
    while (sample[first] !== sample[at]) first += 1;
    if (first === at) distinct += 1;
    if (distinct === MIN_DISTINCT) return true;
  }
  return false;
}

interface Scored {
  readonly mask: number;
  readonly score: number;
}

// The masks above a score, the best first, by letters and shape. A shape is told of those alone whose letters leave them a chance.
function bestByShape(byLetters: readonly Scored[], above: number, sample: Buffer, last: number): readonly number[] {
  const best: Scored[] = [];
  for (const { mask, score } of byLetters) {
    const most = score + BEST_SHAPE;
    if (most <= above || most < (best[MAX_MASKS_OF_SHORT - 1]?.score ?? above)) break;
    const shaped = score + shapeBonus(sample, last, mask);
    if (shaped <= above) continue;
    best.push({ mask, score: shaped });
    best.sort((one, other) => other.score - one.score || one.mask - other.mask);
  }
  return best.map(({ mask }) => mask);
}

function mostMasks(byteCount: number): number {
  if (byteCount <= SHORT_BYTES) return MAX_MASKS_OF_SHORT;
  return byteCount > LONG_BYTES ? MAX_MASKS_OF_LONG : MAX_MASKS;
}

// One plain text in a hundred would be UTF-16 under some mask, of characters nobody writes. Where it was meant, the zero
// bytes of its Latin letters have become the mask itself.
function isBelievable(sample: Buffer, mask: number): boolean {
  const magic = magicOf(sample, mask);
  if (magic === 'zlib') return inflates(sample, mask);
  return magic !== 'utf-16' || sample.includes(mask);
}

// Two bytes are the whole magic of zlib, and a mask for them is found in every sixtieth noise: the stream must begin well.
function inflates(sample: Buffer, mask: number): boolean {
  const plain = masked(sample.subarray(2, MAX_INFLATED_SAMPLE), mask);
  if (!mayBeDeflate(plain)) return false;
  const { output, why } = inflatePrefix(plain, 0, MAX_INFLATED_BYTES);
  // The sample stops in the middle of the stream.
  return output.length > 0 && (why === undefined || why === ENDS_EARLY);
}
