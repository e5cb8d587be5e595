import { judgeTime } from '../attribute/belief.ts';
import type { Credit } from '../attribute/credit.ts';
import type { WindowRecord } from '../flow/window.ts';
import type { ExaminedFlow } from './examine.ts';

/**
 * Why nobody can say whether a flow is of the action it came with, when all it tells is said to be of before the window,
 * which drained before it came: an SDK nobody has described may have held it back so long, or may stamp its events with
 * another time than their own. Undefined where anything else speaks of the action.
 */
export function staleWord({ examined, credit }: { readonly examined: ExaminedFlow; readonly credit: Credit }, window: WindowRecord): string | undefined {
  const { flow, eventTimesMs, carriesMore } = examined;
  if (carriesMore === true || credit.rung === 'canary' || credit.rung === 'event time') return undefined;
  const stated = eventTimesMs.map((time) => judgeTime(time, flow, window));
  if (!stated.includes('stale') || stated.includes('impossible')) return undefined;
  const agoS = Math.round((flow.startMs - Math.max(...eventTimesMs) + window.clockOffsetMs) / 1000);
  return `${flow.host} was told of events of ${agoS} s before (${flow.id}), from before the window, though the window drained after that; nobody can say when they happened`;
}
