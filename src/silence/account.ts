import { provenDelayMs } from './bisect.ts';
import type { Noise, SeenWindow } from './bisect.ts';
import { isAlike } from './signature.ts';

/** An event of unknown delay that nobody accounts for, and an action performed before it. */
export interface Doubt {
  readonly action: string;
  readonly noise: Noise;
  /** Id of the window in which it came. */
  readonly window: string;
  /** How long after the action was last performed before it. */
  readonly afterMs: number;
}

/** In so many windows traffic that comes with the sham alone is there by itself. */
const WINDOWS_OF_AMBIENCE = 3;

/** How many times as long as it is known to be held back at most. */
const LONGER = 2;

/**
 * Every earlier action that may be behind an event of unknown delay. An event is accounted for, as far as an action goes, when the same
 * came with one of those it is held against in two windows, in one of them before the action was performed or without it, and is
 * known to come at once; and when the same had come before anything was performed, or comes with shams alone again and again. But what
 * the app itself sends before anything was performed, or with a sham, is made by the runner's own taps, and may be by any action:
 * then nothing accounts for it.
 *
 * @param windows All windows of a spec on one phone, in order.
 */
export function doubtsOf(windows: readonly SeenWindow[]): readonly Doubt[] {
  return windows.flatMap((window, index) => {
    const late = window.noise.filter((noise) => noise.unknownDelay !== undefined && !comesByItself(noise, windows));
    if (late.length === 0) return [];
    return [...lastPerformed(windows.slice(0, index + 1))].flatMap(([action, times]) =>
      late.flatMap((noise): readonly Doubt[] => {
        const cameMs = noise.unknownDelay?.atMs ?? 0;
        const performedMs = times.findLast((atMs) => atMs < cameMs);
        if (performedMs === undefined || noise.actions.includes(action)) return [];
        const doubt = { action, noise, afterMs: cameMs - performedMs };
        return isAccountedFor(doubt, { window, windows }) ? [] : [{ ...doubt, window: window.id }];
      }),
    );
  });
}

/**
 * Whom to perform again, each alone, so that events of unknown delay are accounted for; empty when the control alone is to come again,
 * undefined when there is nothing that another window could tell.
 */
export function toAccountFor(doubts: readonly Doubt[], windows: readonly SeenWindow[]): readonly string[] | undefined {
  const open = doubts.filter((doubt) => !isTried(doubt, windows) && !comesWithTaps(doubt.noise, windows));
  if (open.length === 0) return undefined;
  const actions = new Set(windows.flatMap(({ performed = [] }) => performed.filter(({ kind }) => kind === 'action').map(({ name }) => name)));
  return [...new Set(open.flatMap(({ noise }) => noise.actions.filter((name) => actions.has(name))))];
}

/** When each action was performed, in order. */
function lastPerformed(windows: readonly SeenWindow[]): ReadonlyMap<string, readonly number[]> {
  const times = new Map<string, number[]>();
  for (const { performed = [] } of windows) {
    for (const { name, kind, atMs } of performed) if (kind === 'action') times.set(name, [...(times.get(name) ?? []), atMs]);
  }
  return times;
}

function isAccountedFor({ noise, action, afterMs }: Omit<Doubt, 'window'>, { window, windows }: { readonly window: SeenWindow; readonly windows: readonly SeenWindow[] }): boolean {
  const proven = windows.flatMap((other) => other.noise.flatMap((again) => (isAlike(again, noise) ? (provenDelayMs(again, other) ?? []) : [])));
  // Its own would have been held back so much longer that it is another clock's.
  if (proven.length === 0 || comesWithTaps(noise, windows) || afterMs <= LONGER * Math.min(...proven)) return false;
  return sourcesOf(noise, window).some((source) => {
    const came = windows.flatMap((other) => other.noise.filter((again) => isAlike(again, noise) && again.actions.includes(source)).map((again) => ({ again, other })));
    return new Set(came.map(({ other }) => other)).size > 1 && came.some(({ again, other }) => isBefore(again, action, other));
  });
}

/** Whom it came with and who can be its source: a sham is performed first, and comes upon what was held back from before. */
function sourcesOf({ actions }: Noise, { performed = [] }: SeenWindow): readonly string[] {
  return actions.filter((name) => performed.some((one) => one.name === name && one.kind !== 'sham'));
}

function isBefore({ unknownDelay }: Noise, action: string, { performed = [] }: SeenWindow): boolean {
  const own = performed.find(({ name }) => name === action);
  return own === undefined || (unknownDelay !== undefined && unknownDelay.atMs < own.atMs);
}

/** Whether a later window could have told: whoever it came with was performed there before the action, or without it. */
function isTried({ action, noise, window }: Doubt, windows: readonly SeenWindow[]): boolean {
  const at = windows.findIndex(({ id }) => id === window);
  const sources = windows[at] === undefined ? [] : sourcesOf(noise, windows[at]);
  return sources.length === 0 || windows.slice(at + 1).some(({ performed = [] }) => {
    const atMs = performed.find(({ name }) => name === action)?.atMs ?? Infinity;
    return performed.some((one) => sources.includes(one.name) && one.atMs < atMs);
  });
}

/** Whether the same came before anything was performed in the spec, or with shams alone time and again, and never from the app itself. */
function comesByItself(noise: Noise, windows: readonly SeenWindow[]): boolean {
  if (windows.some(({ noise: all }) => all.some((other) => isAlike(other, noise) && other.unknownDelay?.isOfGroup === true))) return false;
  return comesBeforeAll(noise, windows) || windows.filter((window) => comesWithShams(noise, window)).length >= WINDOWS_OF_AMBIENCE;
}

/** Whether the app itself sends the same though no action was performed. */
function comesWithTaps(noise: Noise, windows: readonly SeenWindow[]): boolean {
  return comesBeforeAll(noise, windows) || windows.some((window) => comesWithShams(noise, window));
}

function comesBeforeAll(noise: Noise, [first]: readonly SeenWindow[]): boolean {
  const firstMs = Math.min(...(first?.performed ?? []).filter(({ kind }) => kind !== 'sham').map(({ atMs }) => atMs));
  return first?.noise.some((other) => isAlike(other, noise) && other.unknownDelay !== undefined && other.unknownDelay.atMs < firstMs) === true;
}

function comesWithShams(noise: Noise, { noise: all, performed = [] }: SeenWindow): boolean {
  const isSham = (name: string): boolean => performed.some((one) => one.name === name && one.kind === 'sham');
  return all.some((other) => isAlike(other, noise) && other.actions.length > 0 && other.actions.every(isSham));
}
