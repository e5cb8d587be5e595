import { hexPair } from './hex-notations.ts';
import { mayHaveMagic } from './magic.ts';
import { ASCII_TEXT, isDigit } from './runs.ts';
import { mayBeginText } from './text-bytes.ts';
import { leastStretch } from './text-stretch.ts';

/** From the first digit of a pair to its second one: as it is written, or from the last digit to the first. */
export type Direction = 1 | -1;

/**
 * Whether the pairs of digits that begin at `at` may be those of text or of a magic number, told by three of them: of random
 * digits one in six.
 */
export function mayBeginReadable(bytes: Buffer, at: number, direction: Direction): boolean {
  const first = hexPair(bytes, at, direction);
  const second = hexPair(bytes, at + 2 * direction, direction);
  return mayHaveMagic(first, second) || mayBeginText(first, second, hexPair(bytes, at + 4 * direction, direction));
}

/** Whether `firstTextStretch` finds text in what up to a thousand digits of [start, end) stand for; nothing is decoded for it. */
export function holdsText(bytes: Buffer, start: number, end: number): boolean {
  const least = leastStretch((end - start) >> 1);
  const last = end - 1;
  // Stretches that are long enough cover one of these.
  for (let probe = start + (least - 1) * 2; probe < last; probe += least * 2) {
    if (!isAsciiPair(bytes, probe)) continue;
    let from = probe;
    while (from - 2 >= start && isAsciiPair(bytes, from - 2)) from -= 2;
    let to = probe + 2;
    while (to < last && isAsciiPair(bytes, to)) to += 2;
    if (to - from >= least * 2) return true;
  }
  return false;
}

function isAsciiPair(bytes: Buffer, at: number): boolean {
  return isDigit(hexPair(bytes, at, 1), ASCII_TEXT);
}
