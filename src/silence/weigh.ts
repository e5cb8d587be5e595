import { actionAt, answersFor, hostTime } from '../attribute/action-spans.ts';
import { isExplained, isOfArranging } from '../attribute/credit.ts';
import type { Credit } from '../attribute/credit.ts';
import { isBy, isProven } from '../attribute/owner.ts';
import type { UidGroup } from '../attribute/uid-group.ts';
import type { Finding } from '../flow/finding.ts';
import { isWithinHost } from '../flow/host.ts';
import type { ActionRecord, WindowRecord } from '../flow/window.ts';
import type { IndicatorHit } from '../leak/search.ts';
import type { ExaminedFlow } from './examine.ts';
import { isPartOfPage, isSameSite } from './page-parties.ts';
import type { PartyWord, TellParty } from './page-parties.ts';
import { lookUp } from './register.ts';
import { allowedInAll } from './register-review.ts';
import type { Register, RegisterWord } from './register.ts';
import { cutShortWord } from './cut-short.ts';
import { staleWord } from './stale.ts';
import { strangersWord } from './strangers.ts';

/** What a flow means for one action it is held against. */
export interface Weighed {
  readonly examined: ExaminedFlow;
  readonly credit: Credit;
  /** Why the flow is expected; undefined when nothing explains it. */
  readonly explanation?: string;
  /** Why nobody can say whether it is of the action: it is held against nobody, and nothing is called silent beside it. */
  readonly doubt?: string;
  /** What the register says of it, where that explains nothing here. */
  readonly knownAs?: string;
  /** Who hears it, seen from the page that was asked for. */
  readonly party: PartyWord;
  /** What of the action's was found where it must not be. */
  readonly findings: readonly Finding[];
}

/** What weighing looks things up in. */
export interface WeighContext {
  readonly window: WindowRecord;
  readonly register: Register;
  /** The package under test was seen to name itself in this window's requests. */
  readonly appNamesItself: boolean;
  /** Judged together with the app: what comes from outside of it may be a stranger's. */
  readonly group: UidGroup;
  /** All that was under way in the window. */
  readonly flows: readonly ExaminedFlow[];
  /** Tells the site asked for, what its page brought in, and others apart. */
  readonly tellParty: TellParty;
  /** Subject labels that the sham action's flows told of as well. */
  readonly shamSubjects: ReadonlySet<string>;
}

/** Weighs every flow that is held against the action. */
export function weighFlows(action: ActionRecord, flows: readonly ExaminedFlow[], context: WeighContext): readonly Weighed[] {
  return flows.flatMap((examined) => {
    const credit = examined.credits.find((candidate) => candidate.action === action.name);
    return credit === undefined ? [] : [weigh({ action, examined, credit }, context)];
  });
}

/** Subject labels named in events of the window's sham actions; undefined when no sham action was performed. */
export function subjectsOfShams(flows: readonly ExaminedFlow[], window: WindowRecord): ReadonlySet<string> | undefined {
  const shams = window.actions.filter((action) => action.kind === 'sham' && action.landed && action.act !== undefined);
  if (shams.length === 0) return undefined;
  const told = flows.flatMap(({ hits }) =>
    hits.filter(({ finding }) => {
      if (finding.class !== 'subject' || finding.eventTimeMs === undefined) return false;
      const action = actionAt(finding.eventTimeMs, window);
      return action !== undefined && shams.includes(action);
    }),
  );
  return new Set(told.map(({ indicator }) => indicator.value));
}

/** Canaries that were told while their action was being arranged; kept as a remark, not held against the action. */
export function toldWhileArranging(action: ActionRecord, flows: readonly ExaminedFlow[], window: WindowRecord): readonly Finding[] {
  return flows.flatMap((examined) =>
    examined.hits
      .filter((hit) => isOwn(hit, action) && hit.indicator.class === 'planted' && !isAddressed(hit, action))
      .filter((hit) => isOfArranging(hit, { action, content: examined, window }))
      .map(({ finding }) => finding),
  );
}

/**
 * Flows of the action's time that are held against no action at all and that no register entry explains: by their own
 * account they tell only of what the runner did, or of what was before the window.
 */
export function setAside(
  action: ActionRecord,
  flows: readonly ExaminedFlow[],
  context: Pick<WeighContext, 'window' | 'register'>,
): readonly ExaminedFlow[] {
  const startMs = action.act?.startMs;
  if (startMs === undefined) return [];
  return flows.filter((examined) => {
    const { flow, credits, hits } = examined;
    const isToldElsewhere = hits.some(({ indicator }) => indicator.class === 'planted');
    return credits.length === 0 && flow.startMs >= startMs && !isToldElsewhere && !isRegistered(examined, context);
  });
}

/**
 * Flows that nobody expects and that tell of no time, come before anything was performed in the window: whoever was
 * performed before the window may be behind them.
 */
