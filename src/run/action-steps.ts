import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Control, Verdict } from '../flow/verdict.ts';
import type { ActionRecord, WindowRecord } from '../flow/window.ts';
import { harFile, readWindows } from './window-file.ts';

/** What was done for one action in one window, ready to be told. */
export interface ActionSteps {
  readonly round: number;
  /** `prepares`: it was tapped before the act began, and what is sent because of it is not held against the action. */
  readonly steps: readonly { readonly title: string; readonly failed: boolean; readonly prepares: boolean }[];
  /** Files in the evidence folder. */
  readonly screenshots: readonly string[];
  /** File in the evidence folder; absent when it was not written. */
  readonly har?: string;
  /** How long the window listened, and why, a line each. */
  readonly because: readonly string[];
}

/** What was done for an action in each window of its verdict, in order; empty when there is no window. */
export function actionSteps(evidenceFolder: string, judged: Verdict | Control): readonly ActionSteps[] {
  const ids = ('windows' in judged ? judged.windows : undefined) ?? [judged.window];
  return readWindows(evidenceFolder).filter(({ id }) => ids.includes(id)).map((window) => stepsIn(evidenceFolder, window, judged.action));
}

function stepsIn(evidenceFolder: string, window: WindowRecord, action: string): ActionSteps {
  const har = harFile(window.round);
  const record = window.actions.find(({ name }) => name === action);
  return {
    round: window.round,
    steps: record === undefined ? [] : titled(record),
    screenshots: record?.screenshots ?? [],
    ...(existsSync(join(evidenceFolder, har)) ? { har } : {}),
    because: window.clock?.because ?? [],
  };
}

function titled({ arrange, act, steps }: ActionRecord): ActionSteps['steps'] {
  const zeroMs = arrange?.startMs ?? steps[0]?.startMs ?? 0;
  return steps.map(({ title, startMs, endMs, error }) => ({
    title: `+${((startMs - zeroMs) / 1000).toFixed(2)} s  ${title} (${Math.round(endMs - startMs)} ms)${error === undefined ? '' : `: ${error}`}`,
    failed: error !== undefined,
    prepares: act !== undefined && endMs <= act.startMs,
  }));
}
