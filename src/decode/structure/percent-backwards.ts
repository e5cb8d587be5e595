import type { Piece } from '../decoder.ts';
import { reversedText } from '../reversed-bytes.ts';
import type { Span } from '../spans.ts';
import { hexDigit, PERCENT } from './characters.ts';
import { isEscapeAt } from './percent-bytes.ts';

/** Index of the next percent sign with two hexadecimal digits behind it or in front of it, -1 where there is none. */
export function nextEscapeEitherWay(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length; at += 1) {
    if (bytes[at] !== PERCENT) {
      at = bytes.indexOf(PERCENT, at);
      if (at < 0) return -1;
    }
    if ((hexDigit(bytes, at + 1) >= 0 && hexDigit(bytes, at + 2) >= 0) || (hexDigit(bytes, at - 1) >= 0 && hexDigit(bytes, at - 2) >= 0)) return at;
  }
  return -1;
}

/** Percent-encoded text that was turned around, of which no fewer escapes are well-formed when read backwards: a guess. */
export function percentBackwards(bytes: Buffer, { start, end }: Span): Piece | undefined {
  let forwards = 0;
  let backwards = 0;
  for (let at = bytes.indexOf(PERCENT, start); at >= 0 && at < end; at = at + 1 < end && bytes[at + 1] === PERCENT ? at + 1 : bytes.indexOf(PERCENT, at + 1)) {
    if (isEscapeAt(bytes, at, end)) forwards += 1;
    if (at - 2 >= start && hexDigit(bytes, at - 1) >= 0 && hexDigit(bytes, at - 2) >= 0) backwards += 1;
  }
  return backwards > 0 && backwards >= forwards ? { step: 'reversed', bytes: reversedText(bytes.subarray(start, end)), start, end, guess: true } : undefined;
}
