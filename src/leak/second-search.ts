import type { GrownReadings } from '../decode/grown-readings.ts';
import type { Layer } from '../decode/layer.ts';
import { LEAST_SOUGHT_BYTES, SecondLook } from '../decode/second-look.ts';
import type { Indicator } from '../flow/indicator.ts';
import { IN_PART } from './forms/spellings.ts';
import { findInLayers, type Found } from './layer-search.ts';
import type { Matcher } from './matcher.ts';

/**
 * What of ours is in other readings of what reads badly: under a mask nobody can tell from another, in digits that pass for
 * others. What a first look has told of is not told again, and what is short is not searched for, since so many readings hold it by chance.
 *
 * @param grown Readings of these layers that another search has grown.
 */
export function findAtSecondLook(layers: readonly Layer[], matcher: Matcher, told: readonly Found[], grown?: GrownReadings): readonly Found[] {
  if (matcher.isEmpty) return [];
  const known = new Set<Indicator>(told.map(({ indicator }) => indicator));
  const found: Found[] = [];
  const second = new SecondLook(layers, grown);
  for (const reading of second.readings()) {
    const inReading = findInLayers([reading], matcher).filter(isLong);
    if (inReading.length > 0) second.settle(reading);
    for (const one of inReading) {
      if (known.has(one.indicator)) continue;
      known.add(one.indicator);
      found.push(one);
    }
  }
  return found;
}

function isLong({ indicator, form }: Found): boolean {
  return indicator.class !== 'subject' && form !== IN_PART.form && Buffer.byteLength(indicator.value) >= LEAST_SOUGHT_BYTES;
}
