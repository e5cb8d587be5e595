import { decodeBytes } from '../decode/decode.ts';
import type { OracleEvent } from '../flow/oracle.ts';
import { searchHits, type IndicatorHit, type PreparedSearch } from './search.ts';

/** Of which flow an event's findings speak. */
export interface CarryingFlow {
  readonly id: string;
  readonly host: string;
  readonly owner: string;
}

/**
 * Everything of ours in what the SDK's log tells of an event: what an upload that nobody can read carries. Paths begin
 * with `oracle`: `["oracle","json:$.B.folder"]`. Torn JSON is searched as text.
 *
 * @param flow The flow that carries the event, where it is known; otherwise the findings name none (`flow` is empty).
 */
export function findingsInOracle(event: OracleEvent, search: PreparedSearch, flow?: CarryingFlow): readonly IndicatorHit[] {
  const text = event.data === undefined ? event.text : JSON.stringify(event.data);
  const layer = decodeBytes(Buffer.from(text), 'oracle');
  return searchHits([layer], search, flow ?? { id: '', host: 'the SDK\'s log', owner: event.package ?? 'unknown' });
}

/**
 * Everything of ours in what the SDK's log tells of the events of one flow. The log tells of an event when it happens and again in the
 * upload that holds it: what is found at one place of it both times is told of the upload alone.
 */
export function findingsInOracleOf(events: readonly OracleEvent[], search: PreparedSearch, flow: CarryingFlow): readonly IndicatorHit[] {
  const all = events.flatMap((event) => findingsInOracle(event, search, flow).map((hit) => ({ event, hit })));
  const uploaded = new Set(all.flatMap(({ event: { data }, hit }) => {
    if (!Array.isArray(data)) return [];
    const [, index, within] = ITEM.exec(hit.finding.path[1] ?? '') ?? [];
    return index === undefined || within === undefined ? [] : [placeIn(data[Number(index)], hit, `json:$${within}`)];
  }));
  return all.filter(({ event: { data }, hit }) => Array.isArray(data) || !uploaded.has(placeIn(data, hit, hit.finding.path[1]))).map(({ hit }) => hit);
}

/** A place in one of the events of an upload. */
const ITEM = /^json:\$\[(\d+)\](.*)$/s;

function placeIn(item: unknown, { indicator: { name, value, action }, finding: { eventTimeMs, path: [root, , ...inner] } }: IndicatorHit, place: string | undefined): string {
  return JSON.stringify([name, value, action, item, root, place, inner, eventTimeMs]);
}
