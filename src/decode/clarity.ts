import { isUtf8 } from 'node:buffer';
import type { GrownLayer } from './layer.ts';
import type { Span } from './spans.ts';
import { histogramOf, telemetryScore } from './telemetry-score.ts';

/** A format that tells itself is beyond doubt. */
export const SURE = 2;

/** Telemetry and prose reach this. */
const CLEAR_TEXT = 1;

const SAMPLE_BYTES = 512;
/** Something readable in less than half of a part: the rest may tell otherwise. */
const FRAGMENT = 0.5;
const WIDE_BONUS = 0.7;
const LOOSE_PERCENT = 0.3;
const PERCENT = 0x25;
/** A guess below a guess makes something readable of anything. */
const GUESSED = 0.8;
/** What overlaps a guess was found just before it; a layer of more is not looked through for each. */
const MAX_NEIGHBOURS = 32;

/** How clearly bytes read as they stand: 1 and more for telemetry and prose, less for garbled text, negative for noise. */
export function clarityOf({ bytes }: GrownLayer): number {
  const sample = bytes.length > SAMPLE_BYTES ? bytes.subarray(0, SAMPLE_BYTES) : bytes;
  const histogram = histogramOf(sample);
  const score = telemetryScore(histogram);
  const isAscii = (histogram.bytes.at(-1) ?? 0) < 0x80;
  const widened = isAscii || !isUtf8(sample) ? score : score + wideShare(sample) * WIDE_BONUS;
  return histogram.bytes.includes(PERCENT) && hasLoosePercent(sample) ? widened - LOOSE_PERCENT : widened;
}

// Chinese is as clear as English; bytes above 127 that are no UTF-8 are noise.
function wideShare(sample: Buffer): number {
  let wide = 0;
  for (const byte of sample) if (byte >= 0x80) wide += 1;
  return wide / sample.length;
}

// In telemetry two digits stand behind a percent sign, or nothing does.
function hasLoosePercent(sample: Buffer): boolean {
  const at = sample.indexOf(PERCENT);
  return at + 2 < sample.length && !/[\da-fA-F]{2}/.test(sample.toString('latin1', at + 1, at + 3));
}

/** How clearly something reads that was decoded inside of a layer so far; 0 where nothing was. */
export function clarityInside(layer: GrownLayer): number {
  return layer.isSurelyKnown ? SURE : clearest(layer, { start: 0, end: layer.bytes.length }, () => true);
}

/** How clearly something reads that was decoded inside of a layer so far without guessing; 0 where nothing was. */
export function clarityWithoutGuesses(layer: GrownLayer): number {
  return layer.isSurelyKnown ? SURE : clearest(layer, { start: 0, end: layer.bytes.length }, ({ isGuess }) => !isGuess);
}

/**
 * How clearly something reads that was decoded without a guess, or by the same one, from the stretch that a guess was made
 * from; 0 where nothing was. A guess need not be better than others: which of them is right is told by what is searched.
 */
export function clarityBeside(guess: GrownLayer, layer: GrownLayer): number {
  const family = familyOf(guess);
  return clearest(layer, guess.span ?? { start: 0, end: layer.bytes.length }, (child) => !child.isGuess || (familyOf(child) === family && child.span?.end === guess.span?.end));
}

/** What guesses of one kind begin with: `xor:0x5a` and `xor:0x5b` do with `xor`. */
export function familyOf({ step }: GrownLayer): string {
  const colon = step.indexOf(':');
  return colon < 0 ? step : step.slice(0, colon);
}

function clearest({ children }: GrownLayer, part: Span, counts: (child: GrownLayer) => boolean): number {
  let best = 0;
  for (let index = children.length - 1; index >= Math.max(0, children.length - MAX_NEIGHBOURS) && best < SURE; index -= 1) {
    const child = children[index];
    if (child?.span === undefined || child.span.start >= part.end || child.span.end <= part.start || !counts(child)) continue;
    const isFragment = (child.span.end - child.span.start) * 2 < part.end - part.start;
    best = Math.max(best, clarityOfChild(child) * (isFragment ? FRAGMENT : 1));
  }
  return best;
}

/** How clearly a layer reads, or what is inside of it, once it is grown: it does not change any more. */
export function clarityOfChild(child: GrownLayer): number {
  child.clarity ??= Math.max(clarityInside(child), ownClarity(child)) * (child.guesses > 0 && !child.isView ? GUESSED : 1);
  return child.clarity;
}

// What a stream gave that was guessed, and breaks off, is noise unless it reads well.
function ownClarity(child: GrownLayer): number {
  if (child.state === 'opaque') return 0;
  const clarity = clarityOf(child);
  return child.state === 'cut off' && child.isSupposed && clarity < CLEAR_TEXT ? 0 : clarity;
}