export function straysOf(flows: readonly ExaminedFlow[], context: WeighContext): readonly ExaminedFlow[] {
  return undatedOf(flows, context).filter(({ credits }) => credits.length === 0);
}

/** Flows that nobody expects and that do not account for themselves by times or canaries, whoever they are held against. */
export function undatedOf(flows: readonly ExaminedFlow[], context: WeighContext): readonly ExaminedFlow[] {
  return flows.filter((examined) => examined.flow.startMs >= context.window.startMs && !isExplained(examined, context.window) && !isExpected(examined, context));
}

/** Whether a flow is expected whatever it came with: it is a stranger's, or the register knows it. */
export function isExpected(examined: ExaminedFlow, context: WeighContext): boolean {
  return strangersWord({ examined, action: NOBODY }, context)?.explanation !== undefined || isRegistered(examined, context);
}

const NOBODY: Pick<ActionRecord, 'subjects'> = { subjects: [] };

/**
 * Flows nobody expects that came after the action and are held against later ones alone, for want of an SDK known to
 * hold back so long what it sends.
 */
export function heldAgainstLater(
  action: ActionRecord,
  flows: readonly ExaminedFlow[],
  context: Pick<WeighContext, 'window' | 'register'>,
): readonly ExaminedFlow[] {
  const endMs = answersFor(action)?.endMs;
  if (endMs === undefined) return [];
  return flows.filter((examined) => {
    const { flow, credits } = examined;
    const isByArrival = credits.length > 0 && credits.every(({ rung }) => rung === 'arrival' || rung === 'possible');
    if (!isByArrival || flow.startMs <= endMs || credits.some((credit) => credit.action === action.name)) return false;
    const isAsked = context.window.actions.some(({ addressees, seenAt }) =>
      [...addressees.map(({ host }) => host), ...(seenAt === undefined ? [] : [seenAt])].some((host) => isWithinHost(flow.host, host)),
    );
    return !isAsked && !isRegistered(examined, context);
  });
}

interface Case {
  readonly action: ActionRecord;
  readonly examined: ExaminedFlow;
  readonly credit: Credit;
}

function weigh(held: Case, context: WeighContext): Weighed {
  const carried = carriedOf(held, context);
  const party = context.tellParty(held.examined, held.action);
  const isPart = isPartOfPage(held.examined.flow, party);
  const unaddressed = carried.filter((hit) => hit.indicator.class !== 'planted' || !(isAddressed(hit, held.action) || (isPart && isAddressedSite(hit, held.action))));
  const stranger = carried.length > 0 ? undefined : strangersWord(held, context);
  const explanation = unaddressed.length > 0 ? undefined : (explain(held, { ...context, carriesCanary: carried.length > 0, isPart }) ?? stranger?.explanation);
  const word = explanation === undefined && carried.length === 0 ? registerWord(held, context) : undefined;
  const doubt = explanation === undefined && carried.length === 0 ? (stranger?.doubt ?? staleWord(held, context.window) ?? cutShortWord(held.examined, context.window) ?? word?.doubt) : undefined;
  return {
    examined: held.examined,
    credit: held.credit,
    ...(explanation !== undefined && { explanation }),
    ...(doubt !== undefined && { doubt }),
    ...(word?.knownAs !== undefined && { knownAs: word.knownAs }),
    // An addressed canary from a stranger's hand is a finding too.
    party,
    findings: explanation !== undefined ? [] : (unaddressed.length > 0 ? unaddressed : carried).map(({ finding }) => ({ ...finding, party: party.party })),
  };
}

/** What of the action's a flow carries: its canaries, the phone's identifiers in its events, its subjects at its time. */
function carriedOf({ action, examined }: Case, context: WeighContext): readonly IndicatorHit[] {
  const { window } = context;
  const planted = examined.hits.filter(
    (hit) => hit.indicator.class === 'planted' && isOwn(hit, action) && !isOfArranging(hit, { action, content: examined, window }),
  );
  const plantedTimes = new Set(planted.map(({ finding }) => finding.eventTimeMs));
  const isOfAction = ({ finding }: IndicatorHit): boolean =>
    finding.eventTimeMs === undefined || plantedTimes.has(finding.eventTimeMs) || actionAt(finding.eventTimeMs, window) === action;
  const personal = examined.hits.filter((hit) => hit.indicator.class === 'personal' && isOfAction(hit));
  const subjects = examined.hits.filter(
    (hit) =>
      hit.indicator.class === 'subject' &&
      isLabelOf(hit, action) &&
      hit.finding.eventTimeMs !== undefined &&
      actionAt(hit.finding.eventTimeMs, window) === action &&
      !context.shamSubjects.has(hit.indicator.value),
  );
  return [...planted, ...personal, ...subjects];
}

