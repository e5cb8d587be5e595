import type { Verdict } from '../flow/verdict.ts';
import type { ActionRecord, WindowRecord } from '../flow/window.ts';
import type { Search } from './bisect.ts';
import type { JudgedWindow } from './blocks.ts';
import { isOfPhone } from './held-events.ts';
import type { HeldEvent } from './held-events.ts';
import { OF_ONE_SENDING_MS } from './sendings.ts';
import { isAlike } from './signature.ts';
import type { Likeness } from './signature.ts';

/** All windows of a spec, and what separating its actions came to. */
export interface ApartCase {
  /** In order, those that set acts apart and those that repeat among them. */
  readonly windows: readonly JudgedWindow[];
  readonly search: Search;
}

/**
 * What becomes of an event that is held against an action. `own`: more than its time ties it to the act, or the like came after the act,
 * when all that arranging brings had been let out. `arranged`: the like came while the action was arranged, or the one was during whose
 * arranging it came, and not after the act. `elsewhere`: others could have caused it as well, and where the act was set apart the like came
 * with them and not with it. `cleared`: separating the actions showed that it is another's. `lost`: it did not come again, and separates
 * nobody. `beside`: it came together with one that is none of the action's any more, to the same host, and is of the same sending. `open`:
 * nobody has looked yet.
 */
type Standing = 'own' | 'arranged' | 'elsewhere' | 'cleared' | 'lost' | 'beside' | 'open';

interface Standee {
  readonly event: HeldEvent;
  readonly standing: Standing;
  /** Whom else somebody was arranging when it came. */
  readonly meanwhile: readonly string[];
  /** Of one that is arranged or came elsewhere: whose arranging brought the like, and in which window. */
  readonly by?: { readonly action?: string; readonly window: string };
}

/**
 * Actions whose acts a further window should set apart from what arranges them: noisy, or leaked by identifiers of the phone, by nothing
 * but when something came, which their arranging may have brought just as well. Undefined when there is none.
 *
 * An action's own arranging is not suspected where it taps nothing once the app is open, nor where another action that was found silent is
 * arranged by the very same taps.
 */
export function toSetApart(verdicts: readonly Verdict[], { windows, search }: ApartCase): readonly string[] | undefined {
  const silent = verdicts.filter(({ verdict }) => verdict === 'silent').flatMap(({ action }) => tapsOf(action, windows));
  const again = verdicts.flatMap((one) => {
    const { action } = one;
    if (!isByTime(one)) return [];
    const standees = standeesOf(action, { windows, search });
    const mayArrange = tapsOf(action, windows).some((taps) => !silent.includes(taps));
    const canBeTold = ({ standing, meanwhile }: Standee): boolean => (standing === 'open' && mayArrange) || (['open', 'lost'].includes(standing) && meanwhile.length > 0);
    const toTell = standees.filter(canBeTold);
    const tellsAll = standees.every((one) => toTell.includes(one) || OF_OTHERS.includes(one.standing) || (one.standing === 'lost' && toTell.some((other) => isOfOneSending(one, other))));
    return toTell.length > 0 && tellsAll ? [action, ...toTell.flatMap(({ meanwhile }) => meanwhile)] : [];
  });
  const named = verdicts.map(({ action }) => action).filter((action) => again.includes(action));
  return named.length === 0 ? undefined : named;
}

/** Whether nothing holds it against the action but when it came: identifiers of the phone are in whatever the phone sends. */
function isByTime({ verdict, findings }: Verdict): boolean {
  return verdict === 'noisy' || (verdict === 'leaked' && findings.every(isOfPhone));
}

const OF_OTHERS: readonly Standing[] = ['arranged', 'elsewhere', 'cleared', 'beside'];

/**
 * Verdicts with what setting acts apart says of them. Of an action all of whose evidence its arranging brings by itself nobody knows:
 * it becomes `inconclusive`, never silent. What came after the act again is the act's own. What is found there raises a verdict.
 */
