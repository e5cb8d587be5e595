import type { Flow } from '../flow/flow.ts';
import type { ActionRecord, Span, WindowRecord } from '../flow/window.ts';
import type { IndicatorHit } from '../leak/search.ts';
import { CLOCK_TOLERANCE_MS, actionAt, hostTime } from './action-spans.ts';
import { suspectsOf } from './arrival.ts';
import { judgeTime } from './belief.ts';

/**
 * Why a flow is held against an action, the strongest first. `canary`: it carries what the action planted.
 * `event time`: it tells of something that happened during the action. `arrival`: it began then, and nothing else
 * could have caused it. `possible`: it began when this action could have caused it, and so could others.
 */
export type CreditRung = 'canary' | 'event time' | 'arrival' | 'possible';

/** A flow held against one action. */
export interface Credit {
  readonly action: string;
  readonly rung: CreditRung;
  readonly confidence: 'certain' | 'likely' | 'possible';
  /** Actions that could have caused it equally well, this one included. */
  readonly sharedBy: number;
}

/** What is known of a flow before it is credited. */
export interface FlowContent {
  readonly flow: Flow;
  readonly hits: readonly IndicatorHit[];
  /** Times of the events it tells of, phone clock; empty when it states none. */
  readonly eventTimesMs: readonly number[];
  /** It also carries what neither its times nor its canaries speak of: events without a time, bytes nobody can read. */
  readonly carriesMore?: boolean;
}

/**
 * The actions a flow is held against. None: the runner caused all that it tells (arranging, draining, what was before
 * the window), by times that can be believed. What a flow carries besides is credited by when it came.
 */
export function creditFlow(content: FlowContent, window: WindowRecord): readonly Credit[] {
  const credits: Credit[] = [];
  const add = (credit: Credit): void => {
    if (!credits.some(({ action }) => action === credit.action)) credits.push(credit);
  };
  for (const action of window.actions) {
    if (content.hits.some((hit) => isPlantedBy(hit, action) && !isOfArranging(hit, { action, content, window }))) {
      add({ action: action.name, rung: 'canary', confidence: 'certain', sharedBy: 1 });
    }
  }
  for (const eventTimeMs of content.eventTimesMs) {
    if (judgeTime(eventTimeMs, content.flow, window) !== 'act') continue;
    const action = actionAt(eventTimeMs, window);
    if (action !== undefined) add({ action: action.name, rung: 'event time', confidence: 'likely', sharedBy: 1 });
  }
  if (!isExplained(content, window)) creditByArrival(content, window).forEach(add);
  return credits;
}

/** Whether what the flow says of itself accounts for all that it carries. */
export function isExplained(content: FlowContent, window: WindowRecord): boolean {
  if (content.carriesMore === true) return false;
  if (content.eventTimesMs.some((time) => ['impossible', 'stale'].includes(judgeTime(time, content.flow, window)))) return false;
  return content.eventTimesMs.length > 0 || content.hits.some(({ indicator }) => indicator.class === 'planted');
}

/** Whether a canary was reported while its own action was still being arranged: that is the runner's doing. */
export function isOfArranging(
  { finding }: IndicatorHit,
  at: {
    readonly action: Pick<ActionRecord, 'arrange'>;
    readonly content: Pick<FlowContent, 'flow'>;
    readonly window: Pick<WindowRecord, 'clockOffsetMs'>;
  },
): boolean {
  const { action, content, window } = at;
  if (action.arrange === undefined) return false;
  const beforeAct: Span = { startMs: action.arrange.startMs, endMs: action.arrange.endMs - CLOCK_TOLERANCE_MS };
  if (finding.eventTimeMs !== undefined) {
    const time = hostTime(finding.eventTimeMs, window);
    return time.startMs >= beforeAct.startMs && time.endMs <= beforeAct.endMs;
  }
  const { startMs } = content.flow;
  return content.flow.kind === 'http' && startMs >= beforeAct.startMs && startMs <= beforeAct.endMs;
}

function isPlantedBy({ indicator }: IndicatorHit, action: ActionRecord): boolean {
  return indicator.class === 'planted' && indicator.action === action.name;
}

function creditByArrival(content: FlowContent, window: WindowRecord): readonly Credit[] {
  const { actions, orRunner } = suspectsOf(content.flow, window);
  const sharedBy = actions.length;
  // Another cause, or a time that was stated and not believed, leaves it possible.
  const isPlain = sharedBy === 1 && !orRunner && content.eventTimesMs.length === 0 && content.hits.every(({ indicator }) => indicator.class !== 'planted');
  return actions.map(({ name }): Credit =>
    isPlain ? { action: name, rung: 'arrival', confidence: 'likely', sharedBy } : { action: name, rung: 'possible', confidence: 'possible', sharedBy },
  );
}
