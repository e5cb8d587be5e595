import type { Verdict } from '../flow/verdict.ts';
import { groupBy } from './group-by.ts';
import { isAlike } from './signature.ts';
import type { Likeness } from './signature.ts';
import type { UnknownDelay } from './unknown-delay.ts';

/** An unexpected event as one window credits it; what makes two of them the same noise is `isAlike`. */
export interface Noise extends Likeness {
  /** Every action it is held against, shams and controls included. */
  readonly actions: readonly string[];
  /** Held against them because any of them could have caused it; false when it names its action. */
  readonly isShared: boolean;
  /** Where it went, and when it came, where nobody knows how long its sender holds back what it sends. */
  readonly unknownDelay?: UnknownDelay;
}

/** One judged window as the search sees it. */
export interface SeenWindow {
  readonly id: string;
  /** What was performed, by stretches between barriers. */
  readonly segments: readonly (readonly string[])[];
  /** Actions of which the window says something: performed, landed, instruments at work. Empty for a window without worth. */
  readonly conclusive: readonly string[];
  readonly noise: readonly Noise[];
  /** Actions held guilty of something that is no shared noise: by a canary, by a witness, by an event's own time. */
  readonly guilty: readonly string[];
  /** When each was performed, shams and controls among them; needed where noise of unknown delay is told apart. */
  readonly performed?: readonly { readonly name: string; readonly kind: 'action' | 'sham' | 'control'; readonly atMs: number }[];
}

/** How an action was cleared of one noise. */
export interface Clearing {
  readonly window: string;
  /** Whom the noise came with instead. */
  readonly culprits: readonly string[];
}

/** One noise, and the actions that may be behind it. */
export interface Suspicion extends Likeness {
  /** Sets of suspects that are noisy together, each still to be split. */
  readonly blocks: readonly (readonly string[])[];
  /** Actions with which it came again alone. */
  readonly named: readonly string[];
  readonly cleared: Readonly<Record<string, Clearing>>;
  /** Everybody it was ever held against by sharing. */
  readonly suspects: readonly string[];
  /** It did not come again: nobody can be separated by it. */
  readonly isLost: boolean;
  /** Of a noise of unknown delay, those with whom it did not come again while it came with others, until it is known that it comes at once. */
  readonly deferred: readonly string[];
  /** Present for a noise of unknown delay: all that it was held against at first, shams and controls among them. */
  readonly near?: readonly string[];
  /** Of a noise of unknown delay: it came when nobody else had been performed, so its sender waits for no barrier. */
  readonly isPrompt?: boolean;
}

/** A search for whose noise it is, after some windows. */
export interface Search {
  readonly suspicions: readonly Suspicion[];
  readonly guilty: readonly string[];
  /** Those whom the first window held guilty already. */
  readonly guiltyAtFirst: readonly string[];
  readonly windowsLeft: number;
}

/** So few suspects are performed each in a stretch of its own: it leaves a window to perform the one that is named once more, alone. */
const FEW = 4;

/** Windows that name one culprit among n: each halves every block, whatever their number. */
export function defaultBudget(actionCount: number): number {
  return actionCount < 2 ? 0 : Math.ceil(Math.log2(actionCount));
}

/** Begins a search from the first window, in which the whole journey was performed in one stretch. */
export function beginSearch(first: SeenWindow, windowBudget: number): Search {
  return { suspicions: newSuspicions(first, []), guilty: first.guilty, guiltyAtFirst: first.guilty, windowsLeft: windowBudget };
}

/**
 * What the next window performs: the blocks, each to stand between barriers of its own. Undefined when nothing is left
 * to separate, or no window is left to do it in. Every block that is noisy is split in two, all of them in one window.
 */
export function planRound({ suspicions, windowsLeft }: Search): readonly (readonly string[])[] | undefined {
  if (windowsLeft <= 0) return windowsLeft === 0 ? planLast(suspicions) : undefined;
  // Suspects that every noise puts into the same half stay together.
  const halves = new Map<string, string[]>();
  const add = (action: string, key: string): void => void halves.set(action, [...(halves.get(action) ?? []), key]);
  for (const [index, suspicion] of suspicions.entries()) {
    const { blocks, isLost, near } = suspicion;
    if (isLost) continue;
    for (const [number, block] of blocks.entries()) {
      const size = block.length <= FEW ? 1 : Math.ceil(block.length / 2);
      const placed = block.map((action, place) => ({ action, key: `${index}.${number}.${Math.floor(place / size)}` }));
      // Who was performed last before a noise is the likeliest; that it comes first, and at once, saves a window.
      for (const { action, key } of near === undefined ? placed : placed.toReversed()) add(action, key);
    }
    for (const action of againOf(suspicion)) add(action, `${index}.again.${action}`);
  }
  if (halves.size === 0) return undefined;
  const groups = groupBy(halves.keys(), (action) => (halves.get(action) ?? []).join(' '));
  return [...groups.values()];
}

