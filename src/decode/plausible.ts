import { looksStructured } from './binary-structure.ts';
import { hasMagicAt, masksOfMagic } from './magic.ts';
import { masksOfText } from './text-masks.ts';
import { textLength } from './text-bytes.ts';

/** What a guess at an encoding gave; `masked` is magic or text under a single-byte XOR. */
export type Plausibility = 'magic' | 'text' | 'structure' | 'masked' | 'noise';

const SAMPLE_BYTES = 512;
const MIN_TEXT_BYTES = 4;
/** So much text at the start is no accident, whatever comes behind it. */
const MIN_LEADING_TEXT_BYTES = 16;
/** Among fewer bytes some mask nearly always makes text of noise. */
const MIN_MASKED_TEXT_BYTES = 12;

/** How good a guess is, from the first 512 bytes of what it gave. */
export function rate(bytes: Buffer): Plausibility {
  const sample = bytes.length > SAMPLE_BYTES ? bytes.subarray(0, SAMPLE_BYTES) : bytes;
  const sureRate = rateUnmasked(sample);
  return sureRate === 'noise' && isMasked(sample) ? 'masked' : sureRate;
}

/** As `rate` of the first `length` bytes, without looking for masks. */
export function rateUnmasked(bytes: Buffer, length = bytes.length): Exclude<Plausibility, 'masked'> {
  const end = Math.min(length, SAMPLE_BYTES);
  return textOrMagic(bytes, end) ?? (looksStructured(bytes, end) ? 'structure' : 'noise');
}

/** Whether bytes that are neither text nor begin with a magic number are anything else that `rate` knows. */
export function isStructureOrMasked(bytes: Buffer): boolean {
  const sample = bytes.length > SAMPLE_BYTES ? bytes.subarray(0, SAMPLE_BYTES) : bytes;
  return looksStructured(sample) || isMasked(sample);
}

/** Whether the first `length` bytes are text or begin with a magic number. */
export function isTextOrMagic(bytes: Buffer, length = bytes.length): boolean {
  return textOrMagic(bytes, Math.min(length, SAMPLE_BYTES)) !== undefined;
}

function textOrMagic(bytes: Buffer, end: number): 'text' | 'magic' | undefined {
  const text = textLength(bytes, 0, end);
  if (text >= MIN_LEADING_TEXT_BYTES || (text === end && text >= MIN_TEXT_BYTES)) return 'text';
  return hasMagicAt(bytes, 0, end) ? 'magic' : undefined;
}

function isMasked(sample: Buffer): boolean {
  if (sample.length >= MIN_MASKED_TEXT_BYTES && masksOfText(sample).length > 0) return true;
  return masksOfMagic(sample).length > 0;
}
