import type { Opened } from './codecs/opened.ts';
import { look } from './look.ts';
import { rateUnmasked } from './plausible.ts';

/** What asking an engine of node:zlib costs, whatever it is asked of: time for about so many bytes. */
export const GUESS_COST_BYTES = 2048;

const MIN_TEXT_BYTES = 8;
const MIN_BYTES = 16;
// Noise that passes for a stream gives less than this, nearly always.
const LONG_BYTES = 40;

/**
 * Whether what a codec without a magic number gave is worth a look: the stream ends with the input, and what it gave is
 * text, looks like a format, or is longer than chance would have it.
 */
export function believableGuess(bytes: Buffer, opened: Exclude<Opened, { failure: string }>): boolean {
  if (opened.used !== bytes.length || opened.cutOff !== undefined || opened.bytes.length < MIN_TEXT_BYTES) return false;
  if (opened.bytes.length >= LONG_BYTES || look(opened.bytes).isText) return true;
  return opened.bytes.length >= MIN_BYTES && rateUnmasked(opened.bytes) !== 'noise';
}
