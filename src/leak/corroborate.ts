import { javaHashCode } from '../decode/adapters/java-hash.ts';
import { walkLayers } from '../decode/layer.ts';
import type { Layer } from '../decode/layer.ts';
import type { Indicator } from '../flow/indicator.ts';
import { hashedTexts } from './forms/written-texts.ts';
import { MultiPattern } from './multi-pattern.ts';
import { PatternSet } from './pattern-set.ts';
import type { IndicatorHit } from './search.ts';
import { isLetterOrDigit } from './spread-search.ts';

// A flow that tells more indicators than this needs no one to speak for them.
const MOST_INDICATORS = 64;
const MOST_PLACES = 5;
// Shorter numbers are ports, counts and years.
const LEAST_DIGITS = 6;
const MINUS = 0x2d;

/**
 * Adds to the first finding of each indicator where its Java `hashCode` stands in the same flow, in decimal or hexadecimal.
 * 32 bits are too few to prove anything alone, so they are looked for only where the value itself was found.
 */
export function corroborate(hits: readonly IndicatorHit[], layers: readonly Layer[]): readonly IndicatorHit[] {
  const indicators = [...new Set(hits.map(({ indicator }) => indicator))].filter(({ class: kind }) => kind !== 'subject').slice(0, MOST_INDICATORS);
  if (indicators.length === 0) return hits;
  const places = placesOf(indicators, layers);
  if (places.size === 0) return hits;
  const told = new Set<Indicator>();
  return hits.map((hit) => {
    const corroboratedBy = places.get(hit.indicator);
    if (corroboratedBy === undefined || told.has(hit.indicator)) return hit;
    told.add(hit.indicator);
    return { indicator: hit.indicator, finding: { ...hit.finding, corroboratedBy } };
  });
}

function placesOf(indicators: readonly Indicator[], layers: readonly Layer[]): ReadonlyMap<Indicator, readonly string[]> {
  const patterns = new PatternSet();
  const spoken: { readonly indicator: Indicator; readonly text: string }[] = [];
  for (const indicator of indicators) {
    for (const text of codesOf(indicator)) {
      patterns.add(Buffer.from(text), false);
      spoken.push({ indicator, text });
    }
  }
  const search = new MultiPattern(patterns);
  const places = new Map<Indicator, string[]>();
  for (const layer of walkLayers(layers)) {
    if (layer.isView) continue;
    search.scan(layer.bytes, (pattern, at) => {
      const found = spoken[pattern];
      if (found === undefined || !isNumber(layer.bytes, at, at + found.text.length)) return;
      const known = places.get(found.indicator) ?? [];
      if (known.length >= MOST_PLACES) return;
      const place = `hashCode ${found.text} at ${layer.pathAt(at).join(' ')}`;
      if (!known.includes(place)) places.set(found.indicator, [...known, place]);
    });
  }
  return places;
}

function codesOf(indicator: Indicator): readonly string[] {
  const codes = hashedTexts(indicator).map(({ text }) => javaHashCode(Buffer.from(text)));
  const texts = codes.flatMap((code) => [String(code), (code >>> 0).toString(16)]);
  return [...new Set(texts)].filter((text) => text.length >= LEAST_DIGITS);
}

function isNumber(bytes: Uint8Array, start: number, end: number): boolean {
  const before = bytes[start - 1];
  const after = bytes[end];
  const runsOn = (byte: number | undefined): boolean => byte !== undefined && isLetterOrDigit(byte);
  return !runsOn(before) && !runsOn(after) && !(before === MINUS && bytes[start] !== MINUS);
}