/** Those to perform again, and first, so that it is seen whether the noise comes at once with them. */
function againOf({ blocks, deferred, named, isLost }: Suspicion): readonly string[] {
  return isLost || blocks.length > 0 || deferred.length === 0 ? [] : named;
}

/** The one window beyond the budget that noise of unknown delay may take: it names nobody, and clears those who were deferred. */
function planLast(suspicions: readonly Suspicion[]): readonly (readonly string[])[] | undefined {
  const again = [...new Set(suspicions.flatMap(againOf))];
  return again.length === 0 ? undefined : again.map((action) => [action]);
}

/**
 * The search once a window more was judged. A suspect is cleared of a noise only by a window that says something of it,
 * in which the noise came again, and came with others in another stretch. A window in which it did not come again
 * separates nobody; one without worth clears nobody and costs a window.
 *
 * A culprit that emits each time it is performed is never cleared, and is named within ⌈log2 n⌉ windows. One that emits
 * with probability r is cleared wrongly only by a window in which it keeps still while the same noise comes from
 * elsewhere: with probability at most 1 - r a window, 1 - r^k over k windows. All of this holds while no event is held
 * back beyond a barrier. Where that may be, nobody is cleared before the noise came when nothing else had been performed that it could be of.
 */
export function afterRound(search: Search, window: SeenWindow): Search {
  const windowsLeft = search.windowsLeft - 1;
  const isWorthless = window.conclusive.length === 0;
  const known = search.suspicions.map((suspicion) => (isWorthless || suspicion.isLost ? suspicion : narrow(suspicion, window)));
  const raised = known.map((suspicion) => withSuspectsOf(suspicion, window));
  return {
    ...search,
    suspicions: [...raised, ...newSuspicions(window, search.suspicions)],
    guilty: [...new Set([...search.guilty, ...window.guilty])],
    windowsLeft,
  };
}

function newSuspicions(window: SeenWindow, known: readonly Suspicion[]): readonly Suspicion[] {
  const shared = window.noise.filter((noise) => noise.isShared && !known.some((suspicion) => isAlike(suspicion, noise)));
  return alike(shared).map((noise) => {
    const [first] = noise;
    const suspects = suspectsIn(noise, window);
    const isLate = noise.some(({ unknownDelay }) => unknownDelay !== undefined);
    return {
      signature: first.signature,
      ...(first.opaqueBytes !== undefined && { opaqueBytes: first.opaqueBytes }),
      // A single suspect shared it with shams or controls: those stand apart from it in the next window.
      blocks: suspects.length > 0 ? [suspects] : [],
      named: [],
      cleared: {},
      suspects,
      isLost: false,
      deferred: [],
      ...(noise.some((one) => provenDelayMs(one, window) !== undefined) && { isPrompt: true }),
      ...(isLate && { near: [...new Set(noise.flatMap(({ actions }) => actions))] }),
    };
  });
}

/** Noise by what may be the same: each with the first of its kind, so that a chain of sizes never joins what is far apart. */
function alike(noise: readonly Noise[]): readonly (readonly [Noise, ...Noise[]])[] {
  const kinds: [Noise, ...Noise[]][] = [];
  for (const one of noise) {
    const kind = kinds.find(([first]) => isAlike(first, one));
    if (kind === undefined) kinds.push([one]);
    else kind.push(one);
  }
  return kinds;
}

/** Only those of whom a window says something can be suspects of what is to be separated. */
function suspectsIn(noise: readonly Noise[], { conclusive }: SeenWindow): readonly string[] {
  return [...new Set(noise.flatMap(({ actions }) => actions))].filter((action) => conclusive.includes(action));
}

