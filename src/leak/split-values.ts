import { Budget } from '../decode/budget.ts';
import { joinAcross } from '../decode/join-across.ts';
import { walkLayers } from '../decode/layer.ts';
import type { Layer } from '../decode/layer.ts';
import { valuesOf } from '../decode/values.ts';
import type { Finding } from '../flow/finding.ts';
import { searchJoined } from './joined.ts';
import { searchHits } from './search.ts';
import type { FlowIdentity, IndicatorHit, PreparedSearch } from './search.ts';

/** A flow that was searched, with what was found in it. */
export interface SearchedFlow {
  readonly identity: FlowIdentity;
  readonly layers: readonly Layer[];
  readonly hits: readonly IndicatorHit[];
}

/** What was cut up over the fields of one flow: whole only when neighbouring values are put together. */
export function splitOverFields({ identity, layers, hits }: SearchedFlow, search: PreparedSearch): readonly IndicatorHit[] {
  const known = new Set(hits.map(({ indicator }) => indicator));
  const found: IndicatorHit[] = [];
  for (const layer of walkLayers(layers)) {
    for (const match of searchJoined(valuesOf(layer), search)) {
      if (known.has(match.indicator)) continue;
      known.add(match.indicator);
      const split = `in ${match.last - match.first + 1} values one after the other`;
      found.push(hitOf(match.indicator, identity, { path: [...layer.path, 'joined'], form: match.form === undefined ? split : `${match.form}, ${split}` }));
    }
  }
  return found;
}

/**
 * What was cut up over several requests of a flush to one address, and is in none of them alone. It is held against the
 * last of them, with which it was complete.
 *
 * @param flows Flows to one address, in the order they were sent.
 */
export function splitOverFlows(flows: readonly SearchedFlow[], search: PreparedSearch): readonly IndicatorHit[] {
  if (flows.length < 2) return [];
  const known = new Set(flows.flatMap(({ hits }) => hits.map(({ indicator }) => indicator)));
  const bodies = flows.flatMap(({ identity, layers }) => layers.filter(({ step }) => step === 'body').map((body) => ({ identity, body })));
  const hits: IndicatorHit[] = [];
  for (const { root, last } of joinAcross(bodies.map(({ body }) => body), new Budget())) {
    const identity = bodies[last]?.identity;
    if (identity !== undefined) hits.push(...searchHits([root], search, identity));
  }
  const values = bodies.flatMap(({ identity, body }) => [...walkLayers([body])].flatMap((layer) => valuesOf(layer).map((bytes) => ({ identity, bytes, path: layer.path }))));
  for (const match of searchJoined(values.map(({ bytes }) => bytes), search)) {
    const first = values[match.first];
    const last = values[match.last];
    if (first === undefined || last === undefined || first.identity === last.identity) continue;
    const split = `in values of ${new Set(values.slice(match.first, match.last + 1).map(({ identity }) => identity)).size} requests one after the other`;
    hits.push(hitOf(match.indicator, last.identity, { path: [...last.path, 'joined'], form: match.form === undefined ? split : `${match.form}, ${split}` }));
  }
  return hits.filter(({ indicator }, index) => !known.has(indicator) && hits.findIndex((other) => other.indicator === indicator) === index);
}

function hitOf(indicator: IndicatorHit['indicator'], { id, host, owner }: FlowIdentity, found: Pick<Finding, 'path' | 'form'>): IndicatorHit {
  return { indicator, finding: { indicator: indicator.name, class: indicator.class, host, owner, flow: id, ...found } };
}
