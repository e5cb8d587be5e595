import type { JudgedAction, TruthEvent } from '../../emulator/score/score.ts';
import type { DrivenBy } from './moments-to-actions.ts';

/** What a run said of one action, with its reasons. */
export interface Verdict extends JudgedAction {
  readonly reasons: readonly string[];
}

/** How a verdict compares with what the phone wrote down about itself. */
export type Outcome = 'killed' | 'survived' | 'not told' | 'false alarm' | 'green' | 'green, not told';

/** One action on one phone with a leak. */
export interface Cell {
  readonly mutant: string;
  readonly spec: string;
  readonly action: string;
  /** Whether the leak was planted in this action. */
  readonly isPlanted: boolean;
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
  readonly truth: readonly TruthEvent[];
}

export interface MutationScore {
  /** Actions that a phone did report. */
  readonly leaked: number;
  readonly killed: number;
  readonly survived: number;
  readonly notTold: number;
  readonly falseAlarms: number;
  readonly falseAlarmsOnSilent: number;
  readonly green: number;
  readonly greenNotTold: number;
  /** Null where nothing could have been. */
  readonly score: number | null;
  readonly precision: number | null;
  readonly recall: number | null;
  /** Phones that reported nothing of what was performed, so that nothing could be found. */
  readonly didNotLeak: readonly string[];
}

/** Holds each verdict of a phone against its truth log. A planted action that was never performed is not told. */
export function cellsOf({ mutant, planted, verdicts, truth }: Performed): readonly Cell[] {
  const judged = verdicts.map(({ spec, action, verdict, reasons, act }): Cell => {
    const caused = act === undefined ? [] : truth.filter(({ causeMs }) => act.startMs <= causeMs && causeMs <= act.endMs);
    const isPlanted = planted.some((plant) => plant.spec === spec && plant.action === action);
    return { mutant, spec, action, isPlanted, verdict, reasons, outcome: outcomeOf(verdict, caused.length > 0), rules: [...new Set(caused.map(({ rule }) => rule))] };
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
  const [killed, survived, notTold, alarms] = [of('killed').length, of('survived').length, of('not told').length, of('false alarm')];
  const leaked = killed + survived + notTold;
  const mutants = [...new Set(cells.map(({ mutant }) => mutant))].filter((mutant) => mutant !== silent);
  return {
    leaked, killed, survived, notTold,
    falseAlarms: alarms.length,
    falseAlarmsOnSilent: alarms.filter(({ mutant }) => mutant === silent).length,
    green: of('green').length,
    greenNotTold: of('green, not told').length,
    score: ratio(killed, leaked),
    precision: ratio(killed, killed + alarms.length),
    recall: ratio(killed, killed + survived),
    didNotLeak: mutants.filter((mutant) => cells.every((cell) => cell.mutant !== mutant || ['green', 'green, not told', 'false alarm'].includes(cell.outcome))),
  };
}

/** Spec action → the mutants that turned it red. */
export function killersOf(cells: readonly Cell[], all: readonly DrivenBy[]): ReadonlyMap<string, readonly string[]> {
  return new Map(all.map(({ spec, action }) => [
    `${spec}: ${action}`,
    [...new Set(cells.filter((cell) => cell.outcome === 'killed' && cell.spec === spec && cell.action === action).map(({ mutant }) => mutant))],
  ]));
}

/** 1 for a survivor or a false alarm, 2 when nothing is worse than not told, 0 otherwise. */
export function exitCodeOf({ survived, falseAlarms, notTold, greenNotTold }: MutationScore): number {
  if (survived > 0 || falseAlarms > 0) return 1;
  return notTold > 0 || greenNotTold > 0 ? 2 : 0;
}

function outcomeOf(verdict: Verdict['verdict'], isReported: boolean): Outcome {
  if (verdict === 'inconclusive') return isReported ? 'not told' : 'green, not told';
  const isDetected = verdict !== 'silent';
  if (isReported) return isDetected ? 'killed' : 'survived';
  return isDetected ? 'false alarm' : 'green';
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
