import type { Display } from '../view.ts';
import { invalidSelector, noSuchElement } from './errors.ts';
import { matchOne, matchOneBelow, type UiSelector } from './ui-selector.ts';
import {
  numberArgument,
  selectorArgument,
  stringArgument,
  type ScrollableStatement,
} from './ui-selector-parser.ts';
import type { JavaCall } from './java-calls.ts';
import type { Screen, ScreenNode } from './screen.ts';

/** What scrolling needs: the glass, and a fresh look at it after each step. */
export interface Scrolling {
  readonly display: Display;
  look(): Screen;
}

/** UiScrollable's own default for how often it swipes in search of something. */
const MAX_SEARCH_SWIPES = 30;

/**
 * Carries out a `new UiScrollable(…)` statement and gives the selector of what it was asked for: the view scrolled
 * to, or the container when nothing was.
 *
 * @throws Uia2Error `no such element` when the container is not on the screen.
 */
export function runScrollable(statement: ScrollableStatement, scrolling: Scrolling): UiSelector {
  const scroller = new Scroller(statement.container, scrolling);
  let wanted: UiSelector | undefined;
  for (const call of statement.calls) wanted = runCall(scroller, call) ?? wanted;
  return wanted ?? statement.container;
}

/** Scrolls a container until the wanted view is there; false when it is not in it. */
export function scrollTo(
  wanted: UiSelector,
  options: { readonly container: UiSelector; readonly maxSwipes?: number | undefined },
  scrolling: Scrolling,
): boolean {
  const scroller = new Scroller(options.container, scrolling);
  if (options.maxSwipes !== undefined && options.maxSwipes > 0) scroller.maxSwipes = options.maxSwipes;
  return scroller.intoView(wanted);
}

function runCall(scroller: Scroller, call: JavaCall): UiSelector | undefined {
  const { method } = call;
  const [first, second] = call.arguments;
  switch (method) {
    case 'scrollIntoView':
      return scrolledTo(scroller, selectorArgument(first, method));
    case 'scrollTextIntoView':
      return scrolledTo(scroller, textSelector('text', stringArgument(first, method)));
    case 'scrollDescriptionIntoView':
      return scrolledTo(scroller, textSelector('description', stringArgument(first, method)));
    case 'getChildByText':
      return scroller.childHolding(selectorArgument(first, method), textSelector('text', stringArgument(second, method)));
    case 'getChildByDescription':
      return scroller.childHolding(
        selectorArgument(first, method),
        textSelector('description', stringArgument(second, method)),
      );
    case 'getChildByInstance':
      return below(scroller.container, {
        ...selectorArgument(first, method),
        instance: numberArgument(second, method),
      });
    case 'getChild':
      return below(scroller.container, selectorArgument(first, method));
    case 'getFromParent':
      return { ...scroller.container, fromParent: selectorArgument(first, method) };
    default:
      runMovement(scroller, call);
      return undefined;
  }
}

function runMovement(scroller: Scroller, { method, arguments: [first] }: JavaCall): void {
  const times = first === undefined ? undefined : numberArgument(first, method);
  switch (method) {
    case 'setAsVerticalList':
      scroller.horizontal = false;
      return;
    case 'setAsHorizontalList':
      scroller.horizontal = true;
      return;
    case 'setMaxSearchSwipes':
      scroller.maxSwipes = times ?? MAX_SEARCH_SWIPES;
      return;
    case 'setSwipeDeadZonePercentage':
      return;
    case 'scrollForward':
    case 'flingForward':
      scroller.step('forward');
      return;
    case 'scrollBackward':
    case 'flingBackward':
      scroller.step('backward');
      return;
    case 'scrollToBeginning':
    case 'flingToBeginning':
      scroller.toEnd('backward', times);
      return;
    case 'scrollToEnd':
    case 'flingToEnd':
      scroller.toEnd('forward', times);
      return;
    default:
      throw invalidSelector(`UiScrollable has no \`${method}\` method`);
  }
}

/** The server looks for the view after the scrolling, so that one that was not reached is simply not found. */
function scrolledTo(scroller: Scroller, wanted: UiSelector): UiSelector {
  scroller.intoView(wanted);
  return wanted;
}

function textSelector(method: 'text' | 'description', value: string): UiSelector {
  return { criteria: [{ method, value }] };
}

function below(container: UiSelector, child: UiSelector): UiSelector {
  return { ...container, child };
}

class Scroller {
  readonly container: UiSelector;
  readonly #scrolling: Scrolling;
  horizontal = false;
  maxSwipes = MAX_SEARCH_SWIPES;

  constructor(container: UiSelector, scrolling: Scrolling) {
    this.container = container;
    this.#scrolling = scrolling;
  }

  /** Whether the container moved. */
  step(towards: 'forward' | 'backward'): boolean {
    const direction = this.horizontal
      ? ({ forward: 'right', backward: 'left' } as const)
      : ({ forward: 'down', backward: 'up' } as const);
    return this.#scrolling.display.scroll(this.#node().view.key, direction[towards]);
  }

  toEnd(towards: 'forward' | 'backward', maxSwipes = this.maxSwipes): void {
    for (let swipe = 0; swipe < maxSwipes && this.step(towards); swipe += 1);
  }

  /** From where the container stands, then from its beginning on, as UiScrollable searches. */
  intoView(wanted: UiSelector): boolean {
    if (this.#find(wanted) !== undefined) return true;
    this.toEnd('backward');
    for (let swipe = 0; swipe < this.maxSwipes; swipe += 1) {
      if (this.#find(wanted) !== undefined) return true;
      if (!this.step('forward')) break;
    }
    return this.#find(wanted) !== undefined;
  }

  /** The child that matches the pattern and holds the wanted view, itself included. */
  childHolding(pattern: UiSelector, wanted: UiSelector): UiSelector {
    this.intoView(wanted);
    const container = this.#node();
    for (let instance = 0; ; instance += 1) {
      const child = matchOneBelow({ ...pattern, instance }, container);
      if (child === undefined) throw noSuchElement();
      if (matchOne(wanted, child) !== undefined) return below(this.container, { ...pattern, instance });
    }
  }

  #node(): ScreenNode {
    const node = this.#find(this.container);
    if (node === undefined) throw noSuchElement('The scrollable container of the selector is not on the screen');
    return node;
  }

  #find(selector: UiSelector): ScreenNode | undefined {
    return matchOne(selector, this.#scrolling.look().root);
  }
}
