import type { ActionRecord, Span, WindowRecord } from '../flow/window.ts';

/**
 * How far a phone's clock may be off after its offset was measured: the offset comes from a shell command whose
 * answer takes tens of milliseconds to travel.
 */
export const CLOCK_TOLERANCE_MS = 250;

/** The time an action answers for: from its gesture to the end of its settle time. Undefined when it was never performed. */
export function answersFor(action: ActionRecord): Span | undefined {
  if (action.act === undefined) return undefined;
  return { startMs: action.act.startMs, endMs: action.settle?.endMs ?? action.act.endMs };
}

/** A phone's time as host time. Stamps in whole seconds stand for the second that follows. */
export function hostTime(eventTimeMs: number, window: Pick<WindowRecord, 'clockOffsetMs'>): Span {
  const startMs = eventTimeMs - window.clockOffsetMs;
  return { startMs, endMs: eventTimeMs % 1000 === 0 ? startMs + 999 : startMs };
}

/**
 * The action during which an event happened, by the event's own time; undefined when it lies outside every act.
 * The moments before an act count as the act within the clock's tolerance: arranging ends with a time of quiet.
 * After a settle time the next arranging or the barrier begins soon, by keys that apps tell of (HOME above all): there a stamp is of
 * whichever it is nearer to.
 */
export function actionAt(eventTimeMs: number, window: WindowRecord): ActionRecord | undefined {
  const time = hostTime(eventTimeMs, window);
  const within = (early: number, late: (span: Span) => number): ActionRecord | undefined =>
    window.actions.find((action) => {
      const span = answersFor(action);
      return span !== undefined && time.endMs >= span.startMs - early && time.startMs <= span.endMs + late(span);
    });
  const none = (): number => 0;
  return within(0, none) ?? within(CLOCK_TOLERANCE_MS, none) ?? within(0, ({ endMs }) => Math.min(CLOCK_TOLERANCE_MS, idleAfter(endMs, window) / 2));
}

/** Whether an action was being arranged at that time. */
export function isArranging(time: Span, window: Pick<WindowRecord, 'actions'>): boolean {
  return window.actions.some(({ arrange }) => arrange !== undefined && time.startMs >= arrange.startMs && time.endMs <= arrange.endMs);
}

/** How long after a moment the runner began something of its own, ms: arranging an action, or making SDKs send. */
function idleAfter(atMs: number, { actions, barriers }: Pick<WindowRecord, 'actions' | 'barriers'>): number {
  const begun = [...actions.flatMap(({ arrange }) => arrange ?? []), ...barriers].map(({ startMs }) => startMs).filter((startMs) => startMs >= atMs);
  return Math.min(...begun) - atMs;
}
