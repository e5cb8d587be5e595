import type { WindowRecord } from '../flow/window.ts';
import { EarshotError } from '../flow/errors.ts';
import { MOST_EXACT_BLOCKS } from '../silence/permutation.ts';
import { LEAST_BLOCKS } from '../silence/repeated.ts';
import { repetitionOrder } from '../silence/repetition-order.ts';
import { observeWindow, openWindow, type WindowTools } from './observe-window.ts';
import type { PlannedJourney } from './planned-journey.ts';
import { randomToken } from './random-token.ts';
import { inStretches } from './window-order.ts';
import type { WindowRecorder } from './window-recorder.ts';

/** How a journey is repeated. */
export interface Repeating {
  readonly times: number;
  readonly recorder: Pick<WindowRecorder, 'windows' | 'keep'>;
  readonly onRepetition: (number: number) => void;
}

/**
 * How often the actions of a run are to be repeated, as typed.
 *
 * @throws {EarshotError} BAD_INPUT for a number with which the exact test could not tell anything, or not be computed.
 */
export function parseRepeat(text: string): number {
  const times = /^\d+$/.test(text) ? Number(text) : NaN;
  if (times >= LEAST_BLOCKS && times <= MOST_EXACT_BLOCKS) return times;
  throw new EarshotError('BAD_INPUT', `--repeat ${JSON.stringify(text)} cannot be used, expected a whole number from ${LEAST_BLOCKS} to ${MOST_EXACT_BLOCKS}: fewer blocks cannot be told from chance, and more are beyond the exact test`, {
    hint: 'Repeat six times: --repeat 6',
  });
}

/**
 * Observes every action of a journey so many times more, each time in a window of its own with a fresh canary, a control
 * and both probes, so that one that fails costs one repetition. In each window the actions and the sham stand in
 * an order that chance decides, each in a stretch of its own between barriers.
 */
export async function repeatJourney(journey: PlannedJourney, tools: WindowTools, { times, recorder, onRepetition }: Repeating): Promise<void> {
  const seed = randomToken();
  const blockMs = longestBlockMs(recorder.windows);
  const names = journey.actions.filter(({ plan }) => plan.kind !== 'control').map(({ name }) => name);
  for (let number = 1; number <= times; number += 1) {
    onRepetition(number);
    const window = await openWindow(tools, recorder.windows.length + 1);
    const segments = inStretches(journey.actions, repetitionOrder(names, { seed, number }));
    recorder.keep(await observeWindow(journey, tools, { window, segments, repetition: { number, of: times, seed, blockMs } }));
  }
}

/**
 * The longest that performing an action, listening behind it and draining have taken so far. Blocks are made as long, so
 * that one in which little was to be done is not listened to for less.
 */
function longestBlockMs(windows: readonly WindowRecord[]): number {
  const performances = windows.flatMap(({ actions }) => actions.flatMap(({ act, settle }) => (act === undefined ? [] : [(settle?.endMs ?? act.endMs) - act.startMs])));
  // The barrier a window begins with has no action before it.
  const barriers = windows.flatMap((window) => window.barriers.slice(1).map(({ startMs, endMs }) => endMs - startMs));
  return Math.max(0, ...performances) + Math.max(0, ...barriers);
}
