import { isWithinHost } from '../flow/host.ts';
import type { WindowRecord } from '../flow/window.ts';
import type { HeldBypass } from './weigh-bypass.ts';
import type { Weighed } from './weigh.ts';

/** Something that happened and that nothing explains, with everybody it is held against. */
export interface HeldEvent {
  /** What comes again when the same happens again: `http tracking.example:443`, `past the recorder by uid 10088`. */
  readonly signature: string;
  /** Names of actions, shams and controls among them. */
  readonly suspects: readonly string[];
  /** Any of the suspects could have caused it: a further window may separate them. */
  readonly isShared: boolean;
}

/** What is held against one performance in a window. */
export interface HeldAgainst {
  readonly action: WindowRecord['actions'][number];
  readonly unexpected: readonly Weighed[];
  readonly past: readonly HeldBypass[];
}

/** All that a window holds against anybody. What a control was made to fetch is left out. */
export function heldEvents(held: readonly HeldAgainst[]): readonly HeldEvent[] {
  const events = new Map<string, HeldEvent>();
  for (const { action, unexpected, past } of held) {
    for (const { examined: { flow, credits }, credit } of unexpected) {
      if (action.seenAt !== undefined && isWithinHost(flow.host, action.seenAt) && credits.length === 1) continue;
      events.set(flow.id, {
        signature: `${flow.kind} ${flow.host}:${flow.port}`,
        suspects: credits.map((one) => one.action),
        isShared: credit.sharedBy > 1 && credits.every(({ rung }) => rung === 'possible'),
      });
    }
    for (const { bypass, suspects } of past) {
      events.set(`${bypass.uid} ${bypass.startMs}`, { signature: `past the recorder by uid ${bypass.uid}`, suspects, isShared: suspects.length > 1 });
    }
  }
  return [...events.values()];
}
