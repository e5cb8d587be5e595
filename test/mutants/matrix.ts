import type { JudgedAction } from '../../emulator/score/score.ts';
import { specFileOf } from '../../src/flow/work-name.ts';
import type { DrivenBy } from './moments-to-actions.ts';
import { says, type Telemetry } from './truth.ts';

/** What a run said of one action, with its reasons. */
export interface Verdict extends JudgedAction {
  readonly reasons: readonly string[];
  /** What was planted in the action and found where it must not be: the value, and who was told. */
  readonly told: readonly { readonly value: string; readonly host: string }[];
}

/**
 * How a verdict compares with what the phone wrote down about itself.
 *
 * - `killed`: the phone reported it, and it was called noisy or leaked;
 * - `told`: the phone reported it by a way on which nobody can be held to it, or under another's name or another time, and it was called
 *   inconclusive for that very thing;
 * - `caused elsewhere`: what was planted in this action was reported when a later one used it, and was called leaked;
 * - `blamed along`: called noisy for what the phone did report, but of something else it had done before. Counts against
 *   precision; on a phone that reported nothing it would be a false alarm.
 */
export type Outcome = 'killed' | 'told' | 'survived' | 'not told' | 'caused elsewhere' | 'blamed along' | 'false alarm' | 'green' | 'green, not told';

/** One action on one phone. */
export interface Cell {
  readonly mutant: string;
  readonly spec: string;
  readonly action: string;
  /** Whether the leak was planted in this action. */
  readonly isPlanted: boolean;
  /** Judged from a recorded run alone, not performed for this matrix. */
  readonly isByLedger?: true;
  readonly verdict: Verdict['verdict'] | 'not performed';
  readonly outcome: Outcome;
  /** Rules that spoke of it, by the truth log. */
  readonly rules: readonly string[];
  readonly reasons: readonly string[];
}

/** One phone of a run: its verdicts, and what it reported. */
export interface Performed {
  readonly mutant: string;
  readonly planted: readonly DrivenBy[];
  readonly verdicts: readonly Verdict[];
  readonly truth: readonly Telemetry[];
  /** Packages under a UID that is anyone's. */
  readonly sharedUid: readonly string[];
}

export interface MutationScore {
  /** Actions that a phone did report. */
  readonly leaked: number;
  readonly killed: number;
  readonly told: number;
  readonly survived: number;
  readonly notTold: number;
  readonly causedElsewhere: number;
  readonly blamedAlong: number;
  readonly falseAlarms: number;
  readonly falseAlarmsOnSilent: number;
  readonly green: number;
  readonly greenNotTold: number;
  readonly byLedger: number;
  /** Null where nothing could have been. */
  readonly score: number | null;
  readonly precision: number | null;
  readonly recall: number | null;
  /** Phones that reported nothing of what was performed, so that nothing could be found. */
  readonly didNotLeak: readonly string[];
}

/** Ways out of the phone that its proxy setting does not bend. */
const PAST_THE_RECORDER: readonly string[] = ['direct', 'tcp', 'tls', 'udp', 'quic', 'dns'];
const ANYONES = /under which the system acts for anybody/;

/** Holds each verdict of a phone against its truth log. A planted action that was never performed is not told. */
export function cellsOf({ mutant, planted, verdicts, truth, sharedUid }: Performed): readonly Cell[] {
  const judged = verdicts.map((verdict): Cell => {
    const { spec, action, act, reasons } = verdict;
    const caused = act === undefined ? [] : truth.filter(({ causeMs }) => act.startMs <= causeMs && causeMs <= act.endMs);
    const isPlanted = planted.some((plant) => plant.spec === spec && plant.action === action);
    const outcome = outcomeOf(verdict, { caused, truth, sharedUid });
    return { mutant, spec, action, isPlanted, verdict: verdict.verdict, reasons, outcome, rules: [...new Set(caused.map(({ rule }) => rule))] };
  });
  const missing = planted.filter(({ spec, action }) => !judged.some((cell) => cell.spec === spec && cell.action === action));
  return [...judged, ...missing.map(({ spec, action }): Cell => (
    { mutant, spec, action, isPlanted: true, verdict: 'not performed', outcome: 'not told', rules: [], reasons: ['no verdict was given on it'] }))];
}

/**
 * Takes back kills that prove nothing: where the silent phone of the same run was called noisy as well, the same noise
 * may be all that was heard of the leak. What was leaked by name stays killed.
 */
export function withoutNoiseKills(cells: readonly Cell[], silent: string): readonly Cell[] {
  const isRed = ({ spec, action }: Cell): boolean => cells.some((cell) => cell.mutant === silent && cell.outcome === 'false alarm' && cell.spec === spec && cell.action === action);
  return cells.map((cell): Cell => (cell.outcome !== 'killed' || cell.verdict === 'leaked' || !isRed(cell)
    ? cell
    : { ...cell, outcome: 'not told', reasons: ['the silent phone was called noisy here as well, so that this kill proves nothing', ...cell.reasons] }));
}

