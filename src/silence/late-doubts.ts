import type { Owner } from '../attribute/owner.ts';
import { isDelegate } from '../attribute/delegates.ts';
import type { Flow } from '../flow/flow.ts';
import type { Verdict } from '../flow/verdict.ts';
import type { ActionRecord, WindowRecord } from '../flow/window.ts';
import { withoutBound } from './merge-repeated.ts';
import { allowedInAll } from './register-review.ts';
import { findEntry } from './register.ts';
import type { Register } from './register.ts';
import { isAlike, likenessOf } from './signature.ts';
import { isKnownOfGroup, isOfUnknownDelay } from './unknown-delay.ts';

/** What must be known of a window to tell what came outside of it. */
export type PassedWindow = Pick<WindowRecord, 'spec' | 'startMs' | 'endMs' | 'package'> & {
  readonly actions: readonly Pick<ActionRecord, 'name' | 'kind' | 'act' | 'allows'>[];
};

/** Something the phone said that tells of no time and carries nothing that was planted. */
export interface Untold {
  readonly flow: Flow;
  readonly owner: Owner;
}

/** All that came of one phone, and what knows some of it. */
export interface LateDoubtInput {
  readonly windows: readonly PassedWindow[];
  readonly untold: readonly Untold[];
  readonly register: Register;
  /** Packages that came with the phone, as far as they are known. */
  readonly preinstalled?: readonly string[];
}

const MOST_TOLD = 5;

/**
 * Makes silent actions `inconclusive` where an event of unknown delay came after them and outside of everything that a window answers
 * for: between two windows, before anything was performed in the next, as an app began anew, or while the run listened at its end.
 *
 * What the register knows, what another package is known to have sent, what came before anything was performed in the run, what was
 * expected beside a silent action and what came before in the same bytes puts nobody in doubt. Other verdicts are the same objects.
 */
export function doubtLate(verdicts: readonly Verdict[], input: LateDoubtInput): readonly Verdict[] {
  const stray = straysOf(verdicts, input);
  if (stray.length === 0) return verdicts;
  return verdicts.map((verdict) => {
    if (verdict.verdict !== 'silent') return verdict;
    const own = input.windows.filter(({ spec }) => spec === verdict.spec);
    const [packageName] = own.map((window) => window.package);
    const times = own.flatMap(({ actions }) => actions.flatMap(({ name, act }) => (name === verdict.action && act !== undefined ? [act.startMs] : [])));
    const after = stray.flatMap(({ flow, owner }) => {
      // The spec's own windows have been judged with all that their witnesses saw.
      const performedMs = times.findLast((atMs) => atMs < flow.startMs);
      const isJudged = own.some(({ startMs, endMs }) => flow.startMs >= startMs && flow.startMs <= endMs);
      if (performedMs === undefined || isJudged || !mayBeFor(owner, packageName, input)) return [];
      return [{ flow, afterMs: flow.startMs - performedMs }];
    });
    if (after.length === 0) return verdict;
    const told = after.slice(0, MOST_TOLD).map(({ flow, afterMs }) =>
      `An event of unknown delay came to ${flow.host} ${(afterMs / 1000).toFixed(1)} s after it, when nothing else was being done, and may be its own [${flow.id}].`);
    const more = after.length > MOST_TOLD ? [`So may ${after.length - MOST_TOLD} more.`] : [];
    return { ...withoutBound(verdict), verdict: 'inconclusive', reasons: [...told, ...more, ...verdict.reasons] };
  });
}

function straysOf(verdicts: readonly Verdict[], { windows, untold, register, preinstalled = [] }: LateDoubtInput): readonly Untold[] {
  const firstMs = Math.min(...windows.map(firstActMs));
  const silent = new Set(verdicts.filter(({ verdict }) => verdict === 'silent').flatMap(({ flows }) => flows));
  const tested = { packages: windows.map((window) => window.package) };
  const known = untold.filter(({ flow, owner }) => (flow.startMs < firstMs && !isKnownOfGroup(owner, tested)) || silent.has(flow.id)).map(({ flow }) => likenessOf(flow, true));
  const seen = new Set<string>();
  const allows = allowedInAll(windows);
  return untold.toSorted((one, other) => one.flow.startMs - other.flow.startMs).filter(({ flow, owner }) => {
    const bytes = flow.request?.body === undefined ? undefined : `${flow.request.url} ${flow.request.body.sha256}`;
    const isAgain = bytes !== undefined && seen.has(bytes);
    if (bytes !== undefined) seen.add(bytes);
    if (isAgain || windows.some((window) => flow.startMs >= firstActMs(window) && flow.startMs <= window.endMs)) return false;
    if (!isOfUnknownDelay({ flow, owner }, { ...tested, uids: [], preinstalled })) return false;
    if (isFirstAttempt(flow, untold)) return false;
    if (known.some((one) => isAlike(one, likenessOf(flow, true)))) return false;
    const onDay = new Date(flow.startMs).toISOString().slice(0, 10);
    return findEntry(register, flow, { owner: owner.owner, ownerIsProven: false, onDay, ...(allows !== undefined && { allows }) }) === undefined;
  });
}

/** So soon an app tries again when a handshake broke off under it. */
const TRIED_AGAIN_MS = 5_000;

/** Whether a flow is a handshake that broke off unfinished and was made again at once: nothing crossed in it. */
function isFirstAttempt({ kind, tlsFailure, host, port, startMs }: Flow, untold: readonly Untold[]): boolean {
  if (kind !== 'tls-refused' || tlsFailure?.reason !== 'handshake-not-finished') return false;
  return untold.some(({ flow }) => ['http', 'websocket'].includes(flow.kind) && flow.host === host && flow.port === port && flow.startMs >= startMs && flow.startMs - startMs <= TRIED_AGAIN_MS);
}

/** When the first of what a window judges was performed; with a sham comes what is from before. */
function firstActMs({ actions }: PassedWindow): number {
  return Math.min(...actions.map(({ kind, act }) => (kind === 'sham' ? Infinity : (act?.startMs ?? Infinity))));
}

/** What another app under test is known to have sent is not this one's. */
function mayBeFor({ owner, rung, socket, contradicts }: Owner, packageName: string | undefined, { windows }: LateDoubtInput): boolean {
  if (rung === 'unknown' || contradicts !== undefined) return true;
  // Packages that share a UID share its connections.
  const senders = [owner, ...(socket?.packages ?? [])];
  return senders.some((name) => name === packageName || isDelegate(name)) || !windows.some((window) => window.package === owner);
}
