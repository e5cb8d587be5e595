import type { SilenceBound } from '../flow/bound.ts';
import { BOUND_LEVEL, boundOfSilence } from './bound.ts';
import type { ControlTally } from './bound.ts';
import { holm } from './multiple-tests.ts';
import { MOST_EXACT_BLOCKS, strongestDifference } from './permutation.ts';
import type { PermutationTest, Series } from './permutation.ts';

/** Fewer valid blocks of a kind than this cannot give a p of 0.05: 1 / C(4, 2) is 0.17, 1 / C(6, 3) is 0.05. */
export const LEAST_BLOCKS = 3;

/** What is performed in a block. */
export type BlockKind = 'action' | 'sham';

/** How much traffic of one kind a block had. */
export interface Traffic {
  readonly count: number;
  readonly bytes: number;
}

/** One repetition of an action, or of the sham in its stead, with the traffic that is always there. */
export interface Block {
  /** Id of the window. */
  readonly window: string;
  /** The action tested; for a sham, the action it stands in for. */
  readonly action: string;
  readonly kind: BlockKind;
  /** All preconditions of the window held and its controls were seen; other blocks do not count. */
  readonly isValid: boolean;
  /** By what tells one kind of traffic from another, `POST tracking.intl.miui.com/track/v4`; what is not listed was not there. */
  readonly traffic: Readonly<Record<string, Traffic>>;
}

/** What repeating an action says of the traffic that is there with and without it. */
export interface RepeatedResult {
  readonly action: string;
  /** `inconclusive` when the blocks cannot tell; `silent` when nothing shows that the action adds to the ambient. */
  readonly contributes: 'noisy' | 'silent' | 'inconclusive';
  /** Blocks by kind: valid ones of the action and of the sham, and those that did not count. */
  readonly blocks: { readonly action: number; readonly sham: number; readonly invalid: number };
  /** Absent when there was nothing to test. */
  readonly test?: {
    readonly p: number;
    /** After Holm, over all the actions tested. */
    readonly pAdjusted: number;
    readonly pMin: number;
    /** The traffic that differs most, and by what. */
    readonly signature: string;
    readonly measure: keyof Traffic;
    /** Mean of the action's blocks minus mean of the sham's. */
    readonly difference: number;
  };
  /** Of events the ambient cannot hide: those of its valid blocks' windows. Absent unless `silent`. */
  readonly bound?: SilenceBound;
  /** One sentence. */
  readonly because: string;
}

/**
 * Tests each action against its sham over interleaved blocks, by how often and how much each kind of ambient traffic
 * was there. One p an action covers all its traffic; Holm covers the actions.
 */
export function judgeRepeated(blocks: readonly Block[], controls: ControlTally): readonly RepeatedResult[] {
  const cases = [...new Set(blocks.map(({ action }) => action))].map((action) => caseOf(action, blocks));
  const tested = cases.filter((each) => each.test !== undefined);
  const adjusted = holm(tested.map(({ test }) => test?.p ?? 1));
  return cases.map((each) => resultOf(each, { pAdjusted: adjusted[tested.indexOf(each)] ?? 1, family: tested.length, controls }));
}

interface Case {
  readonly action: string;
  readonly blocks: RepeatedResult['blocks'];
  /** Why there is no test. */
  readonly untested?: string;
  readonly test?: PermutationTest & { readonly signature: string; readonly measure: keyof Traffic; readonly difference: number };
}

function caseOf(action: string, all: readonly Block[]): Case {
  const own = all.filter((block) => block.action === action);
  const valid = own.filter(({ isValid }) => isValid);
  const performed = valid.filter(({ kind }) => kind === 'action');
  const shams = valid.filter(({ kind }) => kind === 'sham');
  const blocks = { action: performed.length, sham: shams.length, invalid: own.length - valid.length };
  if (Math.min(performed.length, shams.length) < LEAST_BLOCKS) {
    return { action, blocks, untested: `fewer than ${LEAST_BLOCKS} valid blocks of each kind cannot tell it from chance` };
  }
  if (Math.max(performed.length, shams.length) > MOST_EXACT_BLOCKS) {
    return { action, blocks, untested: `the exact test takes at most ${MOST_EXACT_BLOCKS} blocks of each kind` };
  }
  const measured = seriesOf(performed, shams);
  if (measured.length === 0) return { action, blocks };
  const test = strongestDifference(measured);
  const strongest = measured[test.strongest];
  if (strongest === undefined) return { action, blocks };
  const { signature, measure, action: acted, sham } = strongest;
  return { action, blocks, test: { ...test, signature, measure, difference: mean(acted) - mean(sham) } };
}

function seriesOf(performed: readonly Block[], shams: readonly Block[]): readonly (Series & { readonly signature: string; readonly measure: keyof Traffic })[] {
  const signatures = [...new Set([...performed, ...shams].flatMap(({ traffic }) => Object.keys(traffic)))].sort();
  const values = (blocks: readonly Block[], signature: string, measure: keyof Traffic): readonly number[] =>
    blocks.map(({ traffic }) => traffic[signature]?.[measure] ?? 0);
  return signatures.flatMap((signature) =>
    (['count', 'bytes'] as const).map((measure) => ({
      signature,
      measure,
      action: values(performed, signature, measure),
      sham: values(shams, signature, measure),
    })),
  );
}

function resultOf(each: Case, { pAdjusted, family, controls }: { readonly pAdjusted: number; readonly family: number; readonly controls: ControlTally }): RepeatedResult {
  const { action, blocks, test, untested } = each;
  const common = { action, blocks };
  const counted = `${blocks.action} blocks of the action and ${blocks.sham} of the sham`;
  if (untested !== undefined) return { ...common, contributes: 'inconclusive', because: `Of ${counted} (${blocks.invalid} did not count): ${untested}.` };
  const bound = boundOfSilence(blocks.action, controls);
  if (test === undefined) return { ...common, contributes: 'silent', bound, because: `There was no ambient traffic in ${counted}.` };
  const { p, pMin, signature, measure, difference } = test;
  const tested = { ...common, test: { p, pAdjusted, pMin, signature, measure, difference } };
  const odds = `p = ${p.toPrecision(2)}, ${pAdjusted.toPrecision(2)} after Holm over ${family} action${family === 1 ? '' : 's'}`;
  if (pAdjusted <= BOUND_LEVEL) {
    const much = measure === 'count' ? `${difference.toFixed(1)} more exchanges` : `${Math.round(difference)} more bytes`;
    return { ...tested, contributes: 'noisy', because: `${signature}: ${much} a block when the action is performed, in ${counted} (${odds}).` };
  }
  if (pMin * family > BOUND_LEVEL) {
    return {
      ...tested,
      contributes: 'inconclusive',
      because: `Of ${counted}: with ${family} actions tested at once no result could have been told from chance; repeat more often.`,
    };
  }
  return { ...tested, contributes: 'silent', bound, because: `Nothing shows that the action adds to the ambient traffic, in ${counted} (${odds}).` };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
