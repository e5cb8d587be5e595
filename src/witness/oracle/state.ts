import type { OracleEvent, OracleRecord } from '../../flow/oracle.ts';
import type { WitnessState } from '../../flow/verdict.ts';
import type { Span } from '../../flow/window.ts';
import { eventTimeOf, itemsOf } from './read-events.ts';

/** Whose events are asked about. */
export interface OracleGroup {
  readonly packages: readonly string[];
  /** Phone clock minus host clock, ms. */
  readonly clockOffsetMs: number;
}

/** How far the phone's clock may be off after its offset was measured, ms. */
const TOLERANCE_MS = 250;

/**
 * What the SDKs' log says of a span (host clock). `blind`: the capture is not whole, or a process of the group has the SDK
 * and its log was off. `absent`: no process of the group has the SDK. `seen`: an event happened, by its own time where it
 * states one. An event whose package nobody knows counts: the log is on for packages of the group only.
 */
export function oracleState(record: OracleRecord | undefined, events: readonly OracleEvent[], span: Span, group: OracleGroup): WitnessState {
  if (record === undefined) return 'absent';
  const states = group.packages.map((name) => record.packages[name]).filter((state) => state !== undefined);
  if (!record.whole || states.includes('off')) return 'blind';
  if (!states.includes('on')) return 'absent';
  return events.some((event) => isOf(event, group) && happened(event, span, group.clockOffsetMs)) ? 'seen' : 'quiet';
}

function isOf(event: OracleEvent, group: OracleGroup): boolean {
  return event.package === undefined || group.packages.includes(event.package);
}

function happened(event: OracleEvent, span: Span, clockOffsetMs: number): boolean {
  return happenedAt(event).some((atMs) => {
    const hostMs = atMs - clockOffsetMs;
    return hostMs >= span.startMs - TOLERANCE_MS && hostMs <= span.endMs + TOLERANCE_MS;
  });
}

/** When what an oracle event tells of happened, phone clock: empty for what is no event of an app (a start, an answer). */
export function happenedAt(event: OracleEvent): readonly number[] {
  if (event.kind === 'tracked' || event.kind === 'handed over') return [event.eventTimeMs ?? event.atMs];
  if (event.kind !== 'uploading') return [];
  const times = itemsOf(event.data).map((item) => eventTimeOf(item) ?? event.atMs);
  return times.length > 0 ? times : [event.atMs];
}
