import { actionAt } from '../attribute/action-spans.ts';
import { ownersByOracle, tieOracle } from '../attribute/oracle-tie.ts';
import type { UnsentEvent } from '../attribute/oracle-tie.ts';
import type { OracleTie } from '../attribute/owner.ts';
import type { Flow } from '../flow/flow.ts';
import type { OracleEvent } from '../flow/oracle.ts';
import type { ActionRecord, WindowRecord } from '../flow/window.ts';

/** What the SDK's log tells of one flow: the events it carries. */
export interface CarriedEvents {
  readonly events: readonly OracleEvent[];
  /** The log tells all that the flow carries, by its size too, so nothing more is hidden in what cannot be read of it. */
  readonly isAll: boolean;
}

/** What the SDKs' log says of a window and of its flows. */
export interface OracleEvidence {
  /** Who had a flow sent. */
  readonly tieOf: (flow: Flow) => OracleTie | undefined;
  readonly carriedBy: (flow: Flow) => CarriedEvents;
  /** Events that no flow of the window carries. */
  readonly unsent: readonly UnsentEvent[];
}

/** Holds the SDKs' log of a window against its flows; nothing where the log was not read. */
export function oracleEvidence(window: WindowRecord, flows: readonly Flow[], events: readonly OracleEvent[]): OracleEvidence {
  if (window.oracle === undefined) return { tieOf: () => undefined, carriedBy: () => ({ events: [], isAll: false }), unsent: [] };
  const ties = tieOracle(events, flows, {
    clockOffsetMs: window.clockOffsetMs,
    endMs: window.endMs,
    withinMs: window.settleMs + window.drainMs,
    record: window.oracle,
  });
  return {
    tieOf: ownersByOracle(ties),
    carriedBy: (flow) => {
      const told = ties.ties.filter((tie) => tie.flow === flow.id).map(({ event }) => event);
      const uploads = ties.uploads.filter((tie) => tie.flow.id === flow.id);
      return {
        events: [...told, ...uploads.map(({ upload }) => upload)],
        isAll: uploads.some(({ upload, confidence }) => upload.data !== undefined && confidence === 'certain'),
      };
    },
    unsent: ties.unsent,
  };
}

/** Events of the log that happened during an action and were not sent while anybody listened. */
export function unsentOf(action: ActionRecord, evidence: OracleEvidence, window: WindowRecord): readonly UnsentEvent[] {
  return evidence.unsent.filter(({ event }) => actionAt(event.eventTimeMs ?? event.atMs, window)?.name === action.name);
}
