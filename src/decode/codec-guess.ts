import type { Opened } from './codecs/opened.ts';
import { look } from './look.ts';
import { rateUnmasked } from './plausible.ts';
import { isUsualText } from './text-bytes.ts';

/** What asking an engine of node:zlib costs, whatever it is asked of: time for about so many bytes. */
export const GUESS_COST_BYTES = 2048;

const MIN_TEXT_BYTES = 8;
const MIN_BYTES = 16;
// Noise that passes for a stream gives less than this, nearly always.
const LONG_BYTES = 40;
/** Noise does not begin with so much text, whatever it is read as. */
const MIN_TORN_BYTES = 24;

/**
 * Whether what a codec without a magic number gave is worth a look: the stream ends with the input, and what it gave is
 * text, looks like a format, or is longer than chance would have it. Of a stream that the input tears off (or of which a
 * WebSocket leaves out the end, RFC 7692, 7.2.1) it must be usual text alone.
 */
export function believableGuess(bytes: Buffer, opened: Exclude<Opened, { failure: string }>): boolean {
  if (opened.used !== bytes.length || opened.bytes.length < MIN_TEXT_BYTES) return false;
  if (opened.cutOff !== undefined) return opened.bytes.length >= MIN_TORN_BYTES && look(opened.bytes).isText && isUsualText(opened.bytes);
  if (opened.bytes.length >= LONG_BYTES || look(opened.bytes).isText) return true;
  return opened.bytes.length >= MIN_BYTES && rateUnmasked(opened.bytes) !== 'noise';
}
