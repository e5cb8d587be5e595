import { invalidSelector, noSuchElement } from './errors.ts';
import { descendantsOf, nodesOf, type ScreenNode } from './screen.ts';
import type { Session } from './session.ts';
import { matchAll, matchOne, matchOneBelow, type UiSelector } from './ui-selector.ts';
import { runScrollable } from './ui-scrollable.ts';
import { parseUiAutomator, type Statement } from './ui-selector-parser.ts';
import { findByXPath } from './xpath.ts';

/** What to look for, and where. */
export interface Locator {
  readonly strategy: string;
  readonly selector: string;
  /** Id of the element to look in; the whole screen when absent. */
  readonly context?: string | undefined;
}

const STRATEGIES = ['id', 'xpath', 'accessibility id', 'class name', '-android uiautomator'];

/** The first view a locator finds. @throws Uia2Error `no such element` when there is none. */
export function findOne(locator: Locator, session: Session): ScreenNode {
  const [first] =
    locator.strategy === '-android uiautomator'
      ? findByUiAutomator(locator, session, { multiple: false })
      : findAll(locator, session);
  if (first === undefined) throw noSuchElement();
  return first;
}

/** All views a locator finds, in document order; possibly none. */
export function findAll(locator: Locator, session: Session): readonly ScreenNode[] {
  const { strategy, selector } = locator;
  switch (strategy) {
    case 'id': {
      const id = fullResourceId(selector, session);
      return search(locator, session, ({ view }) => view.resourceId === id);
    }
    case 'accessibility id':
      return search(locator, session, ({ view }) => view.contentDesc === selector);
    case 'class name':
      return search(locator, session, ({ view }) => view.className === selector);
    case 'xpath': {
      const screen = session.look();
      return findByXPath(selector, screen, {
        options: session.sourceOptions(),
        context: contextOf(locator, session),
        version1: session.settings.isOn('enforceXPath1'),
        wholeScreen: !session.settings.isOn('limitXPathContextScope'),
      });
    }
    case '-android uiautomator':
      return findByUiAutomator(locator, session, { multiple: true });
    default:
      throw invalidSelector(
        `Selector strategy '${strategy}' is not supported. Only the following selector strategies are supported: ` +
          `[${STRATEGIES.join(', ')}]`,
      );
  }
}

/** A context element is searched below itself, the screen from its root on. */
function search(locator: Locator, session: Session, test: (node: ScreenNode) => boolean): readonly ScreenNode[] {
  const context = contextOf(locator, session);
  const nodes = context === undefined ? nodesOf(session.look().root) : descendantsOf(context);
  return [...nodes].filter(test);
}

function contextOf(locator: Locator, session: Session): ScreenNode | undefined {
  return locator.context === undefined ? undefined : session.elements.resolve(locator.context, session.look());
}

const FULL_ID = /^[a-zA-Z_][a-zA-Z0-9._]*:[^/]+\/\S+$/u;
/** Target of the server's instrumentation, whose package a short id gets when the session has none. */
const SERVER_PACKAGE = 'io.appium.uiautomator2.server';

/** `btn` is short for `<appPackage>:id/btn`. */
function fullResourceId(selector: string, session: Session): string {
  if (session.settings.isOn('disableIdLocatorAutocompletion') || FULL_ID.test(selector)) return selector;
  const appPackage = session.capabilities['appPackage'];
  const packageName = typeof appPackage === 'string' && appPackage !== '' ? appPackage : SERVER_PACKAGE;
  return `${packageName}:id/${selector}`;
}

/** For a single element the server carries out the first statement only. */
function findByUiAutomator(
  locator: Locator,
  session: Session,
  { multiple }: { readonly multiple: boolean },
): readonly ScreenNode[] {
  const statements = parseUiAutomator(locator.selector);
  const wanted = multiple ? statements : statements.slice(0, 1);
  const found = wanted.flatMap((statement) => findByStatement(statement, locator, session, multiple));
  return [...new Map(found.map((node) => [node.view.key, node])).values()];
}

function findByStatement(
  statement: Statement,
  locator: Locator,
  session: Session,
  multiple: boolean,
): readonly ScreenNode[] {
  const selector =
    statement.kind === 'selector'
      ? statement.selector
      : runScrollable(statement.scrollable, { display: session.display, look: () => session.look() });
  const context = contextOf(locator, session);
  const { root } = session.look();
  const find = (wanted: UiSelector): ScreenNode | undefined =>
    context === undefined ? matchOne(wanted, root) : matchOneBelow(wanted, context);
  if (multiple) return matchAll(selector, find);
  const only = find(selector);
  return only === undefined ? [] : [only];
}
