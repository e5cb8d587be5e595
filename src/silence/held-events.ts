import { isLoaded, mayHaveBeenHeldBack, wasNotTaken } from '../attribute/arrival.ts';
import type { UnsentEvent } from '../attribute/oracle-tie.ts';
import type { UidGroup } from '../attribute/uid-group.ts';
import type { Finding } from '../flow/finding.ts';
import { isWithinHost } from '../flow/host.ts';
import type { WindowRecord } from '../flow/window.ts';
import type { ExaminedFlow } from './examine.ts';
import { sendingsOf } from './sendings.ts';
import type { Sending } from './sendings.ts';
import { likenessOf } from './signature.ts';
import type { Likeness } from './signature.ts';
import { isKnownOfGroup, isOfUnknownDelay } from './unknown-delay.ts';
import type { UnknownDelay } from './unknown-delay.ts';
import type { HeldBypass } from './weigh-bypass.ts';
import type { Weighed } from './weigh.ts';

/** Something that happened and that nothing explains, with everybody it is held against. */
export interface HeldEvent extends Likeness {
  /** What comes again when the same happens again: `POST tracking.example:443/track`, `past the recorder by uid 10088`. */
  readonly signature: string;
  /** Names of actions, shams and controls among them; empty where nothing had been performed yet. */
  readonly suspects: readonly string[];
  /** Any of the suspects could have caused it: a further window may separate them. */
  readonly isShared: boolean;
  /** When it came is all that holds it against anybody: it tells of no time, and of nothing that is ours. */
  readonly isByTimeAlone: boolean;
  /** As that, but it may hold identifiers of the phone: they are in whatever the phone sends, and say nothing of any act. */
  readonly namesNoAct: boolean;
  /** It may be an upload, or nobody saw what it is: what it tells of may have been held back from before whatever it came with. */
  readonly mayBeOlder: boolean;
  /** Where it went, and when; absent for what went past the recorder or was not sent. */
  readonly came?: { readonly host: string; readonly atMs: number };
  /** It was not taken, so an SDK may come back to it at any later time. */
  readonly mayComeAgain: boolean;
  /** Where it went, and when it came, where nobody knows how long its sender holds back what it sends: then it may be of any earlier action. */
  readonly unknownDelay?: UnknownDelay;
  /** Each time the phone spoke in it; empty for what went past the recorder or was not sent. */
  readonly sendings: readonly Sending[];
}

/** What is held against one performance in a window. */
export interface HeldAgainst {
  readonly action: WindowRecord['actions'][number];
  readonly unexpected: readonly Weighed[];
  readonly past: readonly HeldBypass[];
  /** Events of the SDKs' log that were not sent. */
  readonly unsent: readonly UnsentEvent[];
}

/**
 * All that a window holds against anybody, and what came before anything was performed in it (`strays`). What a control was
 * made to fetch is left out, but for what goes there with a load, which may have waited for it.
 */
export function heldEvents(held: readonly HeldAgainst[], { strays, group }: { readonly strays: readonly ExaminedFlow[]; readonly group: UidGroup }): readonly HeldEvent[] {
  const events = new Map<string, HeldEvent>();
  for (const { action, unexpected, past, unsent } of held) {
    for (const { examined, credit, findings } of unexpected) {
      const { flow, credits } = examined;
      if (action.seenAt !== undefined && isWithinHost(flow.host, action.seenAt) && credits.length === 1 && !isLoaded(flow)) continue;
      const isByTime = credits.every(({ rung }) => rung === 'arrival' || rung === 'possible');
      const isByTimeAlone = isByTime && findings.length === 0 && events.get(flow.id)?.isByTimeAlone !== false;
      events.set(flow.id, {
        ...ofFlow(examined, isByTimeAlone && isOfUnknownDelay(examined, group) ? group : undefined),
        suspects: credits.map((one) => one.action),
        isShared: credit.sharedBy > 1 && credits.every(({ rung }) => rung === 'possible'),
        isByTimeAlone,
        namesNoAct: isByTime && findings.every(isOfPhone) && events.get(flow.id)?.namesNoAct !== false,
      });
    }
    for (const { bypass, suspects } of past) {
      const signature = pastRecorder(bypass);
      events.set(`${bypass.uid} ${bypass.startMs}`, { signature, suspects, isShared: suspects.length > 1, isByTimeAlone: true, namesNoAct: true, mayBeOlder: true, mayComeAgain: false, sendings: [] });
    }
    for (const [index, { event }] of unsent.entries()) {
      const signature = `emitted, not sent: ${event.event ?? 'an event without a name'}`;
      events.set(`${signature} ${action.name} ${index}`, { signature, suspects: [action.name], isShared: false, isByTimeAlone: false, namesNoAct: false, mayBeOlder: false, mayComeAgain: true, sendings: [] });
    }
  }
  for (const stray of strays) {
    if (isOfUnknownDelay(stray, group)) events.set(stray.flow.id, { ...ofFlow(stray, group), suspects: [], isShared: false, isByTimeAlone: true, namesNoAct: true });
  }
  return [...events.values()];
}

/** Whether what was found is of the phone or its owner, and nothing that an action is known by. */
export function isOfPhone({ class: kind }: Finding): boolean {
  return kind === 'personal';
}

/** What comes again when the same UID goes past the recorder again. */
export function pastRecorder({ uid }: { readonly uid: number }): string {
  return `past the recorder by uid ${uid}`;
}

/** @param lateOf The group, where the flow is of unknown delay. */
function ofFlow({ flow, isOpaque, owner }: ExaminedFlow, lateOf: UidGroup | undefined): Omit<HeldEvent, 'suspects' | 'isShared' | 'isByTimeAlone' | 'namesNoAct'> {
  return {
    ...likenessOf(flow, isOpaque),
    ...(lateOf !== undefined && { unknownDelay: { host: flow.host, atMs: flow.startMs, isOfGroup: isKnownOfGroup(owner, lateOf) } }),
    mayBeOlder: mayHaveBeenHeldBack(flow),
    came: { host: flow.host, atMs: flow.startMs },
    mayComeAgain: wasNotTaken(flow),
    sendings: sendingsOf(flow),
  };
}
