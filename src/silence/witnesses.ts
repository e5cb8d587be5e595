import type { OracleEvent } from '../flow/oracle.ts';
import type { Witness, WitnessState } from '../flow/verdict.ts';
import type { ActionRecord, Span, WindowRecord } from '../flow/window.ts';
import { oracleState } from '../witness/oracle/state.ts';
import { kernelState, type BypassReport } from './bypass.ts';
import type { Failure } from './preconditions.ts';

/** What the witnesses of a window have to tell of one action. */
export interface Hearing {
  readonly window: WindowRecord;
  readonly action: ActionRecord;
  /** Nothing is known of the wire: the way to the recorder, the recorder or the certificate failed. */
  readonly isWireBlind: boolean;
  readonly hasUnexpectedFlows: boolean;
  readonly bypass: BypassReport;
  readonly hasBypass: boolean;
  readonly group: { readonly packages: readonly string[]; readonly uids: readonly number[] };
  readonly oracleEvents: readonly OracleEvent[];
}

/** What each witness says of an action's time: from its gesture to the end of the barrier behind it. */
export function witnessStates(hearing: Hearing): Readonly<Record<Witness, WitnessState>> {
  const { window, action, group, oracleEvents } = hearing;
  const wire = hearing.isWireBlind ? 'blind' : hearing.hasUnexpectedFlows ? 'seen' : 'quiet';
  if (action.act === undefined) return { wire, kernel: window.counters === undefined ? 'absent' : 'blind', oracle: window.oracle === undefined ? 'absent' : 'blind' };
  const answered: Span = { startMs: action.act.startMs, endMs: action.settle?.endMs ?? action.act.endMs };
  const counted = kernelState(window.counters, group.uids, answered);
  return {
    wire,
    kernel: hearing.hasBypass ? 'seen' : blindStretches(hearing).length > 0 && counted === 'quiet' ? 'blind' : counted,
    oracle: oracleState(window.oracle, oracleEvents, answered, { packages: group.packages, clockOffsetMs: window.clockOffsetMs }),
  };
}

/** Why a witness that had to see could not, in a sentence each. */
export function blindness(hearing: Hearing, states: Readonly<Record<Witness, WitnessState>>, required: readonly Witness[]): readonly Failure[] {
  return required.flatMap((witness): readonly Failure[] => {
    const state = states[witness];
    if (state !== 'blind' && state !== 'absent') return [];
    return [{ precondition: 'witness', reason: `The ${witness} witness is required on this phone and was ${state}${becauseOf(witness, hearing)}.` }];
  });
}

function becauseOf(witness: Witness, hearing: Hearing): string {
  const { window } = hearing;
  if (witness === 'kernel') return suffix(blindStretches(hearing)[0]?.because ?? (window.counters === undefined ? 'no counters were read' : undefined));
  if (witness === 'oracle') return suffix(window.oracle?.detail ?? "the SDKs' log was not read");
  return '';
}

/** Stretches of which the counters say nothing and in which the action could have sent. */
function blindStretches({ bypass, action, window }: Hearing): BypassReport['blind'] {
  const startMs = action.act?.startMs ?? -Infinity;
  const endMs = window.barriers.find((barrier) => barrier.startMs >= startMs)?.endMs ?? window.endMs;
  return bypass.blind.filter((stretch) => stretch.startMs < endMs && stretch.endMs > startMs);
}

function suffix(because: string | undefined): string {
  return because === undefined || because === '' ? '' : `: ${because.trim().replace(/\.$/, '')}`;
}
