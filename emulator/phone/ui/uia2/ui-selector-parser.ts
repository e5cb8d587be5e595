import { invalidSelector, type Uia2Error } from './errors.ts';
import { parseJava, type JavaArgument, type JavaCall, type JavaExpression } from './java-calls.ts';
import type { Criterion, FlagMethod, RegexMethod, TextMethod, UiSelector } from './ui-selector.ts';

/** What a `new UiScrollable(…)` statement asks for, in the order of its calls. */
export interface ScrollableStatement {
  readonly container: UiSelector;
  readonly calls: readonly JavaCall[];
}

export type Statement =
  | { readonly kind: 'selector'; readonly selector: UiSelector }
  | { readonly kind: 'scrollable'; readonly scrollable: ScrollableStatement };

/**
 * Reads an `-android uiautomator` selector.
 *
 * @throws Uia2Error `invalid selector` when it cannot be read or names a method UiAutomator has not.
 */
export function parseUiAutomator(text: string): readonly Statement[] {
  if (text.trim() === '') {
    throw invalidSelector('Could not parse selector expression ``: Tried to parse an empty string');
  }
  return parseJava(text).map((expression) =>
    expression.className === 'UiScrollable'
      ? { kind: 'scrollable', scrollable: toScrollable(expression) }
      : { kind: 'selector', selector: toSelector(expression) },
  );
}

/** The selector an argument holds. */
export function selectorArgument(argument: JavaArgument | undefined, method: string): UiSelector {
  if (argument?.kind !== 'expression' || argument.value.className !== 'UiSelector') {
    throw wrongArgument(method, 'a UiSelector', argument);
  }
  return toSelector(argument.value);
}

/** The string an argument holds. */
export function stringArgument(argument: JavaArgument | undefined, method: string): string {
  if (argument?.kind !== 'string') throw wrongArgument(method, 'a string', argument);
  return argument.value;
}

/** The number an argument holds. */
export function numberArgument(argument: JavaArgument | undefined, method: string): number {
  if (argument?.kind !== 'number') throw wrongArgument(method, 'an integer', argument);
  return argument.value;
}

const TEXT_METHODS: ReadonlySet<string> = new Set<TextMethod>([
  'text',
  'textContains',
  'textStartsWith',
  'description',
  'descriptionContains',
  'descriptionStartsWith',
  'resourceId',
  'className',
  'packageName',
]);

const REGEX_METHODS: ReadonlySet<string> = new Set<RegexMethod>([
  'textMatches',
  'descriptionMatches',
  'resourceIdMatches',
  'classNameMatches',
  'packageNameMatches',
]);

const FLAG_METHODS: ReadonlySet<string> = new Set<FlagMethod>([
  'checkable',
  'checked',
  'clickable',
  'enabled',
  'focusable',
  'focused',
  'longClickable',
  'scrollable',
  'selected',
]);

function isTextMethod(method: string): method is TextMethod {
  return TEXT_METHODS.has(method);
}

function isRegexMethod(method: string): method is RegexMethod {
  return REGEX_METHODS.has(method);
}

function isFlagMethod(method: string): method is FlagMethod {
  return FLAG_METHODS.has(method);
}

function toScrollable(expression: JavaExpression): ScrollableStatement {
  return {
    container: selectorArgument(expression.constructorArguments[0], 'UiScrollable'),
    calls: expression.calls,
  };
}

function toSelector(expression: JavaExpression): UiSelector {
  return expression.calls.reduce<UiSelector>(withCall, { criteria: [] });
}

function withCall(selector: UiSelector, call: JavaCall): UiSelector {
  const [argument] = call.arguments;
  if (call.arguments.length !== 1) {
    throw invalidSelector(
      `UiSelector has no method \`${call.method}\` with ${String(call.arguments.length)} arguments, expected one`,
    );
  }
  switch (call.method) {
    case 'instance':
      return { ...selector, instance: numberArgument(argument, call.method) };
    case 'childSelector':
      return hang(selector, 'child', selectorArgument(argument, call.method));
    case 'fromParent':
      return hang(selector, 'fromParent', selectorArgument(argument, call.method));
    default:
      return withCriterion(selector, toCriterion(call.method, argument));
  }
}

/** A second child selector goes below the first one, as UiSelector builds it. */
function hang(selector: UiSelector, edge: 'child' | 'fromParent', below: UiSelector): UiSelector {
  if (selector.child !== undefined) return { ...selector, child: hang(selector.child, edge, below) };
  if (selector.fromParent !== undefined) return { ...selector, fromParent: hang(selector.fromParent, edge, below) };
  return { ...selector, [edge]: below };
}

/** The later of two calls to one method wins. */
function withCriterion(selector: UiSelector, criterion: Criterion): UiSelector {
  return {
    ...selector,
    criteria: [...selector.criteria.filter(({ method }) => method !== criterion.method), criterion],
  };
}

function toCriterion(method: string, argument: JavaArgument | undefined): Criterion {
  if (isTextMethod(method)) return { method, value: stringArgument(argument, method) };
  if (isRegexMethod(method)) return { method, value: toPattern(stringArgument(argument, method)) };
  if (isFlagMethod(method)) {
    if (argument?.kind !== 'boolean') throw wrongArgument(method, 'a boolean', argument);
    return { method, value: argument.value };
  }
  if (method === 'index') return { method, value: numberArgument(argument, method) };
  throw invalidSelector(`UiSelector has no \`${method}\` method`);
}

/** Java's `matches()` takes the whole text; inline flags such as `(?i)` are Java's, not JavaScript's. */
function toPattern(source: string): RegExp {
  const inline = /^\(\?([ims]+)\)/u.exec(source);
  const body = inline === null ? source : source.slice(inline[0].length);
  try {
    return new RegExp(`^(?:${body})$`, inline?.[1] ?? '');
  } catch (error) {
    throw invalidSelector(`\`${source}\` is not a regular expression: ${String(error)}`);
  }
}

function wrongArgument(method: string, expected: string, found: JavaArgument | undefined): Uia2Error {
  return invalidSelector(`\`${method}\` takes ${expected}, found ${found === undefined ? 'nothing' : `a ${found.kind}`}`);
}
