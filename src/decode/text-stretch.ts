import { ASCII_TEXT, isDigit } from './runs.ts';
import { textLength } from './text-bytes.ts';

const MIN_STRETCH_BYTES = 16;
/** Among few bytes there is less room for accidents. */
const FEW_BYTES = 64;
const MIN_SHORT_STRETCH_BYTES = 12;
/** Among very many bytes of noise even sixteen in a row are text somewhere. */
const MIN_FAR_STRETCH_BYTES = 24;
const NEAR_BYTES = 1024;

/** Text inside of binary data counts from this length on: shorter ones occur by chance. */
export const MIN_ISLAND_BYTES = 12;

const HIGHEST_BITS = 0x80808080;

/** Whether so much text, of ASCII characters, stands together anywhere. */
export function hasIsland(bytes: Buffer): boolean {
  // Words can be read at multiples of four in memory; of two neighbours, which lie in every island, one is looked at.
  const first = (4 - (bytes.byteOffset & 3)) & 3;
  if (bytes.length < first + MIN_ISLAND_BYTES) return firstAscii(bytes, MIN_ISLAND_BYTES, bytes.length) >= 0;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + first, (bytes.length - first) >>> 2);
  for (let index = 0; index < words.length; index += 2) {
    if (((words[index] as number) & HIGHEST_BITS) === 0 && isInIsland(bytes, first + index * 4)) return true;
  }
  return false;
}

function isInIsland(bytes: Buffer, at: number): boolean {
  let start = at;
  while (start > 0 && at - start < MIN_ISLAND_BYTES && isDigit(bytes[start - 1], ASCII_TEXT)) start -= 1;
  let end = at;
  while (end - start < MIN_ISLAND_BYTES && isDigit(bytes[end], ASCII_TEXT)) end += 1;
  return end - start >= MIN_ISLAND_BYTES;
}

/** Text inside of noise: the first byte, and the one behind the last. */
export interface Stretch {
  readonly from: number;
  readonly end: number;
}

/** How many bytes of ASCII in a row are no accident near the start of so many. */
export function leastStretch(byteCount: number): number {
  return byteCount <= FEW_BYTES ? MIN_SHORT_STRETCH_BYTES : MIN_STRETCH_BYTES;
}

/** The first stretch of text that is too long to be an accident: 24 bytes of ASCII, 16 of them near the start, 12 among few. */
export function firstTextStretch(bytes: Buffer, end = bytes.length): Stretch | undefined {
  const near = firstAscii(bytes, leastStretch(end), Math.min(NEAR_BYTES, end));
  const known = near >= 0 ? near : end <= NEAR_BYTES ? -1 : firstAscii(bytes, MIN_FAR_STRETCH_BYTES, end);
  return known < 0 ? undefined : { from: textStart(bytes, known), end: known + textLength(bytes, known, end) };
}

// As `runsOf` does it, without the price of a generator.
function firstAscii(bytes: Buffer, length: number, end: number): number {
  let floor = 0;
  for (let probe = length - 1; probe < end; probe += length) {
    if (!isDigit(bytes[probe], ASCII_TEXT)) continue;
    let start = probe;
    while (start > floor && isDigit(bytes[start - 1], ASCII_TEXT)) start -= 1;
    let stop = probe + 1;
    while (stop < end && stop - start < length && isDigit(bytes[stop], ASCII_TEXT)) stop += 1;
    if (stop - start >= length) return start;
    floor = stop;
    probe = stop;
  }
  return -1;
}

// Letters outside of ASCII may stand in front of the stretch that was found.
function textStart(bytes: Buffer, known: number): number {
  let at = known;
  while (at > 0 && known - at < NEAR_BYTES && ((bytes[at - 1] as number) >= 0x80 || isDigit(bytes[at - 1], ASCII_TEXT))) at -= 1;
  while (at < known) {
    const length = textLength(bytes, at, known + 1);
    if (at + length > known) return at;
    at += length + 1;
  }
  return known;
}
