import type { Span } from '../spans.ts';
import { PERCENT } from './characters.ts';
import { looksLikeForm } from './form-text.ts';
import type { Openings } from './openings.ts';
import { openPairs } from './pairs.ts';
import { percentBackwards } from './percent-backwards.ts';
import { nextEscape, percentDecode } from './percent-bytes.ts';
import { absoluteUrl, openUrl } from './url.ts';

/**
 * Opens a text with percent-escapes that stands inside of another: parameter by parameter where it is a URL, pair by pair
 * where it is a form, as a whole (`url`) otherwise.
 */
export function openPercent(bytes: Buffer, span: Span, openings: Openings): void {
  const backwards = percentBackwards(bytes, span);
  if (backwards !== undefined) openings.add(backwards);
  if (!hasEscape(bytes, span)) return;
  const before = openings.pieces.length;
  const parts = absoluteUrl(bytes, span);
  if (parts !== undefined) openUrl(bytes, parts, openings);
  else if (looksLikeForm(bytes, span)) openPairs(bytes, span, 'form', openings);
  // An escape in the host or the fragment of a URL.
  if (openings.pieces.length === before) openWhole(bytes, span, openings);
}

function openWhole(bytes: Buffer, { start, end }: Span, openings: Openings): void {
  openings.add({ step: 'url', bytes: percentDecode(bytes.subarray(start, end)), start, end });
}

function hasEscape(bytes: Buffer, { start, end }: Span): boolean {
  return bytes.subarray(start, end).includes(PERCENT) && nextEscape(bytes, start, end) >= 0;
}
