import type { Selector } from '../../../pageobjects/selectors.ts';
import type { ScreenView } from './screen-tree.ts';

/** What is looked for: how it was known, and what kind of view it was. */
export interface Wanted {
  /** Its name in the table of selectors; words of it may stand in the new id. */
  readonly view: string;
  readonly selector: Selector;
  readonly class?: string;
}

/** A view of the screen that may be what is looked for, from 0 (nothing in common) to 1 (the same). */
export interface Candidate extends ScreenView {
  readonly likeness: number;
}

const PROPOSED = 3;
/** Below this a likeness is chance. */
const LEAST = 0.25;
/** From here on, and this far ahead of the next, a candidate is taken for the view, to get to the screens behind it. */
const SURE = 0.5;
const AHEAD = 0.08;

/** Words that name the same thing in resource ids. */
const SYNONYMS: readonly (readonly string[])[] = [
  ['name', 'title', 'label', 'text'], ['menu', 'more', 'drawer', 'overflow'], ['list', 'recycler', 'grid'], ['button', 'btn', 'action'],
  ['url', 'address'], ['icon', 'image', 'img', 'thumbnail'], ['page', 'web', 'content'], ['row', 'item', 'container', 'cell'], ['field', 'edit', 'input'],
];

/**
 * The views of a screen that are nearest to one that was not found, the likeliest first: by the words of their ids and of
 * what they say, and by their class.
 *
 * @param claimed Ids that other views of the table are known by: they are not what is looked for.
 */
export function nearestViews(wanted: Wanted, screen: readonly ScreenView[], claimed: ReadonlySet<string>): readonly Candidate[] {
  const likeliest = new Map<string, Candidate>();
  for (const view of screen) {
    if (view.id !== undefined && claimed.has(view.id)) continue;
    if (view.id === undefined && view.text === undefined && view.description === undefined) continue;
    const candidate = { ...view, likeness: likeness(wanted, view) };
    // Rows of a list share an id: one of them stands for all, the likeliest.
    const key = view.id ?? `${view.class} ${view.text ?? ''} ${view.description ?? ''}`;
    if (candidate.likeness >= LEAST && candidate.likeness > (likeliest.get(key)?.likeness ?? 0)) likeliest.set(key, candidate);
  }
  return [...likeliest.values()].sort((one, other) => other.likeness - one.likeness).slice(0, PROPOSED);
}

/** The candidate that is so much likelier than the others that it may stand for the view; undefined where that is a guess. */
export function standIn(candidates: readonly Candidate[]): Candidate | undefined {
  const [first, second] = candidates;
  if (first?.id === undefined || first.likeness < SURE) return undefined;
  return first.likeness - (second?.likeness ?? 0) >= AHEAD ? first : undefined;
}

function likeness(wanted: Wanted, view: ScreenView): number {
  const { id, text, description } = wanted.selector;
  const wantedWords = wordsOf(shortId(id));
  const idLikeness = Math.max(overlap(wantedWords, wordsOf(shortId(view.id))), overlap(wordsOf(wanted.view), wordsOf(shortId(view.id))));
  const says = [view.text, view.description].filter((word) => word !== undefined);
  const isSaid = [text, description].filter((word) => word !== undefined).some((word) => says.includes(word));
  const saysLikeness = isSaid ? 1 : Math.max(0, ...says.map((word) => overlap([...wantedWords, ...wordsOf(wanted.view)], wordsOf(word))));
  const classLikeness = wanted.class === undefined ? 0.5 : wanted.class === view.class ? 1 : 0;
  return Math.round((0.5 * idLikeness + 0.25 * saysLikeness + 0.25 * classLikeness) * 100) / 100;
}

function shortId(id: string | undefined): string {
  return id?.split('/').at(-1) ?? '';
}

/** `scrollingTabContainer` and `tab_bar` to words, each for all that name the same thing. */
function wordsOf(text: string): readonly string[] {
  const words = text.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return words.filter((word) => word.length > 1 && word !== 'of').map(plain).map((word) => SYNONYMS.find((group) => group.includes(word))?.[0] ?? word);
}

/** Without the s of a plural. */
function plain(word: string): string {
  return word.length > 3 ? word.replace(/s$/, '') : word;
}

/** Share of the words that two have in common (Dice), from 0 to 1. */
function overlap(one: readonly string[], other: readonly string[]): number {
  const [first, second] = [new Set(one), new Set(other)];
  if (first.size + second.size === 0) return 0;
  const common = [...first].filter((word) => second.has(word)).length;
  return (2 * common) / (first.size + second.size);
}
