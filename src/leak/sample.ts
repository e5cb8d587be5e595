import type { Span } from '../decode/spans.ts';
import { standsFree } from './borders.ts';
import type { Matcher } from './matcher.ts';

const CONTEXT_BYTES = 24;
// No identifier is longer; what begins before the context and reaches into it is seen whole.
const MARGIN_BYTES = 128;
// A value of a thousand characters is told by its beginning.
const MOST_VALUE_BYTES = 160;

/**
 * The bytes of a finding with a little of what stands around them, as text: control characters and bytes that are none as
 * `·`, the middle of every personal value left out (`9f3a…c1`).
 *
 * @param isPersonal Whether the stretch itself is a personal value, in whatever form.
 */
export function sampleOf(bytes: Buffer, stretch: Span, { matcher, isPersonal }: { readonly matcher: Matcher; readonly isPersonal: boolean }): string {
  const shown = { start: Math.max(0, stretch.start - CONTEXT_BYTES), end: Math.min(bytes.length, Math.min(stretch.end, stretch.start + MOST_VALUE_BYTES) + CONTEXT_BYTES) };
  const hidden = [...(isPersonal ? [stretch] : []), ...personalIn(bytes, shown, matcher)].sort((one, other) => one.start - other.start);
  let text = '';
  let at = shown.start;
  for (const span of hidden) {
    if (span.start >= at && span.start < shown.end) text += readable(bytes.subarray(at, span.start)) + masked(readable(bytes.subarray(span.start, span.end)));
    else if (span.start < at && span.end > at) text += '…';
    at = Math.max(at, span.end);
  }
  if (at < shown.end) text += readable(bytes.subarray(at, shown.end));
  return `${shown.start > 0 ? '…' : ''}${text}${Math.max(at, shown.end) < bytes.length ? '…' : ''}`;
}

/** A personal value with its middle left out: a quarter of it is shown at most, six characters of a long one. */
export function masked(value: string): string {
  const characters = Array.from(value);
  const head = Math.min(4, Math.floor(characters.length / 4));
  const tail = Math.min(2, Math.floor(characters.length / 8));
  return `${characters.slice(0, head).join('')}…${tail === 0 ? '' : characters.slice(-tail).join('')}`;
}

function personalIn(bytes: Buffer, shown: Span, matcher: Matcher): readonly Span[] {
  const from = Math.max(0, shown.start - MARGIN_BYTES);
  const around = bytes.subarray(from, shown.end + MARGIN_BYTES);
  const spans: Span[] = [];
  matcher.find(around, ({ target, at, length }, border) => {
    if (target.indicator.class !== 'personal' || target.isMember || !standsFree({ bytes: around }, { start: at, end: at + length }, border)) return;
    const span = { start: from + at, end: from + at + length };
    if (span.end > shown.start && span.start < shown.end) spans.push(span);
  });
  return spans;
}

const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\ufffd]+/g;

function readable(bytes: Buffer): string {
  return bytes.toString('utf8').replace(UNPRINTABLE, '·');
}
