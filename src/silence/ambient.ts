import { BOUND_LEVEL } from './bound.ts';
import { shortestMs } from './blocks.ts';
import type { RecordedBlock } from './blocks.ts';
import type { HeldEvent } from './held-events.ts';
import { MOST_EXACT_BLOCKS, permutationTest } from './permutation.ts';
import { LEAST_BLOCKS } from './repeated.ts';
import type { Sending } from './sendings.ts';

/** What is held against one action in all of its windows, and its blocks. */
export interface AmbientCase {
  /** Blocks of the action and of the sham in its stead, valid or not. */
  readonly blocks: readonly RecordedBlock[];
  /** Events held against it in windows that say something of it. */
  readonly events: readonly HeldEvent[];
}

/** Whether an action's noise is there without it, and why not, or how surely. */
export type Ambient =
  | { readonly isAmbient: true; /** Chance of so little in the action's blocks, if each performance added one sending. */ readonly pOneMore: number }
  | { readonly isAmbient: false; readonly because: string };

/**
 * Whether everything that is held against an action is traffic that is there with and without it. That it may be is not
 * enough, for it makes a noisy action silent; all of this must hold, or the action stays noisy:
 *
 * 1. At least three valid blocks of the action and of the sham.
 * 2. Nothing but its time holds any event against the action: no canary, no time of its own, no byte past the recorder, nothing that the
 *    SDKs' log tells of.
 * 3. All of it was taken. What was not may come back behind a later barrier, in a block of the sham.
 * 4. Each sending, of this method, host, path and exactly this size, is in every valid block of the sham. What the
 *    action adds to the load of an ambient sending changes its size.
 * 5. One more sending each time the action is performed would have shown: the hypothesis that there is one is rejected
 *    at 5 % by the exact permutation test, one taken off each of the action's blocks. That differences are not
 *    significant would not do: with few blocks none ever are. The sham's blocks are cut to the shortest of the action's, and
 *    the action's not at all, so that time listened never hides anything.
 *
 * So an action that sends each time it is performed passes for silent in at most one of twenty cases, whatever the
 * ambient is like. An action that sends now and then, among more of the same, may pass; and so does one whose news
 * stand in place of as many other bytes of an ambient sending that nobody can read.
 */
export function ambientNoise({ blocks, events }: AmbientCase): Ambient {
  const performed = blocks.filter(({ kind, isValid }) => kind === 'action' && isValid);
  const shams = blocks.filter(({ kind, isValid }) => kind === 'sham' && isValid);
  const fewest = Math.min(performed.length, shams.length);
  if (fewest < LEAST_BLOCKS || Math.max(performed.length, shams.length) > MOST_EXACT_BLOCKS) {
    return no(`${performed.length} valid blocks of the action and ${shams.length} of the sham, expected ${LEAST_BLOCKS} to ${MOST_EXACT_BLOCKS} of each`);
  }
  const tied = events.filter(({ isByTimeAlone, sendings }) => !isByTimeAlone || sendings.length === 0).length;
  if (tied > 0) return no(`${tied} of what is held against the action is more than exchanges that came in its time`);
  const comingAgain = events.find(({ mayComeAgain }) => mayComeAgain);
  if (comingAgain !== undefined) return no(`${comingAgain.signature} was not taken each time, so what the action sent may have come again without it`);
  const noise = new Map(events.flatMap(({ sendings }) => sendings.map((sending) => [kindOf(sending), sending] as const)));
  for (const [kind, { what, byteCount }] of noise) {
    const without = shams.filter(({ sendings }) => !sendings.some((sending) => kindOf(sending) === kind)).length;
    if (without > 0) return no(`${what} of ${byteCount} bytes is missing from ${without} of ${shams.length} blocks of the sham`);
  }
  const limitMs = shortestMs(performed);
  const countIn = (block: RecordedBlock, withinMs: number): number => block.sendings.filter((sending) => sending.afterMs < withinMs && noise.has(kindOf(sending))).length;
  const { p } = permutationTest(shams.map((block) => countIn(block, limitMs)), performed.map((block) => countIn(block, Infinity) - 1));
  if (p > BOUND_LEVEL) return no(`one more exchange each time it is performed would not have shown in so few blocks (p = ${p.toPrecision(2)}); repeat more often`);
  return { isAmbient: true, pOneMore: p };
}

/** The same kind of traffic of the same size. */
function kindOf({ what, byteCount }: Sending): string {
  return `${what} ${byteCount}`;
}

function no(because: string): Ambient {
  return { isAmbient: false, because };
}