/** The score over all cells; `silent` names the phone that has no leak at all. */
export function mutationScore(cells: readonly Cell[], silent: string): MutationScore {
  const of = (outcome: Outcome): readonly Cell[] => cells.filter((cell) => cell.outcome === outcome);
  const count = (outcome: Outcome): number => of(outcome).length;
  const [killed, told, survived, notTold, elsewhere, along, alarms] = [count('killed'), count('told'), count('survived'), count('not told'), count('caused elsewhere'), count('blamed along'), of('false alarm')];
  const leaked = killed + told + survived + notTold;
  const mutants = [...new Set(cells.map(({ mutant }) => mutant))].filter((mutant) => mutant !== silent);
  return {
    leaked, killed, told, survived, notTold,
    causedElsewhere: elsewhere,
    blamedAlong: along,
    falseAlarms: alarms.length,
    falseAlarmsOnSilent: alarms.filter(({ mutant }) => mutant === silent).length,
    green: count('green'),
    greenNotTold: count('green, not told'),
    byLedger: cells.filter(({ isByLedger }) => isByLedger === true).length,
    score: ratio(killed + told, leaked),
    precision: ratio(killed + elsewhere, killed + elsewhere + along + alarms.length),
    recall: ratio(killed, killed + survived),
    didNotLeak: mutants.filter((mutant) => cells.every((cell) => cell.mutant !== mutant || !['killed', 'told', 'survived', 'not told'].includes(cell.outcome))),
  };
}

/** Action of a spec file → the mutants that turned it red, in whichever app. */
export function killersOf(cells: readonly Cell[], all: readonly DrivenBy[]): ReadonlyMap<string, readonly string[]> {
  return new Map(all.map(({ spec, action }) => [
    `${spec}: ${action}`,
    [...new Set(cells.filter((cell) => cell.outcome === 'killed' && specFileOf(cell.spec) === spec && cell.action === action).map(({ mutant }) => mutant))],
  ]));
}

/** 1 for a survivor or a false alarm, 2 when nothing is worse than not told or blamed along, 0 otherwise. */
export function exitCodeOf({ survived, falseAlarms, notTold, greenNotTold, blamedAlong }: MutationScore): number {
  if (survived > 0 || falseAlarms > 0) return 1;
  return notTold > 0 || greenNotTold > 0 || blamedAlong > 0 ? 2 : 0;
}

interface Held {
  /** Reported of what happened within the act. */
  readonly caused: readonly Telemetry[];
  /** All that the phone reported. */
  readonly truth: readonly Telemetry[];
  readonly sharedUid: readonly string[];
}

function outcomeOf(verdict: Verdict, held: Held): Outcome {
  const isReported = held.caused.length > 0;
  if (verdict.verdict === 'inconclusive') {
    if (!isReported) return 'green, not told';
    return (isAnyones(held) && verdict.reasons.some((reason) => ANYONES.test(reason))) || isDoubted(verdict, held) ? 'told' : 'not told';
  }
  const isDetected = verdict.verdict !== 'silent';
  if (isReported) return isDetected ? 'killed' : 'survived';
  if (!isDetected) return 'green';
  if (isToldElsewhere(verdict, held)) return 'caused elsewhere';
  return verdict.verdict === 'noisy' && hasReportedBefore(verdict, held) ? 'blamed along' : 'false alarm';
}

/** Something that was done to the phone by the end of the act is reported, only not the act. */
function hasReportedBefore({ act }: Verdict, { truth }: Held): boolean {
  return act !== undefined && truth.some(({ causeMs }) => causeMs <= act.endMs);
}

/** Past the recorder, and counted for a UID that is anyone's: nobody can be held to such bytes, and saying so is right. */
function isAnyones({ caused, sharedUid }: Held): boolean {
  return caused.every(({ sender, transport }) => sharedUid.includes(sender) && PAST_THE_RECORDER.includes(transport));
}

/** Why a thing that was seen is held against nobody: who sent it may send for others, or says that it is of something else. */
const DOUBTS = /nobody can say whether it sends for the app|its connection was too short to be seen|nothing but its sender's word says so/;
const FOR_WHOM = /past the recorder by uid \d+, .*so nobody can say for whom/;

/** All that was reported of the act was seen, and is the very reason why nobody can say. */
function isDoubted({ reasons }: Verdict, { caused }: Held): boolean {
  return caused.every(({ host, transport }) =>
    reasons.some((reason) => (PAST_THE_RECORDER.includes(transport) ? FOR_WHOM.test(reason) : DOUBTS.test(reason) && reason.includes(host))));
}

/** Something of this action's was found at a host, and the phone did tell that host of it. */
function isToldElsewhere({ told }: Verdict, { truth }: Held): boolean {
  return told.some(({ value, host }) => truth.some((event) => (event.host === host || host.endsWith(`.${event.host}`)) && says(event, value)));
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
