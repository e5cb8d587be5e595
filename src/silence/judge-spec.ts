import type { ActionRecord, WindowRecord } from '../flow/window.ts';
import { afterRound, beginSearch, mergeVerdicts, planRound } from './bisect.ts';
import type { Search, SeenWindow } from './bisect.ts';
import type { JudgedWindow } from './blocks.ts';
import { groupBy } from './group-by.ts';
import { judgeWindow } from './judge.ts';
import type { JudgeInput, Judged } from './judge.ts';
import { mergeRepeated, withBounds } from './merge-repeated.ts';

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
  const { first, followUps, repetitions, search } = judgeWindows(record, Infinity);
  const separated = followUps.length === 0 ? first.judged.verdicts : mergeVerdicts(first.judged.verdicts, followUps.map(({ judged }) => judged.verdicts), search);
  const spec = { single: [first, ...followUps], repetitions };
  return { ...first.judged, verdicts: withBounds(mergeRepeated(separated, spec), spec) };
}

/**
 * What a further window of the spec should perform to separate actions that share what was seen: blocks of names, each
 * for a stretch of its own between barriers. Undefined when nothing is to be separated, or the budget is used up.
 *
 * @param windowBudget Windows a journey may take beyond its first.
 */
export function nextRound(record: SpecRecord, windowBudget: number): readonly (readonly string[])[] | undefined {
  return planRound(judgeWindows(record, windowBudget).search);
}

interface JudgedWindows {
  readonly first: JudgedWindow;
  /** Windows that separate. */
  readonly followUps: readonly JudgedWindow[];
  readonly repetitions: readonly JudgedWindow[];
  readonly search: Search;
}

function judgeWindows(record: SpecRecord, windowBudget: number): JudgedWindows {
  const { windows, recordedOf, ...rest } = record;
  const judged = windows.map((window) => ({ window, judged: judgeWindow({ ...rest, window, ...recordedOf(window) }) }));
  const repetitions = judged.filter(({ window }) => window.purpose === 'repeat');
  const [first, ...followUps] = judged.filter((one) => !repetitions.includes(one));
  if (first === undefined) throw new RangeError('judging a spec: found no window, expected at least one');
  const search = followUps.reduce((soFar, one) => afterRound(soFar, seenWindow(one)), beginSearch(seenWindow(first), windowBudget));
  return { first, followUps, repetitions, search };
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
    noise: events.map(({ signature, suspects, isShared }) => ({ signature, actions: suspects, isShared })),
    guilty: spoken.filter(({ verdict, action, events: count }) => verdict !== 'silent' && count > sharedAgainst(action, judged)).map(({ action }) => action),
  };
}

function sharedAgainst(action: string, { events }: Judged): number {
  return events.filter(({ isShared, suspects }) => isShared && suspects.includes(action)).length;
}

function nameOf({ name }: ActionRecord): string {
  return name;
}
