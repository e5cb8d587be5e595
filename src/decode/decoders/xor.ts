import { mayBeDeflate } from '../codecs/deflate-start.ts';
import { inflatePrefix } from '../codecs/inflate-prefix.ts';
import { ENDS_EARLY } from '../codecs/opened.ts';
import type { Decoder, Input, Piece } from '../decoder.ts';
import { magicOf, masksOfMagic } from '../magic.ts';
import { histogramOf, telemetryScore } from '../telemetry-score.ts';
import { isUsualText } from '../text-bytes.ts';
import { masked, masksOfText } from '../text-masks.ts';

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
const STRUCTURE_BONUS = 1;
const FORM_BONUS = 0.5;
const ENCODED_TEXT_BONUS = 1.5;
const ALPHABET_BONUS = 0.3;
const LOOSE_PERCENT = -0.3;
const MIN_ESCAPES = 3;
/** How gzip, JSON, zlib, zstd and LZ4 begin in base64. */
const ENCODED_MAGIC = /^(?:H4sI|eyJ|W3si|eJ[wyz]|eNp|KLUv|BCJNG)/;
const SHAPE_BYTES = 48;
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
  const histogram = histogramOf(sample);
  const own = look.isText ? telemetryScore(histogram) + shapeBonus(sample, bytes, 0) : -Infinity;
  if (own >= PLAIN_SCORE) return ofMagic;
  // Padding is a byte over and over: any of a hundred masks makes text of it, and it says nothing under any.
  const ofText = new Set(sample.subarray(0, SHAPE_BYTES)).size < MIN_DISTINCT ? [] : masksOfText(sample);
  const byLetters = ofText.map((mask) => ({ mask, score: telemetryScore(histogram, mask) })).sort((one, other) => other.score - one.score);
  const best = bestByShape(byLetters, own + GARBLED_BELOW_BEST, (mask) => shapeBonus(sample, bytes, mask));
  return [...new Set([...ofMagic, ...best.slice(0, mostMasks(bytes.length))])];
}

interface Scored {
  readonly mask: number;
  readonly score: number;
}

// The masks above a score, the best first, by letters and shape. Telling a shape costs a dozen times what counting letters does,
// so it is told of those alone whose letters leave them a chance.
function bestByShape(byLetters: readonly Scored[], above: number, shapeOf: (mask: number) => number): readonly number[] {
  const best: Scored[] = [];
  for (const { mask, score } of byLetters) {
    const most = score + ENCODED_TEXT_BONUS;
    if (most <= above || most < (best[MAX_MASKS_OF_SHORT - 1]?.score ?? above)) break;
    const shaped = score + shapeOf(mask);
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

// A structure opens with its first character and closes with its last; a form begins with a name; base64 has its alphabet;
// behind a percent sign stand two digits.
function shapeBonus(sample: Buffer, bytes: Buffer, mask: number): number {
  const start = masked(sample.subarray(0, SHAPE_BYTES), mask).toString('latin1');
  const last = String.fromCharCode((bytes.at(-1) ?? 0) ^ mask);
  if (/^(?:\{["}\s]|\[["[{\]\d\s])/.test(start) || (/^[[{]/.test(start) && /[\]}]/.test(last)) || /^<[?!/]?[A-Za-z_][\w.:-]*[\s>/[]/.test(start)) return STRUCTURE_BONUS;
  if (isHexOfText(start) || (mask !== 0 && holdsBase64OfText(start))) return ENCODED_TEXT_BONUS;
  if ((start.startsWith('"') && last === '"') || /^(?:[\da-f]+|[\dA-F]+)$/.test(start)) return STRUCTURE_BONUS;
  if (/^(?:[\dA-Fa-f]{2}(?::[\dA-Fa-f]{2}){5}|[\dA-Fa-f]{8}(?:-[\dA-Fa-f]{4}){3}-[\dA-Fa-f]{12})/.test(start)) return STRUCTURE_BONUS;
  if (ENCODED_MAGIC.test(start)) return STRUCTURE_BONUS;
  // Of text that was turned around as well, the digits stand in front.
  const escapes = Math.max(start.match(/%[\dA-Fa-f]{2}/g)?.length ?? 0, start.match(/[\dA-Fa-f]{2}%/g)?.length ?? 0);
  const isLoose = /%(?![\dA-Fa-f]{2}|[\dA-Fa-f]?$)/.test(start) && /(?<![\dA-Fa-f]{2}|^[\dA-Fa-f]?)%/.test(start);
  if (isLoose) return LOOSE_PERCENT;
  if (escapes >= MIN_ESCAPES) return STRUCTURE_BONUS;
  if (/^[A-Za-z_$][\w.$[\]-]*=/.test(start) || /^https?:\/\//.test(start)) return FORM_BONUS;
  return /^[\w+/-]+=*$/.test(start) ? ALPHABET_BONUS : 0;
}

// Digits stay digits under many masks; what they stand for does not stay text.
function isHexOfText(start: string): boolean {
  if (!/^(?:(?:[\da-f]{2}){6,}|(?:[\dA-F]{2}){6,})$/.test(start)) return false;
  return isPlain(Buffer.from(start, 'hex'));
}

// Under any other mask base64 is base64 of noise, if at all; words as they stand may pass for it.
function holdsBase64OfText(start: string): boolean {
  const digits = /[\w+/-]{16,}/.exec(start)?.[0];
  return digits !== undefined && isPlain(Buffer.from(digits, 'base64'));
}

function isPlain(decoded: Buffer): boolean {
  return isUsualText(decoded) && /^[ -~]+$/.test(decoded.toString('latin1'));
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