function explain(held: Case, context: WeighContext & { readonly carriesCanary: boolean; readonly isPart: boolean }): string | undefined {
  const { flow, owner } = held.examined;
  const ownerIsProven = isProven(owner);
  // Where the app names itself in what it sends, a request that names nobody is not taken for the app's.
  const byActingApp = ownerIsProven ? isBy(owner, context.window.package) : !context.appNamesItself && owner.contradicts === undefined;
  const isAsked = flow.kind !== 'tls-refused' && flow.kind !== 'tunnel';
  if (isAsked && byActingApp && held.action.addressees.some(({ host }) => isWithinHost(flow.host, host))) {
    return `asked for by the action: ${flow.host} is addressed by it`;
  }
  if (context.isPart && byActingApp) return `asked for by the action: ${flow.host} is of the site it asked for, and the page brought it in`;
  if (context.carriesCanary) return undefined;
  const word = saidByRegister(held.examined, context, held.action.allows);
  return word?.state === 'allowed' ? `registered as ${word.entry.id}` : undefined;
}

/** What of the register would explain a flow that is held against an action, and does not. */
function registerWord({ action, examined }: Case, context: WeighContext): { readonly doubt?: string; readonly knownAs?: string } | undefined {
  const word = saidByRegister(examined, context, action.allows);
  if (word === undefined || word.state === 'allowed') return undefined;
  const { entry, because } = word;
  const to = `${examined.flow.host} (${examined.flow.id})`;
  if (word.state === 'overdue') return { doubt: `What went to ${to} was expected once, but ${because ?? `entry "${entry.id}" is overdue`}` };
  // Another one it may be of may bring it about: nobody can say then that this one did.
  const others = examined.credits.flatMap(({ action: name }) => context.window.actions.filter((one) => one.name === name && one !== action));
  const allowed = others.find((other) => saidByRegister(examined, context, other.allows)?.state === 'allowed');
  if (allowed !== undefined) return { doubt: `What went to ${to} may be of "${allowed.name}", which allows "${entry.id}" of the register, and may be of this action, which does not` };
  return { knownAs: `the register knows it as "${entry.id}", which counts only where a spec allows it` };
}

/** Ids of the register's entries that some flow of the window is expected by. */
export function entriesUsed(flows: readonly ExaminedFlow[], context: WeighContext): readonly string[] {
  const allows = allowedInAll([context.window]);
  return flows.flatMap((examined) => {
    const word = saidByRegister(examined, context, allows);
    return word?.state === 'allowed' ? [word.entry.id] : [];
  });
}

/** Whether it is expected of anybody in the window. */
function isRegistered(examined: ExaminedFlow, context: Pick<WeighContext, 'window' | 'register'>): boolean {
  return saidByRegister(examined, context, allowedInAll([context.window]))?.state === 'allowed';
}

function saidByRegister({ flow, owner }: ExaminedFlow, context: Pick<WeighContext, 'window' | 'register'>, allows: readonly string[] | undefined): RegisterWord | undefined {
  // A sender that contradicts itself or a witness is nobody's whom the register knows, unless the witness proves whose it is.
  const ownerIsProven = isProven(owner) || owner.contradicts !== undefined;
  const onDay = new Date(context.window.startMs).toISOString().slice(0, 10);
  return lookUp(context.register, flow, { owner: owner.owner, ownerIsProven, onDay, ...(allows !== undefined && { allows }) });
}

function isOwn({ indicator }: IndicatorHit, action: ActionRecord): boolean {
  return indicator.action === action.name;
}

/** Several actions of a window may go by the same label, which is searched for and found once: whose it is then, its time tells. */
function isLabelOf({ indicator }: IndicatorHit, { subjects }: ActionRecord): boolean {
  return subjects.includes(indicator.value);
}

function isAddressed({ indicator, finding }: IndicatorHit, action: ActionRecord): boolean {
  return action.addressees.some(({ role, host }) => indicator.name === `canary:${role}` && isWithinHost(finding.host, host));
}

function isAddressedSite({ indicator, finding }: IndicatorHit, action: ActionRecord): boolean {
  return action.addressees.some(({ role, host }) => indicator.name === `canary:${role}` && isSameSite(finding.host, host));
}

/** How long after the action's gesture a flow began, `+0.412 s`. */
export function offsetOf(atMs: number, action: ActionRecord): string {
  const seconds = (atMs - (answersFor(action)?.startMs ?? atMs)) / 1000;
  return `${seconds < 0 ? '-' : '+'}${Math.abs(seconds).toFixed(3)} s`;
}

/** When the event of a finding happened, from the action's gesture on; undefined when it states no time. */
export function eventOffset(finding: Finding, action: ActionRecord, window: WindowRecord): string | undefined {
  return finding.eventTimeMs === undefined ? undefined : offsetOf(hostTime(finding.eventTimeMs, window).startMs, action);
}