function narrow(suspicion: Suspicion, window: SeenWindow): Suspicion {
  const came = window.noise.filter((noise) => isAlike(noise, suspicion));
  if (came.length === 0) return { ...suspicion, isLost: true };
  if (suspicion.near !== undefined) return narrowByProof(suspicion, suspicion.near, { came, window });
  const cleared: Record<string, Clearing> = { ...suspicion.cleared };
  const blocks: (readonly string[])[] = [];
  const named = [...suspicion.named];
  for (const block of suspicion.blocks) {
    const left = block.filter((action) => {
      const clearing = clearedBy(action, came, window);
      if (clearing !== undefined) cleared[action] = clearing;
      return clearing === undefined;
    });
    for (const part of groupBy(left, (action) => segmentOf(action, window)).values()) {
      const [only] = part;
      if (part.length > 1) blocks.push(part);
      else if (only !== undefined && came.some(({ actions }) => actions.includes(only))) named.push(only);
      // Nothing was said of it and it stands alone: neither named nor cleared.
    }
  }
  return { ...suspicion, blocks, named, cleared };
}

/**
 * Narrows a noise of unknown delay. With whom it did not come, though it came with others, is deferred: it may come later. That its
 * sender waits for no barrier is seen once it came when nobody else had been performed; all who were deferred are cleared then.
 */
function narrowByProof(suspicion: Suspicion, near: readonly string[], { came, window }: Came): Suspicion {
  const isPrompt = suspicion.isPrompt === true || came.some((noise) => provenDelayMs(noise, window) !== undefined);
  const isHere = (action: string, { actions }: Noise): boolean => actions.some((name) => segmentOf(name, window) === segmentOf(action, window));
  const suspects = [...suspicion.blocks.flat(), ...suspicion.deferred].filter((action) => suspicion.cleared[action] === undefined);
  const noisy = suspects.filter((action) => segmentOf(action, window) >= 0 && came.some((noise) => isHere(action, noise)));
  const elsewhere = came.filter(({ actions }) => actions.some((name) => near.includes(name)));
  const isQuiet = (action: string): boolean => elsewhere.length > 0 && window.conclusive.includes(action) && segmentOf(action, window) >= 0;
  const quiet = suspects.filter((action) => !noisy.includes(action) && (isQuiet(action) || suspicion.deferred.includes(action)));
  const unheard = suspects.filter((action) => !noisy.includes(action) && !quiet.includes(action));
  const clearing: Clearing = { window: window.id, culprits: [...new Set(elsewhere.flatMap(({ actions }) => actions))] };
  const parts = [...groupBy(noisy, (action) => segmentOf(action, window)).values()];
  return {
    ...suspicion,
    ...(isPrompt && { isPrompt }),
    cleared: { ...suspicion.cleared, ...(isPrompt ? Object.fromEntries(quiet.map((action) => [action, clearing])) : {}) },
    blocks: [...parts, unheard].filter(({ length }) => length > 1),
    named: [...new Set([...suspicion.named, ...parts.flatMap((part) => (part.length === 1 ? part : []))])],
    deferred: isPrompt ? [] : quiet,
  };
}

interface Came {
  readonly came: readonly Noise[];
  readonly window: SeenWindow;
}

/**
 * How long a noise had been held back at most, ms, where it came when nobody had been performed in the window but those it is held
 * against: nothing else had been held back for it to be. Shams are left out of it: with them comes what is from before the window.
 */
export function provenDelayMs({ actions, unknownDelay }: Noise, { performed = [] }: Pick<SeenWindow, 'performed'>): number | undefined {
  if (unknownDelay === undefined) return undefined;
  const before = performed.filter(({ kind, atMs }) => kind !== 'sham' && atMs <= unknownDelay.atMs);
  if (before.length === 0 || !before.every(({ name }) => actions.includes(name))) return undefined;
  return unknownDelay.atMs - Math.min(...before.map(({ atMs }) => atMs));
}

function clearedBy(action: string, came: readonly Noise[], window: SeenWindow): Clearing | undefined {
  const own = segmentOf(action, window);
  if (own < 0 || !window.conclusive.includes(action)) return undefined;
  // Noise held against anybody of its own stretch may be its own.
  const isHere = ({ actions }: Noise): boolean => actions.some((name) => segmentOf(name, window) === own);
  if (came.some(isHere)) return undefined;
  return { window: window.id, culprits: [...new Set(came.flatMap(({ actions }) => actions))] };
}

