import type { Flow } from '../flow/flow.ts';
import { isWithinHost } from '../flow/host.ts';
import type { ActionRecord, Span, WindowRecord } from '../flow/window.ts';
import { answersFor, isArranging } from './action-spans.ts';

/** The actions that could have caused a flow, by when it came alone. */
export interface Suspects {
  readonly actions: readonly ActionRecord[];
  /** The runner's own doing (arranging the next action) could have caused it just as well. */
  readonly orRunner: boolean;
}

/** Who could have caused a flow, going by the times at which the phone spoke in it. */
export function suspectsOf(flow: Flow, window: WindowRecord): Suspects {
  const actions = new Set<ActionRecord>();
  let orRunner = false;
  for (const atMs of sendingTimes(flow, window)) {
    const suspected = suspectsAt(flow, atMs, window);
    for (const action of suspected) actions.add(action);
    orRunner ||= suspected.length > 0 && isArranging({ startMs: atMs, endMs: atMs }, window);
  }
  return { actions: [...actions], orRunner };
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

function suspectsAt(flow: Flow, atMs: number, window: WindowRecord): readonly ActionRecord[] {
  if (atMs < window.startMs || atMs > window.endMs) return [];
  const suspects = suspectsByTime(flow, atMs, window);
  // What was not taken may come back behind any barrier.
  return wasNotTaken(flow) ? suspects : suspects.filter((action) => !isBehindBarrier(action, atMs, window));
}

/** Whether the window drained between an action and a moment: what an SDK held back from before a barrier has come by its end. */
function isBehindBarrier(action: ActionRecord, atMs: number, window: WindowRecord): boolean {
  const endMs = answersFor(action)?.endMs;
  return endMs !== undefined && window.barriers.some((barrier) => barrier.startMs >= endMs && barrier.endMs < atMs);
}

function suspectsByTime(flow: Flow, atMs: number, window: WindowRecord): readonly ActionRecord[] {
  const heldBack = mayHaveBeenHeldBack(flow);
  const heldMs = heldBack ? longestHeldMs(flow, window) : window.drainMs;
  const possible = window.actions.filter((action) => couldHaveCaused(action, atMs, heldMs));
  const performing = window.actions.filter((action) => isDuring(atMs, answersFor(action)));
  const control = performing.find(({ seenAt }) => seenAt !== undefined && isWithinHost(flow.host, seenAt));
  // What was held back may be any earlier action's, though it goes where the control goes.
  if (control !== undefined) return isLoaded(flow) ? possible : [control];
  const addressed = possible.filter((action) => action.addressees.some(({ host }) => isWithinHost(flow.host, host)));
  if (addressed.length > 0) return addressed;
  if (!heldBack) return possible;
  if (isDraining(atMs, window) || wasNotTaken(flow)) return performedBefore(atMs, window);
  if (performing.length > 0) return possible;
  const last = performedBefore(atMs, window).at(-1);
  return last === undefined || possible.includes(last) ? possible : [...possible, last];
}

function isDuring(atMs: number, span: Span | undefined): boolean {
  return span !== undefined && atMs >= span.startMs && atMs <= span.endMs;
}

// A value of this many characters holds more than a switch or the name of a page.
const LOADED_ADDRESS = /[?&][^=&]*=[^&]{16,}|\/[^/?.]{24,}/;

// A few characters are enough for a count or a part of a digest; in a path, where words stand, those that are no word.
const BEACON = /[?&][^=&]*=[^&]{4,}|(?<![a-z0-9])(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{8,}/i;

// A server's own tag for what it gave is given back to it.
const FREE_HEADERS = /^(host|if-(none-)?match)$/i;
const LONGEST_TAG = 64;
const LOADED_VALUE = /[A-Za-z0-9+=_-]{24,}|(?:%[0-9a-f]{2}){3}/i;

/** SDKs batch what they upload; a plain fetch is made when it is wanted. A GET whose address or headers carry anything is an upload too. */
export function mayHaveBeenHeldBack(flow: Flow): boolean {
  return isLoaded(flow) || BEACON.test(addressIn(flow));
}

/**
 * Whether a request carries more than what pages have in the addresses of their parts: a version, a part of a digest. Or it is none, and
 * nobody knows what it carries.
 */
export function isLoaded(flow: Flow): boolean {
  if (flow.kind !== 'http' || flow.request === undefined) return true;
  const { method, body, headers } = flow.request;
  if ((body?.byteCount ?? 0) > 0 || !['GET', 'HEAD'].includes(method)) return true;
  if (LOADED_ADDRESS.test(addressIn(flow))) return true;
  return headers.some(([name, value]) => (FREE_HEADERS.test(name) ? value.length > LONGEST_TAG : LOADED_VALUE.test(value)));
}

/** Path and query of a request. */
function addressIn({ request }: Flow): string {
  return (request?.url ?? '').replace(/^[a-z]+:\/\/[^/?]*/i, '');
}

/**
 * SDKs keep what was not taken and come back to it, behind ever longer waits: what is behind it may be any action's. A plain fetch that
 * was not answered, a missing icon, is kept by nobody.
 */
export function wasNotTaken(flow: Flow): boolean {
  const { kind, state, response } = flow;
  if (kind === 'tls-refused') return true;
  if (kind !== 'http' || !isLoaded(flow)) return false;
  return state === 'aborted' || (response !== undefined && (response.status >= 500 || [403, 404].includes(response.status)));
}

function couldHaveCaused(action: ActionRecord, atMs: number, heldMs: number): boolean {
  const span = answersFor(action);
  if (span === undefined || action.act === undefined) return false;
  return atMs >= span.startMs && atMs <= Math.max(span.endMs, action.act.endMs + heldMs);
}

/**
 * How long what goes to a host may have been held back. The drain is as long as the slowest SDK that answers nothing done
 * at barriers; of those that answer, the interval may be up in the middle of a window all the same.
 */
export function longestHeldMs({ host }: Pick<Flow, 'host'>, { drainMs, clock }: Pick<WindowRecord, 'drainMs' | 'clock'>): number {
  const slower = (clock?.heldBack ?? []).filter(({ hosts }) => hosts.some((known) => isWithinHost(host, known)));
  return Math.max(drainMs, ...slower.map(({ heldMs }) => heldMs));
}

/** At a barrier, and after the last settle time, SDKs are made to send all they have kept. */
function isDraining(atMs: number, window: WindowRecord): boolean {
  if (window.barriers.some((barrier) => isDuring(atMs, barrier))) return true;
  return window.actions.every((action) => atMs > Math.max(answersFor(action)?.endMs ?? -Infinity, action.arrange?.endMs ?? -Infinity));
}

function performedBefore(atMs: number, window: WindowRecord): readonly ActionRecord[] {
  return window.actions
    .filter(({ act }) => act !== undefined && act.startMs <= atMs)
    .sort((one, other) => (one.act?.startMs ?? 0) - (other.act?.startMs ?? 0));
}
