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