/** Noise that comes again against somebody already cleared of it takes the clearing back. */
function withSuspectsOf(suspicion: Suspicion, window: SeenWindow): Suspicion {
  const held = window.noise.filter((noise) => isAlike(noise, suspicion)).flatMap(({ actions }) => actions);
  const cleared = Object.fromEntries(Object.entries(suspicion.cleared).filter(([action]) => !held.includes(action)));
  const unknown = held.filter((action) => window.conclusive.includes(action) && !suspicion.suspects.includes(action));
  return { ...suspicion, cleared, suspects: [...new Set([...suspicion.suspects, ...unknown])] };
}

function segmentOf(action: string, { segments }: SeenWindow): number {
  return segments.findIndex((segment) => segment.includes(action));
}

/**
 * The verdicts of a spec from all of its windows. A follow-up window raises a verdict by whatever it shows against an
 * action. Only a search that cleared the action of every noise it shared lowers one to silent.
 */
export function mergeVerdicts(first: readonly Verdict[], followUps: readonly (readonly Verdict[])[], search: Search): readonly Verdict[] {
  return first.map((verdict) => {
    const later = followUps.flatMap((verdicts) => verdicts.filter(({ action }) => action === verdict.action));
    return later.length === 0 ? verdict : mergeVerdict(verdict, later, search);
  });
}

const RANK: Readonly<Record<Verdict['verdict'], number>> = { inconclusive: -1, silent: 0, noisy: 1, leaked: 2 };

function mergeVerdict(first: Verdict, later: readonly Verdict[], search: Search): Verdict {
  const windows = [...new Set([first.window, ...later.map(({ window }) => window)])];
  const worst = later.reduce((one, other) => (RANK[other.verdict] > RANK[one.verdict] ? other : one), first);
  const raisedTo = first.verdict === 'inconclusive' ? first : worst;
  const silent = later.findLast(({ verdict }) => verdict === 'silent');
  const cleared = clearedOf(first.action, search);
  if (silent !== undefined && cleared !== undefined && RANK[first.verdict] > 0) {
    return { ...silent, claims: first.claims, windows, reasons: [...cleared.map((clearing) => clearedReason(clearing, first.window)), ...silent.reasons] };
  }
  const remarks = remarksOn(first.action, search, later.length);
  if (raisedTo === first || RANK[raisedTo.verdict] === RANK[first.verdict]) {
    const told = isNamed(first.action, search) ? (later.findLast(({ verdict }) => verdict === first.verdict) ?? first) : first;
    return { ...told, claims: first.claims, windows, reasons: [...remarks, ...told.reasons] };
  }
  return { ...raisedTo, windows, reasons: [`${first.verdict} in the first window, ${raisedTo.verdict} in ${raisedTo.window}.`, ...remarks, ...raisedTo.reasons] };
}

/** Whether all that was held against it came again with it alone: its last window then says it plainest. */
function isNamed(action: string, { suspicions, guiltyAtFirst }: Search): boolean {
  if (guiltyAtFirst.includes(action)) return false;
  const about = suspicions.filter(({ suspects }) => suspects.includes(action));
  return about.length > 0 && about.every(({ named }) => named.includes(action));
}

/** How an action was cleared of all it was suspected of; undefined when something is left. */
function clearedOf(action: string, { suspicions, guilty }: Search): readonly (Clearing & { readonly signature: string })[] | undefined {
  if (guilty.includes(action)) return undefined;
  const about = suspicions.filter(({ suspects }) => suspects.includes(action));
  const clearings = about.flatMap(({ signature, cleared }) => (cleared[action] === undefined ? [] : [{ signature, ...cleared[action] }]));
  return about.length > 0 && clearings.length === about.length ? clearings : undefined;
}

function clearedReason({ signature, window, culprits }: Clearing & { readonly signature: string }, firstWindow: string): string {
  const names = culprits.map((name) => `"${name}"`).join(', ');
  return `${signature} was shared in ${firstWindow}; in ${window} it came again with ${names} and not with this action.`;
}

function remarksOn(action: string, { suspicions }: Search, followUpCount: number): readonly string[] {
  return suspicions.filter(({ suspects }) => suspects.includes(action)).flatMap(({ signature, named, isLost, cleared, suspects }) => {
    if (named.includes(action)) return [`${signature} came again with this action alone, in a stretch of its own; it took ${followUpCount} more window${followUpCount === 1 ? '' : 's'} to tell.`];
    if (cleared[action] !== undefined) return [];
    if (isLost) return [`${signature} did not come again, so the ${suspects.length} actions that share it cannot be told apart.`];
    return [`${signature} is still shared; the windows of this journey's budget are used up.`];
  });
}