export function withApart(verdicts: readonly Verdict[], { windows, search }: ApartCase): readonly Verdict[] {
  return verdicts.map((verdict) => {
    const own = windows.filter(({ window }) => window.purpose === 'apart' && window.actions.some(({ name }) => name === verdict.action));
    const all = own.length === 0 ? verdict : { ...verdict, windows: [...(verdict.windows ?? [verdict.window]), ...own.map(({ window }) => window.id)] };
    const worst = worstOf(verdict, own);
    if (worst !== verdict) return { ...worst, claims: verdict.claims, ...(all.windows !== undefined && { windows: all.windows }), reasons: [`${verdict.verdict} before, ${worst.verdict} in ${worst.window}.`, ...worst.reasons] };
    if (!isByTime(verdict)) return all;
    const standees = standeesOf(verdict.action, { windows, search });
    const isMore = standees.some(({ standing }) => ['arranged', 'elsewhere', 'beside'].includes(standing));
    if (isMore && standees.every(({ standing }) => OF_OTHERS.includes(standing))) return { ...all, verdict: 'inconclusive', findings: [], reasons: [...explain(standees, own, verdict.action), ...verdict.reasons] };
    return { ...all, reasons: [...confirm(verdict.action, own), ...verdict.reasons] };
  });
}

/** What a window that sets acts apart says against an action, where that is worse; of what is inconclusive nothing becomes more. */
function worstOf(verdict: Verdict, own: readonly JudgedWindow[]): Verdict {
  const rank = (one: Verdict): number => RANKS.indexOf(one.verdict);
  const found = own.flatMap(({ judged }) => judged.verdicts.filter(({ action }) => action === verdict.action));
  return verdict.verdict === 'inconclusive' ? verdict : found.reduce((worst, one) => (rank(one) > rank(worst) ? one : worst), verdict);
}

const RANKS: readonly Verdict['verdict'][] = ['inconclusive', 'silent', 'noisy', 'leaked'];

function explain(standees: readonly Standee[], own: readonly JudgedWindow[], action: string): readonly string[] {
  const told = (kinds: readonly Standee[]): string => [...new Set(kinds.map(({ event }) => event.signature))].join(', ');
  const inWindows = (kinds: readonly Standee[]): string => [...new Set(kinds.flatMap(({ by }) => by?.window ?? []))].join(', ');
  const arranged = standees.filter(({ standing }) => standing === 'arranged');
  const [itself, others] = [arranged.filter(({ by }) => by?.action === action), arranged.filter(({ by }) => by?.action !== action)];
  const elsewhere = standees.filter(({ standing }) => standing === 'elsewhere');
  const beside = standees.filter(({ standing }) => standing === 'beside');
  const failed = own.flatMap(({ judged }) => judged.verdicts).find((one) => one.action === action && one.verdict === 'inconclusive');
  const then = failed === undefined ? 'performing it after that brought no more of the like' : `performing it after that says nothing: ${failed.reasons[0] ?? ''}`;
  const names = [...new Set(others.flatMap(({ by }) => by?.action ?? []))].map((name) => `"${name}"`).join(', ');
  return [
    ...(itself.length === 0 ? [] : [`What prepares it sends the like by itself, so nobody can say that it sent anything: in ${inWindows(itself)} preparing it brought ${told(itself)}, and ${then.replace(/\.$/, '')}.`]),
    ...(others.length === 0 ? [] : [`${told(others)} came while ${names} was being prepared, which brings the like by itself (${inWindows(others)}); this action did not bring it again.`]),
    ...(elsewhere.length === 0 ? [] : [`${told(elsewhere)} could be of others as well: set apart, in ${inWindows(elsewhere)}, the like came with them, and with neither this action nor what prepares it.`]),
    ...(beside.length === 0 ? [] : [`${told(beside)} did not come again; it came together with what is not held against this action any more, to the same host, and is taken for a part of that.`]),
  ];
}

function confirm(action: string, own: readonly JudgedWindow[]): readonly string[] {
  return own.flatMap(({ window, judged }) => {
    const signatures = [...new Set(judged.events.filter(({ suspects }) => suspects.includes(action)).map(({ signature }) => signature))];
    return signatures.map((signature) => `${signature} came again after the act itself, when what prepares it had been let out before (${window.id}).`);
  });
}

