import type { Verdict } from '../flow/verdict.ts';
import { groupBy } from './group-by.ts';

/** An unexpected event as one window credits it. */
export interface Noise {
  /** What makes two events the same noise: kind, host and port, or the UID whose bytes went past the recorder. */
  readonly signature: string;
  /** Every action it is held against, shams and controls included. */
  readonly actions: readonly string[];
  /** Held against them because any of them could have caused it; false when it names its action. */
  readonly isShared: boolean;
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
}

/** How an action was cleared of one noise. */
export interface Clearing {
  readonly window: string;
  /** Whom the noise came with instead. */
  readonly culprits: readonly string[];
}

/** One noise, and the actions that may be behind it. */
export interface Suspicion {
  readonly signature: string;
  /** Sets of suspects that are noisy together, each still to be split. */
  readonly blocks: readonly (readonly string[])[];
  /** Actions with which it came again alone. */
  readonly named: readonly string[];
  readonly cleared: Readonly<Record<string, Clearing>>;
  /** Everybody it was ever held against by sharing. */
  readonly suspects: readonly string[];
  /** It did not come again: nobody can be separated by it. */
  readonly isLost: boolean;
}

/** A search for whose noise it is, after some windows. */
export interface Search {
  readonly suspicions: readonly Suspicion[];
  readonly guilty: readonly string[];
  /** Those whom the first window held guilty already. */
  readonly guiltyAtFirst: readonly string[];
  readonly windowsLeft: number;
}

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
  if (windowsLeft <= 0) return undefined;
  // Suspects that every noise puts into the same half stay together.
  const halves = new Map<string, string[]>();
  for (const [index, { blocks, isLost }] of suspicions.entries()) {
    if (isLost) continue;
    for (const [number, block] of blocks.entries()) {
      const middle = Math.ceil(block.length / 2);
      for (const [place, action] of block.entries()) {
        const key = `${index}.${number}.${place < middle ? 'a' : 'b'}`;
        halves.set(action, [...(halves.get(action) ?? []), key]);
      }
    }
  }
  if (halves.size === 0) return undefined;
  const groups = groupBy(halves.keys(), (action) => (halves.get(action) ?? []).join(' '));
  return [...groups.values()];
}

/**
 * The search once a window more was judged. A suspect is cleared of a noise only by a window that says something of it,
 * in which the noise came again, and came with others in another stretch. A window in which it did not come again
 * separates nobody; one without worth clears nobody and costs a window.
 *
 * A culprit that emits each time it is performed is never cleared, and is named within ⌈log2 n⌉ windows. One that emits
 * with probability r is cleared wrongly only by a window in which it keeps still while the same noise comes from
 * elsewhere: with probability at most 1 - r a window, 1 - r^k over k windows. All of this holds while no event is held
 * back beyond a barrier.
 */
export function afterRound(search: Search, window: SeenWindow): Search {
  const windowsLeft = search.windowsLeft - 1;
  const isWorthless = window.conclusive.length === 0;
  const known = search.suspicions.map((suspicion) => (isWorthless || suspicion.isLost ? suspicion : narrow(suspicion, window)));
  const signatures = search.suspicions.map(({ signature }) => signature);
  const raised = known.map((suspicion) => withSuspectsOf(suspicion, window));
  return {
    ...search,
    suspicions: [...raised, ...newSuspicions(window, signatures)],
    guilty: [...new Set([...search.guilty, ...window.guilty])],
    windowsLeft,
  };
}

function newSuspicions(window: SeenWindow, known: readonly string[]): readonly Suspicion[] {
  const shared = window.noise.filter(({ isShared, signature }) => isShared && !known.includes(signature));
  return [...groupBy(shared, ({ signature }) => signature)].map(([signature, noise]) => {
    const suspects = suspectsIn(noise, window);
    // A single suspect shared it with shams or controls: those stand apart from it in the next window.
    return { signature, blocks: suspects.length > 0 ? [suspects] : [], named: [], cleared: {}, suspects, isLost: false };
  });
}

/** Only those of whom a window says something can be suspects of what is to be separated. */
function suspectsIn(noise: readonly Noise[], { conclusive }: SeenWindow): readonly string[] {
  return [...new Set(noise.flatMap(({ actions }) => actions))].filter((action) => conclusive.includes(action));
}

function narrow(suspicion: Suspicion, window: SeenWindow): Suspicion {
  const came = window.noise.filter(({ signature }) => signature === suspicion.signature);
  if (came.length === 0) return { ...suspicion, isLost: true };
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
  const held = window.noise.filter(({ signature }) => signature === suspicion.signature).flatMap(({ actions }) => actions);
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

