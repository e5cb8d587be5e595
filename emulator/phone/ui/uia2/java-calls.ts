import { invalidSelector, type Uia2Error } from './errors.ts';

/** One argument of a call, as written in Java. */
export type JavaArgument =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'expression'; readonly value: JavaExpression };

/** `.method(argument, …)`. */
export interface JavaCall {
  readonly method: string;
  readonly arguments: readonly JavaArgument[];
}

/** `new Class(…).method(…).method(…)`, the little Java a uiautomator selector is written in. */
export interface JavaExpression {
  readonly className: 'UiSelector' | 'UiScrollable';
  readonly constructorArguments: readonly JavaArgument[];
  readonly calls: readonly JavaCall[];
}

/**
 * Reads the statements of a selector, parted by semicolons. `new` may be left out, and so may `new UiSelector()`
 * itself: `text("OK")` and `.text("OK")` are read as the real server reads them.
 *
 * @throws Uia2Error `invalid selector` with the place where reading failed.
 */
export function parseJava(text: string): readonly JavaExpression[] {
  const reader = new Reader(text);
  const expressions: JavaExpression[] = [];
  reader.skipSpaces();
  do {
    expressions.push(readExpression(reader));
    reader.skipSpaces();
  } while (reader.accept(';') && !reader.atEnd());
  if (!reader.atEnd()) throw reader.failure('Expected "."');
  return expressions;
}

function readExpression(reader: Reader): JavaExpression {
  const className = reader.matchPattern(/(?:new\s+)?(UiSelector|UiScrollable)\b/y)?.[1];
  if (className === undefined) {
    reader.accept('.');
    return { className: 'UiSelector', constructorArguments: [], calls: [readCall(reader), ...readCalls(reader)] };
  }
  const constructorArguments = readArguments(reader);
  const calls = readCalls(reader);
  return { className: className === 'UiScrollable' ? 'UiScrollable' : 'UiSelector', constructorArguments, calls };
}

function readCalls(reader: Reader): JavaCall[] {
  const calls: JavaCall[] = [];
  while (reader.accept('.')) calls.push(readCall(reader));
  return calls;
}

function readCall(reader: Reader): JavaCall {
  const method = reader.matchPattern(/\w+/y)?.[0];
  if (method === undefined) throw reader.failure('Missing method name');
  return { method, arguments: readArguments(reader) };
}

function readArguments(reader: Reader): JavaArgument[] {
  if (!reader.accept('(')) throw reader.failure('No opening parenthesis after method name');
  const found: JavaArgument[] = [];
  if (reader.accept(')')) return found;
  do {
    found.push(readArgument(reader));
  } while (reader.accept(','));
  if (!reader.accept(')')) throw reader.failure('Unclosed paren in expression');
  return found;
}

function readArgument(reader: Reader): JavaArgument {
  const string = reader.matchPattern(/"((?:[^"\\]|\\[\s\S])*)"/y)?.[1];
  // The server takes only the escape off a quote: a regular expression is written with single backslashes.
  if (string !== undefined) return { kind: 'string', value: string.replaceAll('\\"', '"') };
  const number = reader.matchPattern(/-?\d+(?:\.\d+)?/y)?.[0];
  if (number !== undefined) return { kind: 'number', value: Number(number) };
  const boolean = reader.matchPattern(/(?:true|false)\b/y)?.[0];
  if (boolean !== undefined) return { kind: 'boolean', value: boolean === 'true' };
  if (reader.atEnd()) throw reader.failure('Missing argument');
  return { kind: 'expression', value: readExpression(reader) };
}

class Reader {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  atEnd(): boolean {
    return this.#position >= this.#text.length;
  }

  skipSpaces(): void {
    while (/\s/u.test(this.#text.charAt(this.#position))) this.#position += 1;
  }

  accept(character: string): boolean {
    this.skipSpaces();
    if (this.#text.charAt(this.#position) !== character) return false;
    this.#position += 1;
    this.skipSpaces();
    return true;
  }

  matchPattern(pattern: RegExp): RegExpExecArray | undefined {
    this.skipSpaces();
    const sticky = new RegExp(pattern.source, 'y');
    sticky.lastIndex = this.#position;
    const match = sticky.exec(this.#text);
    if (match === null) return undefined;
    this.#position = sticky.lastIndex;
    return match;
  }

  failure(message: string): Uia2Error {
    return invalidSelector(
      `Could not parse selector expression \`${this.#text}\`: ${message} at position ${this.#position}`,
    );
  }
}
