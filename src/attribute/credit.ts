import type { Flow } from '../flow/flow.ts';
import { isWithinHost } from '../flow/host.ts';
import type { ActionRecord, Span, WindowRecord } from '../flow/window.ts';
import type { IndicatorHit } from '../leak/search.ts';
import { CLOCK_TOLERANCE_MS, actionAt, answersFor, hostTime, isArranging } from './action-spans.ts';

/**
 * Why a flow is held against an action, the strongest first. `canary`: it carries what the action planted.
 * `event time`: it tells of something that happened during the action. `arrival`: it began then, and nothing else
 * could have caused it. `possible`: it began when this action, among others, could have caused it.
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
}

/**
 * The actions a flow is held against. None: the runner caused it (arranging, draining, what was before the window),
 * or it stems from earlier days.
 */
export function creditFlow(content: FlowContent, window: WindowRecord): readonly Credit[] {
  const credits: Credit[] = [];
  for (const action of window.actions) {
    if (content.hits.some((hit) => isPlantedBy(hit, action) && !isOfArranging(hit, { action, content, window }))) {
      credits.push({ action: action.name, rung: 'canary', confidence: 'certain', sharedBy: 1 });
    }
  }
  for (const eventTimeMs of content.eventTimesMs) {
    const action = actionAt(eventTimeMs, window);
    if (action === undefined || credits.some((credit) => credit.action === action.name)) continue;
    credits.push({ action: action.name, rung: 'event time', confidence: 'likely', sharedBy: 1 });
  }
  const isExplainedByContent = content.eventTimesMs.length > 0 || content.hits.some(({ indicator }) => indicator.class === 'planted');
  return isExplainedByContent ? credits : creditByArrival(content.flow, window);
}

/** Whether a canary was reported while its own action was still being arranged: that is the runner's doing. */
export function isOfArranging(
  { finding }: IndicatorHit,
  at: { readonly action: ActionRecord; readonly content: FlowContent; readonly window: WindowRecord },
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

function creditByArrival(flow: Flow, window: WindowRecord): readonly Credit[] {
  const names = new Set<string>();
  for (const atMs of sendingTimes(flow, window)) {
    for (const action of ownersOf(flow, atMs, window)) names.add(action.name);
  }
  const sharedBy = names.size;
  return [...names].map((action): Credit => {
    if (sharedBy === 1) return { action, rung: 'arrival', confidence: 'likely', sharedBy };
    return { action, rung: 'possible', confidence: 'possible', sharedBy };
  });
}

// A connection that stays open speaks when it speaks, not when it was opened.
function sendingTimes(flow: Flow, window: WindowRecord): readonly number[] {
  if (flow.kind === 'websocket') {
    return [flow.startMs, ...(flow.messages ?? []).filter(({ from }) => from === 'phone').map(({ atMs }) => atMs)];
  }
  if (flow.kind !== 'tunnel') return [flow.startMs];
  if (flow.tunnel?.sendings !== undefined) return [flow.startMs, ...flow.tunnel.sendings.map(({ atMs }) => atMs)];
  const endMs = flow.endMs ?? window.endMs;
  const during = window.actions.map(answersFor).filter((span) => span !== undefined && span.startMs <= endMs && span.endMs >= flow.startMs);
  return [flow.startMs, ...during.map((span) => Math.max(flow.startMs, span?.startMs ?? flow.startMs))];
}

function ownersOf(flow: Flow, atMs: number, window: WindowRecord): readonly ActionRecord[] {
  const performing = window.actions.filter((action) => isDuring(atMs, answersFor(action)));
  const control = performing.find(({ seenAt }) => seenAt !== undefined && isWithinHost(flow.host, seenAt));
  if (control !== undefined) return [control];
  const addressed = window.actions.filter(
    (action) => couldHaveCaused(action, atMs, window) && action.addressees.some(({ host }) => isWithinHost(flow.host, host)),
  );
  if (addressed.length > 0) return addressed;
  if (!mayHaveBeenHeldBack(flow)) {
    if (performing.length > 0) return performing;
    if (isArranging({ startMs: atMs, endMs: atMs }, window)) return [];
  }
  return window.actions.filter((action) => couldHaveCaused(action, atMs, window));
}

function isDuring(atMs: number, span: Span | undefined): boolean {
  return span !== undefined && atMs >= span.startMs && atMs <= span.endMs;
}

// SDKs batch what they upload; a plain fetch is made when it is wanted.
function mayHaveBeenHeldBack(flow: Flow): boolean {
  return flow.kind !== 'http' || (flow.request?.body?.byteCount ?? 0) > 0 || !['GET', 'HEAD'].includes(flow.request?.method ?? '');
}

// The drain at the window's end is as long as the slowest SDK holds an event back, so it bounds that for every action.
function couldHaveCaused(action: ActionRecord, atMs: number, window: WindowRecord): boolean {
  const span = answersFor(action);
  if (span === undefined || action.act === undefined) return false;
  return atMs >= span.startMs && atMs <= Math.max(span.endMs, action.act.endMs + window.drainMs);
}
