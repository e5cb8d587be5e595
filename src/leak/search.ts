import type { Finding } from '../flow/finding.ts';
import type { Indicator } from '../flow/indicator.ts';
import type { GrownReadings } from '../decode/grown-readings.ts';
import type { Layer } from '../decode/layer.ts';
import { corroborate } from './corroborate.ts';
import type { SpokenName } from './indicators.ts';
import { findInLayers } from './layer-search.ts';
import { Matcher } from './matcher.ts';
import { findAtSecondLook } from './second-search.ts';

/** Where the layers come from, for the findings. */
export interface FlowIdentity {
  readonly id: string;
  readonly host: string;
  /** Package that sent the flow, or `unknown`. */
  readonly owner: string;
}

/** A finding with the very indicator it is about: two actions may both have planted a `canary:url`. */
export interface IndicatorHit {
  readonly indicator: Indicator;
  readonly finding: Finding;
}

/** Indicators made ready for many searches. */
export interface PreparedSearch {
  readonly matcher: Matcher;
}

/**
 * Works out once in which forms each indicator is searched.
 *
 * @param names What a digest may have been made of; the canaries themselves unless told otherwise.
 */
export function prepareSearch(indicators: readonly Indicator[], names?: readonly SpokenName[]): PreparedSearch {
  return { matcher: new Matcher(indicators, names) };
}

/** Everything of ours in the layers of one flow, as findings. */
export function searchLeaks(layers: readonly Layer[], indicators: readonly Indicator[], flow: FlowIdentity): readonly Finding[] {
  return searchHits(layers, prepareSearch(indicators), flow).map((hit) => hit.finding);
}

/**
 * Everything of ours in the layers of one flow: one hit for each indicator and place, the place being the innermost
 * value that holds it, in the order of the bytes. Digests and disguises of a value count as the value.
 *
 * @param grown Readings of these layers that another search has grown; what this one finds is the same with and without.
 */
export function searchHits(layers: readonly Layer[], search: PreparedSearch, flow: FlowIdentity, grown?: GrownReadings): readonly IndicatorHit[] {
  const found = findInLayers(layers, search.matcher);
  const hits = [...found, ...findAtSecondLook(layers, search.matcher, found, grown)].map(({ indicator, ...found }): IndicatorHit => ({
    indicator,
    finding: { indicator: indicator.name, class: indicator.class, host: flow.host, owner: flow.owner, flow: flow.id, ...found },
  }));
  return corroborate(hits, layers);
}