function standeesOf(action: string, { windows, search }: ApartCase): readonly Standee[] {
  const telling = windows.filter(({ judged }) => judged.verdicts.some((verdict) => verdict.action === action && verdict.verdict !== 'inconclusive'));
  const apart = windows.filter(({ window }) => window.purpose === 'apart');
  const arranged = windows.flatMap(({ window, judged }) => judged.arranged.map((noise) => ({ ...noise, window: window.id })));
  const after = apart.flatMap(({ judged }) => judged.events.filter(({ suspects }) => suspects.includes(action)));
  const standees = telling.flatMap((seen) => seen.judged.events.filter(({ suspects }) => suspects.includes(action)).map((event): Standee => {
    const like = arranged.filter((noise) => isSame(noise, event));
    const itself = like.filter((noise) => noise.action === action && noise.isWhole);
    const meanwhile = arrangedAt(event, seen.window).filter((name) => name !== action);
    if (!event.namesNoAct || !event.mayBeOlder) return { event, standing: 'own', meanwhile };
    // What arranging left untaken may come again by itself after the act.
    if (after.some((again) => isSame(again, event)) && !itself.some(({ mayComeAgain }) => mayComeAgain)) return { event, standing: 'own', meanwhile };
    const other = like.find((noise) => meanwhile.includes(noise.action));
    const isQuietLater = telling.some(({ window, judged }) => window.round > seen.window.round && !judged.events.some((again) => again.suspects.includes(action) && isSame(again, event)));
    const by = itself[0] ?? (isQuietLater ? other : undefined);
    if (by !== undefined) return { event, standing: 'arranged', meanwhile, by };
    const about = search.suspicions.filter((suspicion) => isAlike(suspicion, event));
    if (about.some(({ cleared }) => cleared[action] !== undefined)) return { event, standing: 'cleared', meanwhile };
    const elsewhere = event.suspects.length > 1 ? telling.find((one) => apart.includes(one) && cameWithOthers(action, event, one)) : undefined;
    if (elsewhere !== undefined) return { event, standing: 'elsewhere', meanwhile, by: { window: elsewhere.window.id } };
    return { event, standing: about.some(({ isLost }) => isLost) ? 'lost' : 'open', meanwhile };
  }));
  return standees.map((one) => {
    const isBeside = (one.standing === 'lost' || one.standing === 'open') && standees.some((other) => OF_OTHERS.includes(other.standing) && isOfOneSending(one, other));
    return isBeside ? { ...one, standing: 'beside' } : one;
  });
}

/** Whether in a window the like came with other actions or what prepares them, and not with this one. */
function cameWithOthers(action: string, event: HeldEvent, { judged }: JudgedWindow): boolean {
  const events = judged.events.filter((again) => isSame(again, event));
  const arranged = judged.arranged.filter((again) => isSame(again, event));
  return events.length + arranged.length > 0 && !events.some(({ suspects }) => suspects.includes(action)) && !arranged.some((noise) => noise.action === action);
}

/** Whom the runner was arranging when an event came. */
function arrangedAt({ came }: HeldEvent, { actions }: WindowRecord): readonly string[] {
  if (came === undefined) return [];
  return actions.filter(({ arrange }) => arrange !== undefined && came.atMs >= arrange.startMs && came.atMs <= arrange.endMs).map(({ name }) => name);
}

/** Alike, and as readable: what can be read does not stand for what cannot. */
function isSame(one: Likeness, other: Likeness): boolean {
  return isAlike(one, other) && (one.opaqueBytes === undefined) === (other.opaqueBytes === undefined);
}

function isOfOneSending({ event: { came: one } }: Standee, { event: { came: other } }: Standee): boolean {
  return one !== undefined && other !== undefined && one.host === other.host && Math.abs(one.atMs - other.atMs) <= OF_ONE_SENDING_MS;
}

/** What was tapped to arrange an action once the app was open, a text a window; values that were planted are told by their role. */
function tapsOf(action: string, windows: readonly JudgedWindow[]): readonly string[] {
  const texts = windows.flatMap(({ window }) => window.actions.filter(({ name }) => name === action)).map(tapsIn).filter((text) => text !== '');
  return [...new Set(texts)];
}

function tapsIn({ openedMs, apart, act, steps, canaries }: ActionRecord): string {
  const endMs = apart?.startMs ?? act?.startMs;
  if (openedMs === undefined || endMs === undefined) return '';
  const titles = steps.filter(({ startMs }) => startMs >= openedMs && startMs < endMs).map(({ title }) => title);
  return canaries.reduce((text, { role, value }) => text.replaceAll(value, `{${role}}`), titles.join('\n'));
}
