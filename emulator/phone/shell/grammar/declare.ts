import { ShellError, type Io, type ShellState } from './state.ts';
import { assign, assignArray, elementsOf, formatted, readVariable, targetOf, variableOf, type Variable, type VariableFormat } from './variables.ts';

/** What `typeset` and its relatives are to do with the names that follow. */
export interface Declaration {
  readonly exported?: boolean;
  readonly readOnly?: boolean;
  readonly format?: VariableFormat;
  /** `nameref`. */
  readonly refers?: boolean;
  /** The variable is the running function's own. */
  readonly local?: boolean;
  /** The command, in front of its errors. */
  readonly command: string;
}

/** Reads the options of `typeset`; undefined when there is one it does not know. */
export function readDeclaration(command: string, words: readonly string[]): { readonly declaration: Declaration; readonly names: readonly string[]; readonly lists: boolean } {
  let declaration: Declaration = { command };
  let at = 0;
  let lists = false;
  for (; /^[-+]./.test(words[at] ?? '') && words[at] !== '--'; at++) {
    const [, sign = '', letters = ''] = /^([-+])(.*)$/s.exec(words[at] ?? '') ?? [];
    for (const [, letter = '', digits = ''] of letters.matchAll(/([a-zA-Z])(\d*)/g)) {
      if (letter === 'p') lists = true;
      const width = digits !== '' ? Number(digits) : undefined;
      const next = option(letter, sign === '-', width);
      declaration = { ...declaration, ...next, ...(next.format === undefined ? {} : { format: { ...declaration.format, ...next.format } }) };
    }
  }
  return { declaration, names: words.slice(words[at] === '--' ? at + 1 : at), lists };
}

function option(letter: string, isOn: boolean, width: number | undefined): Omit<Declaration, 'command'> {
  switch (letter) {
    case 'x': return { exported: isOn };
    case 'r': return { readOnly: isOn };
    case 'i': return { format: { integerBase: width ?? 10 } };
    case 'u': return { format: { letterCase: 'upper' } };
    case 'l': return { format: { letterCase: 'lower' } };
    case 'L': return { format: { justify: { side: 'left', width: width ?? 0 } } };
    case 'R': return { format: { justify: { side: 'right', width: width ?? 0 } } };
    case 'Z': return { format: { justify: { side: 'zero', width: width ?? 0 } } };
    case 'n': return { refers: true };
    default: return {};
  }
}

/** Declares each `name` or `name=value`. @throws {ShellError} when one is no name, or read-only. */
export function declareNames(state: ShellState, words: readonly string[], declaration: Declaration): number {
  for (const word of words) declareName(state, word, declaration);
  return 0;
}

function declareName(state: ShellState, word: string, declaration: Declaration): void {
  const [, name = '', subscript = '', value] = /^([A-Za-z_]\w*)(\[[^\]]*\])?(?:=([^]*))?$/.exec(word) ?? [];
  if (name === '') throw new ShellError(`${declaration.command}: ${word}: is not an identifier`, 1, 'fatal');
  const isLocal = declaration.local === true && state.hidden.length > 0;
  if (isLocal) hide(state, name);
  const target = declaration.refers === true ? name : targetOf(state, name);
  const before = isLocal ? undefined : state.variables.get(target);
  if (before?.readOnly === true && value !== undefined) throw new ShellError(`${target}: is read only`, 2, 'fatal');
  if (declaration.refers === true) {
    state.variables.set(name, { value: '', exported: false, target: value ?? name });
    return;
  }
  const array = /^\((.*)\)$/s.exec(value ?? '')?.[1];
  const format = declaration.format ?? before?.format;
  const fresh: Variable = {
    value: '', unset: true, ...before, exported: declaration.exported ?? before?.exported ?? false,
    ...(format === undefined ? {} : { format }),
  };
  const given = value ?? (before?.unset === true ? undefined : before?.value);
  const isKept = given === undefined || subscript !== '' || array !== undefined || fresh.elements !== undefined;
  state.variables.set(target, isKept ? fresh : { ...fresh, unset: false, value: format === undefined ? given : formatted(state, given, format) });
  if (array !== undefined) assignArray(state, target, array.split(/\s+/).filter((text) => text !== ''), false);
  else if (value !== undefined && isKept) assign(state, `${target}${subscript}`, value);
  const made = state.variables.get(target);
  if (declaration.readOnly === true && made !== undefined) state.variables.set(target, { ...made, readOnly: true });
}

function hide(state: ShellState, name: string): void {
  const frame = state.hidden.at(-1);
  if (frame === undefined || frame.has(name)) return;
  frame.set(name, state.variables.get(name));
  state.variables.delete(name);
}

/** Prints the chosen variables in a form that can be read back. */
export function listVariables(state: ShellState, declaration: Declaration, io: Io): number {
  const chosen = [...state.variables].filter(([, variable]) =>
    (declaration.exported !== true || variable.exported) && (declaration.readOnly !== true || variable.readOnly === true) && variable.unset !== true);
  const prefix = declaration.exported === true ? 'typeset -x ' : declaration.readOnly === true ? 'typeset -r ' : '';
  for (const [name, { value }] of chosen.sort(([left], [right]) => (left < right ? -1 : 1))) io.stdout.write(`${prefix}${name}=${quoted(value)}\n`);
  return 0;
}

/** `unset [-fv] name…`. */
export function unset(state: ShellState, words: readonly string[], report: (text: string) => void): number {
  const functionsOnly = words[0] === '-f';
  let status = 0;
  for (const name of words.filter((word) => !/^-[fv]$/.test(word))) {
    if (functionsOnly) {
      if (!state.functions.delete(name)) status = 1;
      continue;
    }
    const element = /^(\w+)\[(.*)\]$/s.exec(name);
    if (element !== null) {
      const elements = new Map(elementsOf(state, element[1] ?? ''));
      elements.delete(Number(readVariable(state, element[2] ?? '') ?? element[2]));
      const before = variableOf(state, element[1] ?? '');
      if (before !== undefined) state.variables.set(targetOf(state, element[1] ?? ''), { ...before, value: elements.get(0) ?? '', elements });
      continue;
    }
    if (variableOf(state, name)?.readOnly === true) {
      report(`${name}: is read only`);
      status = 1;
    } else state.variables.delete(targetOf(state, name));
  }
  return status;
}

/** A word in quotes where it needs them, as mksh prints words. */
export function quoted(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
