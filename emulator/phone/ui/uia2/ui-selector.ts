import { spokenText } from './attributes.ts';
import type { ScreenNode } from './screen.ts';

/** One condition of a `UiSelector`, named after its builder method. */
export type Criterion =
  | { readonly method: TextMethod; readonly value: string }
  | { readonly method: RegexMethod; readonly value: RegExp }
  | { readonly method: FlagMethod; readonly value: boolean }
  | { readonly method: 'index'; readonly value: number };

export type TextMethod =
  | 'text'
  | 'textContains'
  | 'textStartsWith'
  | 'description'
  | 'descriptionContains'
  | 'descriptionStartsWith'
  | 'resourceId'
  | 'className'
  | 'packageName';

export type RegexMethod =
  | 'textMatches'
  | 'descriptionMatches'
  | 'resourceIdMatches'
  | 'classNameMatches'
  | 'packageNameMatches';

export type FlagMethod =
  | 'checkable'
  | 'checked'
  | 'clickable'
  | 'enabled'
  | 'focusable'
  | 'focused'
  | 'longClickable'
  | 'scrollable'
  | 'selected';

/** A `UiSelector` as UiAutomator keeps it: one level of conditions, and what to look for from there. */
export interface UiSelector {
  readonly criteria: readonly Criterion[];
  /** Which of the matches, from 0; the first when absent. */
  readonly instance?: number;
  /** Look for this below a match. */
  readonly child?: UiSelector;
  /** Look for this below the parent of a match. */
  readonly fromParent?: UiSelector;
}

/**
 * The view a selector finds in a subtree, its root included.
 *
 * This is UiAutomator's own search: depth first; a container that matches but holds no matching child is passed over
 * for the next one; instances of one level are counted across all containers.
 */
export function matchOne(selector: UiSelector, from: ScreenNode): ScreenNode | undefined {
  return search(selector, { node: from, index: from.index }, new Map());
}

/** As `matchOne`, below the node only. */
export function matchOneBelow(selector: UiSelector, context: ScreenNode): ScreenNode | undefined {
  return searchChildren(selector, context, new Map());
}

/**
 * All views a selector finds. A selector that says which instance it wants has at most one; otherwise its instances
 * are taken one after the other, which gives one match for each container of a compound selector.
 */
export function matchAll(
  selector: UiSelector,
  find: (selector: UiSelector) => ScreenNode | undefined,
): readonly ScreenNode[] {
  if (selector.instance !== undefined) {
    const only = find(selector);
    return only === undefined ? [] : [only];
  }
  const found: ScreenNode[] = [];
  for (;;) {
    const next = find({ ...selector, instance: found.length });
    if (next === undefined) return [...new Set(found)];
    found.push(next);
  }
}

/** How often each level of the selector has matched in this search. */
type Counters = Map<UiSelector, number>;

interface Candidate {
  readonly node: ScreenNode;
  readonly index: number;
}

function search(selector: UiSelector, { node, index }: Candidate, counters: Counters): ScreenNode | undefined {
  if (!isMatch(selector, { node, index }, counters)) return searchChildren(selector, node, counters);
  if (selector.child !== undefined) return searchChildren(selector.child, node, counters);
  if (selector.fromParent !== undefined) {
    return node.parent === undefined ? undefined : searchChildren(selector.fromParent, node.parent, counters);
  }
  return node;
}

function searchChildren(selector: UiSelector, node: ScreenNode, counters: Counters): ScreenNode | undefined {
  for (const child of node.children) {
    const found = search(selector, { node: child, index: child.index }, counters);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isMatch(selector: UiSelector, candidate: Candidate, counters: Counters): boolean {
  if (!selector.criteria.every((criterion) => holds(criterion, candidate))) return false;
  const seen = counters.get(selector) ?? 0;
  if (seen < (selector.instance ?? 0)) {
    counters.set(selector, seen + 1);
    return false;
  }
  return true;
}

function holds(criterion: Criterion, { node, index }: Candidate): boolean {
  if (isFlag(criterion)) return node.view[criterion.method] === criterion.value;
  const { method, value } = criterion;
  if (typeof value === 'number') return index === value;
  const found = stringOf(method, node);
  if (found === undefined) return false;
  if (value instanceof RegExp) return value.test(found);
  // Contains and starts-with ignore case in UiAutomator, the exact match does not.
  if (method.endsWith('Contains')) return found.toLowerCase().includes(value.toLowerCase());
  if (method.endsWith('StartsWith')) return found.toLowerCase().startsWith(value.toLowerCase());
  return found === value;
}

function isFlag(criterion: Criterion): criterion is Extract<Criterion, { readonly value: boolean }> {
  return typeof criterion.value === 'boolean';
}

function stringOf(method: Criterion['method'], node: ScreenNode): string | undefined {
  const { view } = node;
  if (method.startsWith('text')) return spokenText(node);
  if (method.startsWith('description')) return view.contentDesc;
  if (method.startsWith('resourceId')) return view.resourceId;
  if (method.startsWith('className')) return view.className;
  return view.packageName;
}
