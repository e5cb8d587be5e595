import { answersFor, hostTime } from '../attribute/action-spans.ts';
import { longestHeldMs } from '../attribute/arrival.ts';
import { isWithinHost } from '../flow/host.ts';
import type { ActionRecord, Span, WindowRecord } from '../flow/window.ts';
import type { ExaminedFlow } from './examine.ts';
import { isAlike, likenessOf } from './signature.ts';
import { hasKnownClock } from './unknown-delay.ts';

/** What is asked of each flow beside its times. */
export interface SaidBefore {
  readonly window: WindowRecord;
  readonly flows: readonly ExaminedFlow[];
  /** Whether something else explains it: the register, or that it is a stranger's. */
  readonly isExpected: (examined: ExaminedFlow) => boolean;
}

/**
 * Why nobody can call an action silent beside what was said right after it and is, by its own word, of something before: its preparing, or
 * another action. Whoever lies about the time would say just that. It is believed of a host whose SDK is known to wait so long, unless it
 * is said to have happened when nobody touched the phone any more; and where the like came with a sham, too. A sentence each.
 */
export function saidToBeBefore(action: ActionRecord, { window, flows, isExpected }: SaidBefore): readonly string[] {
  const span = answersFor(action);
  if (span === undefined) return [];
  return flows.flatMap((examined) => {
    const { flow, credits, eventTimesMs } = examined;
    const toldMs = eventTimesMs.map((time) => hostTime(time, window).endMs).reduce((latest, time) => Math.max(latest, time), -Infinity);
    // What is said to be of before the window is looked at elsewhere (`staleWord`).
    if (toldMs >= span.startMs || toldMs < window.startMs || !isDuring(flow.startMs, span) || credits.some((credit) => credit.action === action.name)) return [];
    if (isAskedFor(examined, window) || isBelieved(examined, { action, toldMs, window }) || cameWithSham(examined, { window, flows }) || isExpected(examined)) return [];
    const [cameS, agoS] = [flow.startMs - span.startMs, flow.startMs - toldMs].map((ms) => (ms / 1000).toFixed(1));
    return [`${flow.host} was told something ${cameS} s after it (${flow.id}) that is said to have happened ${agoS} s before, when it had not been performed yet; nothing but its sender's word says so`];
  });
}

/** A tap is answered by the app at once, or after what it loads. */
const ANSWERED_WITHIN_MS = 3_000;

function isBelieved({ flow }: ExaminedFlow, { action, toldMs, window }: { readonly action: ActionRecord; readonly toldMs: number; readonly window: WindowRecord }): boolean {
  if (!hasKnownClock(flow.host) || flow.startMs - toldMs > longestHeldMs(flow, window)) return false;
  const tappedMs = action.steps.map(({ endMs }) => endMs).filter((endMs) => endMs <= (action.act?.startMs ?? 0)).at(-1);
  return action.arrange === undefined || tappedMs === undefined || toldMs < action.arrange.startMs || toldMs <= tappedMs + ANSWERED_WITHIN_MS;
}

/** The sham was prepared as actions are: what comes with it at such a distance is no lie of anybody's. */
function cameWithSham({ flow, isOpaque }: ExaminedFlow, { window, flows }: Pick<SaidBefore, 'window' | 'flows'>): boolean {
  const spans = window.actions.filter(({ kind }) => kind === 'sham').flatMap((sham) => answersFor(sham) ?? []);
  return flows.some((other) => other.eventTimesMs.length > 0 && spans.some((span) => isDuring(other.flow.startMs, span)) && isAlike(likenessOf(other.flow, other.isOpaque), likenessOf(flow, isOpaque)));
}

function isAskedFor({ flow }: ExaminedFlow, { actions }: WindowRecord): boolean {
  return actions.some(({ addressees, seenAt }) => [...addressees.map(({ host }) => host), ...(seenAt === undefined ? [] : [seenAt])].some((host) => isWithinHost(flow.host, host)));
}

function isDuring(atMs: number, { startMs, endMs }: Span): boolean {
  return atMs >= startMs && atMs <= endMs;
}
