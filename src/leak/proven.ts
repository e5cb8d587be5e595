import type { Layer } from '../decode/layer.ts';
import type { Span } from '../decode/spans.ts';
import { hexDigit, PERCENT } from '../decode/structure/characters.ts';

// Where less is left out, a second stretch to be searched costs more than it saves.
const LEAST_LEFT_OUT_BYTES = 256;
const PADDING = 0x3d;
const MOST_PADDING = 2;
const ESCAPE_BYTES = 3;
const PERCENT_STEP = /^(?:form|query|url)(?:$|:)/;

/** A stretch of some bytes. */
interface Stretch extends Span {
  readonly bytes: Buffer;
}

/**
 * What of the bytes that an inner layer was made from is proven to be nothing but its wrapping: the body of a stream whose checksum
 * matched, and the digits or escapes that such a stream was written in. It is proven only where what came out can be read.
 *
 * @param made What the inner layer was made from.
 * @param proven What is proven of the inner layer's own bytes.
 */
export function wrappingOf(inner: Layer, made: Stretch, proven: readonly Span[]): readonly Span[] {
  if (inner.state !== 'text' && inner.state !== 'decoded') return [];
  if (inner.proven !== undefined && inner.span !== undefined) {
    const base = made.start - inner.span.start;
    return [{ start: inner.proven.start + base, end: inner.proven.end + base }];
  }
  const { length } = inner.bytes;
  const placeOf = proven.length === 0 ? undefined : placesIn(made, inner.step, length);
  return placeOf === undefined ? [] : proven.map(({ start, end }) => ({ start: placeOf(start), end: end === length ? made.end : placeOf(end) }));
}

/**
 * The stretches of some bytes that are to be searched: all but the insides of what is proven, so far from its borders that whatever
 * reaches over one lies in a stretch as a whole.
 */
export function unproven(byteCount: number, proven: readonly Span[], overlapBytes: number): readonly Span[] {
  const stretches: Span[] = [];
  let from = 0;
  for (const { start, end } of [...proven].sort((one, other) => one.start - other.start)) {
    const first = start <= 0 ? 0 : start + overlapBytes;
    const last = end >= byteCount ? byteCount : end - overlapBytes;
    if (first < from || last - first < LEAST_LEFT_OUT_BYTES) continue;
    if (first > from) stretches.push({ start: from, end: first });
    from = last;
  }
  if (from < byteCount) stretches.push({ start: from, end: byteCount });
  return stretches;
}

type PlaceOf = (offset: number) => number;

// Where digits or escapes give as many bytes as there are, each of them was read, and nothing stands between them.
function placesIn(made: Stretch, step: string, length: number): PlaceOf | undefined {
  const { bytes, start, end } = made;
  if (step === 'base64' || step === 'base64url') {
    let digits = end - start;
    for (let padding = 0; padding < MOST_PADDING && bytes[start + digits - 1] === PADDING; padding += 1) digits -= 1;
    return Math.floor((digits * 3) / 4) === length ? (offset) => start + Math.ceil(offset / 3) * 4 : undefined;
  }
  if (step === 'hex') return end - start === length * 2 ? (offset) => start + offset * 2 : undefined;
  if (!PERCENT_STEP.test(step)) return undefined;
  const escapes = escapesIn(made);
  if (end - start !== length + escapes.length * (ESCAPE_BYTES - 1)) return undefined;
  return (offset) => start + offset + countBelow(escapes, offset) * (ESCAPE_BYTES - 1);
}

/** Which of the bytes that percent-decoding gives were escaped. */
function escapesIn({ bytes, start, end }: Stretch): readonly number[] {
  const escapes: number[] = [];
  for (let at = start; at + ESCAPE_BYTES <= end; at += 1) {
    if (bytes[at] !== PERCENT || hexDigit(bytes, at + 1) < 0 || hexDigit(bytes, at + 2) < 0) continue;
    escapes.push(at - start - escapes.length * (ESCAPE_BYTES - 1));
    at += ESCAPE_BYTES - 1;
  }
  return escapes;
}

function countBelow(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
