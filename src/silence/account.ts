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
  /** Another window may tell: with the app's own that comes with any tap, none can. */
  readonly canBeTold: boolean;
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
  const delays = new Map<Noise, number | undefined>(windows.flatMap((window) => window.noise.map((noise) => [noise, provenDelayMs(noise, window)] as const)));
  return windows.flatMap((window, index) => {
    const performed = performedBy(windows.slice(0, index + 1));
    return window.noise.flatMap((noise): readonly Doubt[] => {
      if (noise.unknownDelay === undefined) return [];
      const account = accountOf(noise, window, { windows, delays });
      if (account.isByItself) return [];
      const cameMs = noise.unknownDelay.atMs;
      return [...performed].flatMap(([action, times]): readonly Doubt[] => {
        const performedMs = times.findLast((atMs) => atMs < cameMs);
        if (performedMs === undefined || noise.actions.includes(action)) return [];
        const afterMs = cameMs - performedMs;
        // Its own would have been held back so much longer that it is another clock's.
        const isAccountedFor = afterMs > LONGER * account.provenMs && account.firstSeen.some(({ atMs, window: other }) => isBefore(atMs, action, other));
        return isAccountedFor ? [] : [{ action, noise, afterMs, window: window.id, canBeTold: !account.comesWithTaps }];
      });
    });
  });
}

/**
 * Whom to perform again, each alone, so that events of unknown delay are accounted for; empty when the control alone is to come again,
 * undefined when there is nothing that another window could tell. With whom it was found not to come, it is not expected to come again.
 *
 * @param silent Actions that are silent but for the doubts.
 */
export function toAccountFor(doubts: readonly Doubt[], windows: readonly SeenWindow[], silent: readonly string[]): readonly string[] | undefined {
  const open = doubts.filter((doubt) => silent.includes(doubt.action) && doubt.canBeTold && !isTried(doubt, windows));
  if (open.length === 0) return undefined;
  const actions = new Set(windows.flatMap(({ performed = [] }) => performed.filter(({ kind }) => kind === 'action').map(({ name }) => name)));
  const again = open.flatMap(({ noise }) => {
    const sources = noise.actions.filter((name) => actions.has(name));
    const left = sources.filter((name) => !silent.includes(name));
    return left.length > 0 ? left : sources;
  });
  return [...new Set(again)];
}

/** When each action was performed, in order. */
function performedBy(windows: readonly SeenWindow[]): ReadonlyMap<string, readonly number[]> {
  const times = new Map<string, number[]>();
  for (const { performed = [] } of windows) {
    for (const { name, kind, atMs } of performed) if (kind === 'action') times.set(name, [...(times.get(name) ?? []), atMs]);
  }
  return times;
}

interface Account {
  readonly isByItself: boolean;
  readonly comesWithTaps: boolean;
  /** How long the like is known to be held back at most; endless where nothing is known, or nothing can be. */
  readonly provenMs: number;
  /** When the like first came with a source of it, window by window, of sources with which it came in two windows at least. */
  readonly firstSeen: readonly { readonly atMs: number; readonly window: SeenWindow }[];
}

function accountOf(noise: Noise, window: SeenWindow, { windows, delays }: { readonly windows: readonly SeenWindow[]; readonly delays: ReadonlyMap<Noise, number | undefined> }): Account {
  const like = windows.map((other): SeenWindow => ({ ...other, noise: other.noise.filter((again) => isAlike(again, noise)) }));
  const comesWithTaps = comesBeforeAll(like) || like.some(comesWithShams);
  const isOwn = like.some(({ noise: all }) => all.some(({ unknownDelay }) => unknownDelay?.isOfGroup === true));
  const proven = comesWithTaps ? [] : like.flatMap(({ noise: all }) => all.flatMap((again) => delays.get(again) ?? []));
  const firstSeen = sourcesOf(noise, window).map((source) => like.flatMap((other) => {
    const times = other.noise.flatMap(({ actions, unknownDelay }) => (actions.includes(source) ? [unknownDelay?.atMs ?? Infinity] : []));
    return times.length === 0 ? [] : [{ atMs: times.reduce((least, atMs) => Math.min(least, atMs), Infinity), window: other }];
  }));
  return {
    // What the app itself sends before anything is done comes of the runner's own taps.
    isByItself: !isOwn && (comesBeforeAll(like) || like.filter(comesWithShams).length >= WINDOWS_OF_AMBIENCE),
    comesWithTaps,
    provenMs: proven.reduce((least, ms) => Math.min(least, ms), Infinity),
    firstSeen: firstSeen.filter(({ length }) => length > 1).flat(),
  };
}

/** Whom it came with and who can be its source: a sham is performed first, and comes upon what was held back from before. */
function sourcesOf({ actions }: Noise, { performed = [] }: SeenWindow): readonly string[] {
  return actions.filter((name) => performed.some((one) => one.name === name && one.kind !== 'sham'));
}

function isBefore(atMs: number, action: string, { performed = [] }: SeenWindow): boolean {
  const own = performed.find(({ name }) => name === action);
  return own === undefined || atMs < own.atMs;
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

/** Whether some of it came before anything was performed in the spec. */
function comesBeforeAll([first]: readonly SeenWindow[]): boolean {
  const firstMs = Math.min(...(first?.performed ?? []).filter(({ kind }) => kind !== 'sham').map(({ atMs }) => atMs));
  return first?.noise.some(({ unknownDelay }) => unknownDelay !== undefined && unknownDelay.atMs < firstMs) === true;
}

/** Whether some of it came with shams and nobody else. */
function comesWithShams({ noise, performed = [] }: SeenWindow): boolean {
  const isSham = (name: string): boolean => performed.some((one) => one.name === name && one.kind === 'sham');
  return noise.some(({ actions }) => actions.length > 0 && actions.every(isSham));
}
