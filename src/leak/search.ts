import { CANARY_PREFIX } from '../flow/canary.ts';
import type { Finding } from '../flow/finding.ts';
import type { Indicator } from '../flow/indicator.ts';
import type { Layer } from '../decode/layer.ts';
import { Digests } from './digests.ts';
import type { SpokenName } from './digests.ts';
import { Disguises } from './disguises.ts';
import { eventTimeAround } from './event-time.ts';
import { personalForms } from './personal-forms.ts';

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

/** Everything of ours in the layers of one flow, as findings. */
export function searchLeaks(layers: readonly Layer[], indicators: readonly Indicator[], flow: FlowIdentity): readonly Finding[] {
  return searchHits(layers, prepareSearch(indicators), flow).map((hit) => hit.finding);
}

/** Indicators made ready for many searches. */
export interface PreparedSearch {
  readonly planted: readonly Indicator[];
  readonly rest: readonly Needle[];
  readonly disguises: Disguises;
  readonly digests: Digests;
}

interface Needle {
  readonly indicator: Indicator;
  readonly needle: Buffer;
  readonly form?: string;
  readonly exactCase: boolean;
}

/**
 * Works out once in which forms each indicator is searched.
 *
 * @param names What a digest may have been made of; the canaries themselves unless told otherwise.
 */
export function prepareSearch(indicators: readonly Indicator[], names?: readonly SpokenName[]): PreparedSearch {
  const planted = indicators.filter((indicator) => indicator.class === 'planted');
  const rest = indicators.flatMap((indicator): Needle[] => {
    if (indicator.class === 'planted' || indicator.value === '') return [];
    if (indicator.class === 'subject') return [{ indicator, needle: Buffer.from(indicator.value), exactCase: true }];
    return personalForms(indicator.value).map(({ form, needle }) => ({
      indicator,
      needle: Buffer.from(needle),
      exactCase: false,
      ...(form !== undefined && { form }),
    }));
  });
  return {
    planted,
    rest,
    disguises: new Disguises(planted),
    digests: new Digests(names ?? planted.map((indicator) => ({ indicator, text: indicator.value }))),
  };
}

/**
 * Everything of ours in the layers of one flow: one hit for each indicator and place, the place being the innermost
 * layer that holds it. Canaries are found by their prefix, all at once; upper and lower case are the same. Digests and
 * disguises of a canary count as the canary.
 */
export function searchHits(layers: readonly Layer[], search: PreparedSearch, flow: FlowIdentity): readonly IndicatorHit[] {
  const hits: IndicatorHit[] = [];
  const context: Visit = { search, flow, hits, seen: new Set(), counts: new Map() };
  for (const layer of layers) visit(layer, context);
  return hits;
}

interface Visit {
  readonly search: PreparedSearch;
  readonly flow: FlowIdentity;
  readonly hits: IndicatorHit[];
  readonly seen: Set<string>;
  readonly counts: Map<Indicator, number>;
}

/** Places in one flow that are told of each indicator. */
const MAX_PLACES = 50;

function visit(layer: Layer, context: Visit): ReadonlySet<Indicator> {
  const inside = new Set<Indicator>();
  for (const child of layer.children) {
    for (const indicator of visit(child, context)) inside.add(indicator);
  }
  for (const match of matches(layer.bytes, context.search)) {
    if (inside.has(match.indicator)) continue;
    inside.add(match.indicator);
    record(match, layer, context);
  }
  return inside;
}

interface Match {
  readonly indicator: Indicator;
  readonly at: number;
  readonly length: number;
  readonly form?: string;
}

function* matches(bytes: Buffer, search: PreparedSearch): Generator<Match> {
  if (bytes.length < 3) return;
  const text = bytes.toString('latin1').toLowerCase();
  const folded = Buffer.from(text, 'latin1');
  for (let at = folded.indexOf(CANARY_PREFIX); at >= 0; at = folded.indexOf(CANARY_PREFIX, at + 1)) {
    for (const indicator of search.planted) {
      const { length } = indicator.value;
      if (folded.toString('latin1', at, at + length) === indicator.value.toLowerCase()) yield { indicator, at, length };
    }
  }
  for (const { indicator, needle, form, exactCase } of search.rest) {
    // Most layers are short values and most needles are digests; asking first takes two thirds off the judging.
    if (needle.length > bytes.length) continue;
    const at = indexOfWhole(exactCase ? bytes : folded, needle, exactCase);
    if (at >= 0) yield { indicator, at, length: needle.length, ...(form !== undefined && { form }) };
  }
  if (search.planted.length === 0) return;
  yield* search.disguises.find(text);
  yield* search.digests.find(bytes);
}

// Below this length an identifier inside a longer word is chance: eight hexadecimal digits stand in many a digest.
const FREE_STANDING_BELOW = 12;

function indexOfWhole(bytes: Buffer, needle: Buffer, anywhere: boolean): number {
  let at = bytes.indexOf(needle);
  if (anywhere || needle.length >= FREE_STANDING_BELOW) return at;
  while (at >= 0 && (isWordByte(bytes[at - 1]) || isWordByte(bytes[at + needle.length]))) at = bytes.indexOf(needle, at + 1);
  return at;
}

function isWordByte(byte: number | undefined): boolean {
  return byte !== undefined && /[a-z0-9]/i.test(String.fromCharCode(byte));
}

function record(match: Match, layer: Layer, { flow, hits, seen, counts }: Visit): void {
  const key = [match.indicator.name, match.indicator.value, ...layer.path].join('\u0000');
  if (seen.has(key)) return;
  seen.add(key);
  const told = counts.get(match.indicator) ?? 0;
  counts.set(match.indicator, told + 1);
  // The first of many say it all, and what repeats a name a million times must not cost the judge a million times.
  if (told >= MAX_PLACES) return;
  const eventTimeMs = eventTimeAround(layer);
  const finding: Finding = {
    indicator: match.indicator.name,
    class: match.indicator.class,
    host: flow.host,
    owner: flow.owner,
    path: layer.path,
    flow: flow.id,
    ...(match.form !== undefined && { form: match.form }),
    sample: sampleAround(layer.bytes, match),
    ...(eventTimeMs !== undefined && { eventTimeMs }),
  };
  hits.push({ indicator: match.indicator, finding });
}

const CONTEXT_BYTES = 24;

function sampleAround(bytes: Buffer, { at, length }: Match): string {
  const start = Math.max(0, at - CONTEXT_BYTES);
  const end = Math.min(bytes.length, at + length + CONTEXT_BYTES);
  const text = bytes.toString('utf8', start, end).replace(/[\u0000-\u001f\u007f\ufffd]+/g, '·');
  return `${start > 0 ? '…' : ''}${text}${end < bytes.length ? '…' : ''}`;
}
