import type { Control, Verdict } from '../flow/verdict.ts';
import { ambientNoise } from './ambient.ts';
import type { Ambient } from './ambient.ts';
import { comparable, recordedBlocks } from './blocks.ts';
import type { JudgedWindow, RecordedBlock } from './blocks.ts';
import { BOUND_LEVEL, boundOfSilence } from './bound.ts';
import type { ControlTally } from './bound.ts';
import type { HeldEvent } from './held-events.ts';
import { judgeRepeated } from './repeated.ts';
import type { RepeatedResult } from './repeated.ts';

/** All windows of a spec, judged one by one. */
export interface JudgedSpec {
  /** Windows that performed the journey or separated its actions. */
  readonly single: readonly JudgedWindow[];
  /** Windows that repeated every action against the sham. */
  readonly repetitions: readonly JudgedWindow[];
}

/**
 * Verdicts with what repeating the actions says of them. What any repetition shows against an action raises its verdict, a
 * leak above all. Noise is lowered to silent only where `ambientNoise` shows that it is there without the action, and
 * the permutation test finds no more of it with the action. Where the blocks cannot tell, the verdict stands.
 */
export function mergeRepeated(verdicts: readonly Verdict[], spec: JudgedSpec): readonly Verdict[] {
  const { repetitions } = spec;
  if (repetitions.length === 0) return verdicts;
  const blocks = recordedBlocks(repetitions);
  const actions = [...new Set(blocks.map(({ action }) => action))];
  const results = judgeRepeated(actions.flatMap((action) => comparable(blocks.filter((block) => block.action === action))), controlTally(spec));
  return verdicts.map((verdict) => {
    const result = results.find(({ action }) => action === verdict.action);
    if (result === undefined) return verdict;
    return mergeOne(verdict, { spec, result, family: results.length, blocks: blocks.filter(({ action }) => action === verdict.action) });
  });
}

/** Gives every silent verdict its bound: from the windows in which its action was silent, and all the controls of its spec. */
export function withBounds(verdicts: readonly Verdict[], spec: JudgedSpec): readonly Verdict[] {
  const tally = controlTally(spec);
  return verdicts.map((verdict) => {
    if (verdict.verdict !== 'silent' || verdict.bound !== undefined) return verdict;
    const windows = verdictsOn(verdict.action, [...spec.single, ...spec.repetitions]).filter((one) => one.verdict === 'silent').length;
    return { ...verdict, bound: boundOfSilence(windows, tally) };
  });
}

/** How much a silence says is said of nothing else. */
export function withoutBound(verdict: Verdict): Verdict {
  const copy: { -readonly [Key in keyof Verdict]: Verdict[Key] } = { ...verdict };
  delete copy.bound;
  return copy;
}

interface Repeated {
  readonly spec: JudgedSpec;
  readonly result: RepeatedResult;
  /** How many actions were tested at once. */
  readonly family: number;
  /** Of this action. */
  readonly blocks: readonly RecordedBlock[];
}

const RANK: Readonly<Record<Verdict['verdict'], number>> = { inconclusive: -1, silent: 0, noisy: 1, leaked: 2 };

function mergeOne(verdict: Verdict, repeated: Repeated): Verdict {
  const later = verdictsOn(verdict.action, repeated.spec.repetitions);
  const windows = [...(verdict.windows ?? [verdict.window]), ...later.map(({ window }) => window)];
  const worst = later.reduce((one, other) => (RANK[other.verdict] > RANK[one.verdict] ? other : one), verdict);
  if (verdict.verdict === 'leaked') return { ...verdict, windows };
  if (worst.verdict === 'leaked') return { ...raised(verdict, worst), windows };
  if (worst.verdict !== 'noisy') return { ...verdict, windows };
  const ambient = ambientNoise({ blocks: repeated.blocks, events: heldAgainst(verdict.action, repeated.spec) });
  const { test } = repeated.result;
  if (ambient.isAmbient && test !== undefined && test.p > BOUND_LEVEL) {
    return { ...(verdict.verdict === 'inconclusive' ? verdict : lowered(verdict, ambient, repeated)), windows };
  }
  const noisy = verdict.verdict === 'noisy' ? verdict : raised(verdict, worst);
  return { ...noisy, windows, reasons: [...explainNoise(repeated, ambient), ...noisy.reasons] };
}

function raised(verdict: Verdict, worst: Verdict): Verdict {
  return { ...worst, claims: verdict.claims, reasons: [`${verdict.verdict} before it was repeated, ${worst.verdict} in ${worst.window}.`, ...worst.reasons] };
}

/** A silence beside traffic that is always there: what was held against the action is expected now. */
function lowered(verdict: Verdict, { pOneMore }: Ambient & { readonly isAmbient: true }, repeated: Repeated): Verdict {
  const { spec, result } = repeated;
  return {
    ...verdict,
    verdict: 'silent',
    events: 0,
    expectedEvents: verdict.expectedEvents + verdict.events,
    bound: boundOfSilence(result.blocks.action, controlTally(spec)),
    reasons: [
      `All that came in its time comes without it: the same exchanges, of the same sizes, in every block of the sham (${oddsOf(repeated)}).`,
      `Had it sent one more each time, so few in ${result.blocks.action} blocks would be chance with p = ${pOneMore.toPrecision(2)}; what it sends now and then among these would not have shown.`,
    ],
  };
}

function explainNoise(repeated: Repeated, ambient: Ambient): readonly string[] {
  const { test, contributes } = repeated.result;
  const odds = test === undefined ? '' : ` (${oddsOf(repeated)})`;
  if (!ambient.isAmbient && contributes !== 'noisy') return [`Repeating it does not show that this comes without the action: ${ambient.because}${odds}.`];
  if (test === undefined) return [];
  const more = test.measure === 'count' ? `${test.difference.toFixed(1)} more exchanges` : `${Math.round(test.difference)} more bytes`;
  const doubt = contributes === 'noisy' ? '' : '; for so many actions tested at once that may be chance, and may not';
  return [`${test.signature}: ${more} a block when the action is performed${odds}${doubt}.`];
}

function oddsOf({ result: { test, blocks }, family }: Repeated): string {
  const p = test === undefined ? '' : `p = ${test.p.toPrecision(2)}, `;
  const adjusted = test === undefined || family === 1 ? '' : `; ${test.pAdjusted.toPrecision(2)} after Holm over ${family} actions`;
  return `${p}exact permutation test over ${blocks.action} action and ${blocks.sham} sham blocks${adjusted}`;
}

/** All that is held against an action in windows that say something of it. */
function heldAgainst(action: string, { single, repetitions }: JudgedSpec): readonly HeldEvent[] {
  return [...single, ...repetitions]
    .filter(({ judged }) => judged.verdicts.some((verdict) => verdict.action === action && verdict.verdict !== 'inconclusive'))
    .flatMap(({ judged }) => judged.events.filter(({ suspects }) => suspects.includes(action)));
}

function verdictsOn(action: string, windows: readonly JudgedWindow[]): readonly Verdict[] {
  return windows.flatMap(({ judged }) => judged.verdicts.filter((verdict) => verdict.action === action));
}

/** Controls that were performed and those that were seen. One that failed for want of the recorder counts as unseen: the bound errs by being weak. */
function controlTally({ single, repetitions }: JudgedSpec): ControlTally {
  const performed: readonly Control[] = [...single, ...repetitions].flatMap(({ judged }) => judged.controls.filter(({ act }) => act !== undefined));
  return { seen: performed.filter(({ verdict }) => verdict === 'seen').length, performed: performed.length };
}
