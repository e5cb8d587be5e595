import type { Verdict } from '../flow/verdict.ts';
import type { ActionRecord, WindowRecord } from '../flow/window.ts';
import { doubtsOf, toAccountFor } from './account.ts';
import type { Doubt } from './account.ts';
import { afterRound, beginSearch, defaultBudget, mergeVerdicts, planRound } from './bisect.ts';
import type { Search, SeenWindow } from './bisect.ts';
import type { JudgedWindow } from './blocks.ts';
import { groupBy } from './group-by.ts';
import { judgeWindow } from './judge.ts';
import type { JudgeInput, Judged } from './judge.ts';
import { mergeRepeated, withBounds, withoutBound } from './merge-repeated.ts';
import { toSetApart, withApart } from './set-apart.ts';

/** All that one spec brought home from one phone: what its verdicts are made from, now or years later. */
export interface SpecRecord extends Omit<JudgeInput, PerWindow> {
  /** In order of their rounds; at least one. */
  readonly windows: readonly WindowRecord[];
  /** What lies on disk of one window: the phone's flows as the ledger had them when it closed, and what its witnesses wrote. */
  readonly recordedOf: (window: WindowRecord) => Pick<JudgeInput, Exclude<PerWindow, 'window'>>;
}

type PerWindow = 'window' | 'flows' | 'ledgerLosses' | 'wireBytes' | 'oracleEvents' | 'sockets';

/** Judges a spec from all of its windows. Pure: the same records always give the same verdicts. */
export function judgeSpec(record: SpecRecord): Judged {
  const judged = judgeWindows(record, Infinity);
  const { first, followUps, repetitions, all, seen } = judged;
  const spec = { single: [first, ...followUps], repetitions };
  const repeated = withApart(mergeRepeated(separatedBy(judged), spec), { windows: all, search: judged.search });
  const used = [...new Set(all.flatMap((one) => one.judged.used))].sort();
  return { ...first.judged, used, verdicts: withBounds(withDoubts(repeated, doubtsOf(seen)), spec) };
}

/** What a further window performs. */
export interface Round {
  /** Names of actions, each block for a stretch of its own between barriers; none at all stands for the control alone. */
  readonly blocks: readonly (readonly string[])[];
  /** A barrier stands between arranging and act of each action. */
  readonly isApart: boolean;
}

/**
 * What a further window of the spec should perform. It separates actions that share what was seen, and shows whether what may be of any
 * earlier action comes again without them; the last of all sets acts apart from what arranges them. Undefined when nothing is to be
 * told, or the budget is used up.
 *
 * @param windowBudget Windows a journey may take beyond its first; absent: enough to name one culprit, and those beyond a budget. With 0 it
 *   takes none at all.
 */
export function nextRound(record: SpecRecord, windowBudget?: number): Round | undefined {
  if (windowBudget === 0 || record.windows.some(({ purpose }) => purpose === 'apart')) return undefined;
  const actionCount = record.windows[0]?.actions.filter(({ kind }) => kind === 'action').length ?? 0;
  const judged = judgeWindows(record, windowBudget ?? defaultBudget(actionCount));
  const blocks = separatingRound(judged);
  if (blocks !== undefined) return { blocks, isApart: false };
  const apart = toSetApart(separatedBy(judged), { windows: judged.all, search: judged.search });
  return apart === undefined ? undefined : { blocks: apart.map((action) => [action]), isApart: true };
}

function separatingRound(judged: JudgedWindows): readonly (readonly string[])[] | undefined {
  const blocks = planRound(judged.search);
  // One window beyond the budget, as for those who were deferred; none for a journey that may take none.
  const { windowsLeft } = judged.search;
  if (windowsLeft < 0 || (windowsLeft === 0 && judged.followUps.length === 0)) return blocks;
  const silent = separatedBy(judged).filter(({ verdict }) => verdict === 'silent').map(({ action }) => action);
  const again = toAccountFor(doubtsOf(judged.seen), judged.seen, silent);
  if (again === undefined) return blocks;
  const alone = again.filter((action) => !(blocks ?? []).some((block) => block.includes(action)));
  return [...alone.map((action) => [action]), ...(blocks ?? [])];
}

