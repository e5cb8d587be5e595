import type { ActionRecord, Span, WindowRecord } from '../flow/window.ts';
import { answersFor } from './action-spans.ts';

/**
 * The actions that could have caused what happened at an unknown moment of a stretch: those begun before its end, and
 * answered for no longer than an SDK holds back, or until the barrier that ended their segment was over.
 */
export function suspectsOfStretch(stretch: Span, window: WindowRecord): readonly ActionRecord[] {
  return window.actions.filter((action) => {
    const { act } = action;
    if (act === undefined || act.startMs >= stretch.endMs) return false;
    const barrier = window.barriers.find(({ startMs }) => startMs >= act.endMs);
    if (barrier !== undefined) return stretch.startMs < barrier.endMs && (stretch.endMs > barrier.startMs || isAnsweredFor(action, stretch, window));
    return isAnsweredFor(action, stretch, window);
  });
}

function isAnsweredFor(action: ActionRecord, stretch: Span, window: WindowRecord): boolean {
  const endMs = Math.max(answersFor(action)?.endMs ?? -Infinity, (action.act?.endMs ?? -Infinity) + window.drainMs);
  return stretch.startMs < endMs;
}
