import { ArithmeticError, evaluateText, type ArithmeticScope } from './arithmetic.ts';
import { ShellError, type ShellState } from './state.ts';

/** How `typeset` wants a variable's value kept. */
export interface VariableFormat {
  /** Base in which an integer is shown. */
  readonly integerBase?: number;
  readonly letterCase?: 'upper' | 'lower';
  /** Cut and filled to a width: at the left, at the right, or with zeros. */
  readonly justify?: { readonly side: 'left' | 'right' | 'zero'; readonly width: number };
}

export interface Variable {
  /** Of an array: its element 0. */
  readonly value: string;
  readonly exported: boolean;
  readonly readOnly?: boolean;
  /** Declared, but never given a value. */
  readonly unset?: boolean;
  readonly elements?: ReadonlyMap<number, string>;
  readonly format?: VariableFormat;
  /** `nameref`: the variable that is meant. */
  readonly target?: string;
}

/** The variable behind a name, namerefs followed. */
export function variableOf(state: ShellState, name: string): Variable | undefined {
  return state.variables.get(targetOf(state, name));
}

/** The name a nameref leads to. */
export function targetOf(state: ShellState, name: string): string {
  const target = state.variables.get(name)?.target;
  return target === undefined || target === name ? name : targetOf(state, target);
}

/** The text of `x` or `x[2]`; undefined when it is not set. */
export function readVariable(state: ShellState, name: string): string | undefined {
  const [, array, subscript = ''] = /^(\w+)\[(.*)\]$/s.exec(name) ?? [];
  const variable = variableOf(state, array ?? name);
  if (variable === undefined || variable.unset === true) return undefined;
  if (array === undefined) return variable.elements === undefined ? variable.value : variable.elements.get(0);
  const index = indexOf(state, subscript);
  return variable.elements === undefined ? (index === 0 ? variable.value : undefined) : variable.elements.get(index);
}

/** Every element of an array in order; a plain variable is an array of one. */
export function elementsOf(state: ShellState, name: string): readonly (readonly [index: number, value: string])[] {
  const variable = variableOf(state, name);
  if (variable === undefined || variable.unset === true) return [];
  if (variable.elements === undefined) return [[0, variable.value]];
  return [...variable.elements].sort(([left], [right]) => left - right);
}

/** Sets `x` or `x[2]`, keeping its attributes. @throws {ShellError} when it is read-only. */
export function assign(state: ShellState, name: string, value: string, exported?: boolean): void {
  const [, array, subscript = ''] = /^(\w+)\[(.*)\]$/s.exec(name) ?? [];
  const target = targetOf(state, array ?? name);
  const before = state.variables.get(target);
  if (before?.readOnly === true) throw readOnly(target);
  const text = before?.format === undefined ? value : formatted(state, value, before.format);
  const attributes = {
    ...(before?.format === undefined ? {} : { format: before.format }),
    exported: exported ?? before?.exported ?? state.options.has('allexport'),
  };
  if (array === undefined && before?.elements === undefined) {
    state.variables.set(target, { ...attributes, value: text });
    return;
  }
  const elements = new Map(elementsOf(state, target)).set(array === undefined ? 0 : indexOf(state, subscript), text);
  state.variables.set(target, { ...attributes, value: elements.get(0) ?? '', elements });
}

/** Makes an array of these values, or adds them behind the last. @throws {ShellError} when it is read-only. */
export function assignArray(state: ShellState, name: string, values: readonly string[], appends: boolean): void {
  const target = targetOf(state, name);
  const before = state.variables.get(target);
  if (before?.readOnly === true) throw readOnly(target);
  const elements = new Map(appends ? elementsOf(state, target) : []);
  const first = elements.size === 0 ? 0 : Math.max(...elements.keys()) + 1;
  for (const [offset, value] of values.entries()) elements.set(first + offset, value);
  state.variables.set(target, { value: elements.get(0) ?? '', exported: before?.exported ?? false, elements });
}

/** Calculates an expression over the shell's variables. @throws {ShellError} in mksh's words when it makes no sense. */
export function calculate(state: ShellState, text: string): number {
  const scope: ArithmeticScope = {
    read: (name) => (name === 'RANDOM' ? String(Math.floor(Math.random() * 32_768)) : readVariable(state, name)),
    write: (name, value) => assign(state, name, value),
  };
  try {
    return evaluateText(text, scope);
  } catch (error) {
    if (error instanceof ArithmeticError) throw new ShellError(error.message, 1, 'fatal');
    throw error;
  }
}

/** A value as an integer, in upper case, … as the format asks. */
export function formatted(state: ShellState, value: string, format: VariableFormat): string {
  let text = value;
  if (format.integerBase !== undefined) {
    const number = calculate(state, value);
    text = format.integerBase === 10 ? String(number) : `${format.integerBase}#${number.toString(format.integerBase)}`;
  }
  if (format.letterCase === 'upper') text = text.toUpperCase();
  if (format.letterCase === 'lower') text = text.toLowerCase();
  if (format.justify === undefined) return text;
  const { side, width } = format.justify;
  if (side === 'left') return text.trimStart().slice(0, width).padEnd(width);
  const isNumber = /^\s*\d/.test(text);
  return text.trimEnd().slice(-width).padStart(width, side === 'zero' && isNumber ? '0' : ' ');
}

/** Exported variables, as a program gets them. */
export function environment(state: ShellState): ReadonlyMap<string, string> {
  return new Map([...state.variables].filter(([, variable]) => variable.exported && variable.unset !== true).map(([name, { value }]) => [name, value]));
}

const indexOf = (state: ShellState, subscript: string): number => calculate(state, subscript) >>> 0;

const readOnly = (name: string): ShellError => new ShellError(`${name}: is read only`, 2, 'fatal');