function separatedBy({ first, followUps, search }: JudgedWindows): readonly Verdict[] {
  return followUps.length === 0 ? first.judged.verdicts : mergeVerdicts(first.judged.verdicts, followUps.map(({ judged }) => judged.verdicts), search);
}

/** Nobody can call an action silent that may be behind what came later. */
function withDoubts(verdicts: readonly Verdict[], doubts: readonly Doubt[]): readonly Verdict[] {
  return verdicts.map((verdict) => {
    const own = doubts.filter(({ action }) => action === verdict.action);
    if (verdict.verdict !== 'silent' || own.length === 0) return verdict;
    const reasons = own.slice(0, MOST_TOLD).map(({ noise, window, afterMs }) =>
      `An event of unknown delay came to ${noise.unknownDelay?.host ?? noise.signature} ${(afterMs / 1000).toFixed(1)} s after it and may be its own (${noise.signature} in ${window}).`);
    const more = own.length > MOST_TOLD ? [`So may ${own.length - MOST_TOLD} more.`] : [];
    return { ...withoutBound(verdict), verdict: 'inconclusive', reasons: [...reasons, ...more, ...verdict.reasons] };
  });
}

const MOST_TOLD = 5;

interface JudgedWindows {
  readonly first: JudgedWindow;
  /** Windows that separate. */
  readonly followUps: readonly JudgedWindow[];
  readonly repetitions: readonly JudgedWindow[];
  readonly search: Search;
  /** All windows, in order, those that set acts apart among them. */
  readonly all: readonly JudgedWindow[];
  readonly seen: readonly SeenWindow[];
}

function judgeWindows(record: SpecRecord, windowBudget: number): JudgedWindows {
  const { windows, recordedOf, ...rest } = record;
  const judged = windows.map((window) => ({ window, judged: judgeWindow({ ...rest, window, ...recordedOf(window) }) }));
  const repetitions = judged.filter(({ window }) => window.purpose === 'repeat');
  const [first, ...followUps] = judged.filter(({ window }) => window.purpose !== 'repeat' && window.purpose !== 'apart');
  if (first === undefined) throw new RangeError('judging a spec: found no window, expected at least one');
  const search = followUps.reduce((soFar, one) => afterRound(soFar, seenWindow(one)), beginSearch(seenWindow(first), windowBudget));
  return { first, followUps, repetitions, search, all: judged, seen: judged.map(seenWindow) };
}

/** A judged window as the search for whose noise it is sees it. */
function seenWindow({ window, judged }: JudgedWindow): SeenWindow {
  const { verdicts, events } = judged;
  const spoken = verdicts.filter(({ verdict }) => verdict !== 'inconclusive');
  const conclusive = spoken.map(({ action }) => action);
  return {
    id: window.id,
    segments: [...groupBy(window.actions, ({ segment }) => segment)].sort(([one], [other]) => one - other).map(([, actions]) => actions.map(nameOf)),
    conclusive,
    noise: events.map(({ signature, opaqueBytes, suspects, isShared, unknownDelay }) => ({
      signature,
      actions: suspects,
      isShared,
      ...(opaqueBytes !== undefined && { opaqueBytes }),
      ...(unknownDelay !== undefined && { unknownDelay }),
    })),
    performed: window.actions.flatMap(({ name, kind, act }) => (act === undefined ? [] : [{ name, kind, atMs: act.startMs }])),
    guilty: spoken.filter(({ verdict, action, events: count }) => verdict !== 'silent' && count > sharedAgainst(action, judged)).map(({ action }) => action),
  };
}

function sharedAgainst(action: string, { events }: Judged): number {
  return events.filter(({ isShared, suspects }) => isShared && suspects.includes(action)).length;
}

function nameOf({ name }: ActionRecord): string {
  return name;
}
