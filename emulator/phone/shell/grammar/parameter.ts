import type { Expansion, WordPart } from './expansion.ts';
import { toRegExp } from './pattern.ts';
import { ShellError, type ShellState } from './state.ts';
import { assign, elementsOf, readVariable } from './variables.ts';

export type ParameterPart = Extract<WordPart, { type: 'ParameterExpansion' }>;
type Operation = NonNullable<ParameterPart['operation']>;

/** A parameter that stands for several values: `$@`, `$*`, `${a[@]}`, `${!a[*]}`. */
export interface ParameterList {
  readonly values: readonly string[];
  /** In quotes it is one word, joined by the first character of `IFS`. */
  readonly joins: boolean;
}

/** The values of a parameter that stands for several; undefined for any other. */
export function listOf(state: ShellState, part: Pick<ParameterPart, 'parameter' | 'operation'>): ParameterList | undefined {
  const { parameter, operation } = part;
  if (operation?.type === 'ArrayKeys') return { values: elementsOf(state, operation.array).map(([index]) => String(index)), joins: operation.star };
  if (operation !== null) return undefined;
  if (parameter === '@' || parameter === '*') return { values: state.positional, joins: parameter === '*' };
  const [, array, which] = /^(\w+)\[([@*])\]$/.exec(parameter) ?? [];
  return array === undefined ? undefined : { values: elementsOf(state, array).map(([, value]) => value), joins: which === '*' };
}

/** The value of `${…}`, its operation applied. @throws {ShellError} when the shell is to end over it. */
export async function parameterValue(expansion: Expansion, part: ParameterPart): Promise<string> {
  const { state } = expansion;
  const value = parameterText(state, part.parameter);
  if (part.operation !== null) return applyOperation(expansion, part.parameter, value, part.operation);
  if (part.parameter === '') throw fatal('${}: bad substitution');
  if (value === undefined && state.options.has('nounset') && !/^[@*]$/.test(part.parameter)) throw fatal(`${part.parameter}: parameter not set`);
  return value ?? '';
}

/** The text of a parameter; undefined when it is not set. */
export function parameterText(state: ShellState, name: string): string | undefined {
  switch (name) {
    case '?': return String(state.status);
    case '$': return String(state.pid);
    case '!': return state.lastBackgroundPid === 0 ? '' : String(state.lastBackgroundPid);
    case '#': return String(state.positional.length);
    case '*':
    case '@': return state.positional.length === 0 ? undefined : state.positional.join((readVariable(state, 'IFS') ?? ' ').charAt(0));
    case '-': return `${[...state.options].map((option) => OPTION_LETTERS[option] ?? '').join('')}hc`;
    case '0': return state.name;
    case 'PWD': return state.cwd;
    case 'PPID': return '633';
    case 'RANDOM': return String(Math.floor(Math.random() * 32_768));
    case 'EPOCHREALTIME': return (state.phone.system.clock.now() / 1000).toFixed(6);
    case 'SECONDS': return String(Math.floor(state.phone.system.clock.uptimeMs() / 1000));
    case 'KSH_VERSION': return kshVersion(Number(state.phone.system.properties.get('ro.build.version.sdk')));
    default: {
      if (/^\d+$/.test(name)) return state.positional[Number(name) - 1];
      const list = listOf(state, { parameter: name, operation: null });
      return list === undefined ? readVariable(state, name) : list.values.length === 0 ? undefined : list.values.join((readVariable(state, 'IFS') ?? ' ').charAt(0));
    }
  }
}

/** The mksh of an Android version. 5.1 and 8.0 are recorded on phones, 9 is AOSP's; the others are taken for the next older one. */
function kshVersion(apiLevel: number): string {
  if (apiLevel < 24) return '@(#)MIRBSD KSH R50 2014/10/07';
  return apiLevel < 28 ? '@(#)MIRBSD KSH R54 2016/11/11' : '@(#)MIRBSD KSH R56 2018/03/09';
}

const OPTION_LETTERS: Readonly<Record<string, string>> = { errexit: 'e', nounset: 'u', allexport: 'a', noglob: 'f', noclobber: 'C', xtrace: 'x', noexec: 'n', verbose: 'v' };

async function applyOperation(expansion: Expansion, name: string, value: string | undefined, operation: Operation): Promise<string> {
  const { state } = expansion;
  switch (operation.type) {
    case 'DefaultValue': return isMissing(value, operation.checkEmpty) ? expansion.text(operation.word) : value ?? '';
    case 'UseAlternative': return isMissing(value, operation.checkEmpty) ? '' : expansion.text(operation.word);
    case 'AssignDefault': {
      if (!isMissing(value, operation.checkEmpty)) return value ?? '';
      const text = await expansion.text(operation.word);
      assign(state, name, text);
      return text;
    }
    case 'ErrorIfUnset': {
      if (!isMissing(value, operation.checkEmpty)) return value ?? '';
      const text = operation.word === null ? '' : await expansion.text(operation.word);
      throw fatal(`${name}: ${text === '' ? 'parameter null or not set' : text}`);
    }
    case 'Length': return String(listOf(state, { parameter: name, operation: null })?.values.length ?? Array.from(value ?? '').length);
    case 'Substring': return substring(expansion, value ?? '', operation);
    case 'PatternRemoval': {
      const segments = await expansion.segments(operation.pattern);
      return remove(value ?? '', (text) => toRegExp(segments, { anchor: 'both' }).test(text), operation.side, operation.greedy);
    }
    case 'PatternReplacement': {
      const anchor = operation.anchor ?? 'none';
      const found = toRegExp(await expansion.segments(operation.pattern), { anchor });
      const replacement = operation.replacement === null ? '' : await expansion.text(operation.replacement);
      return (value ?? '').replace(new RegExp(found.source, operation.all ? 'g' : ''), () => replacement);
    }
    case 'CaseModification': throw fatal(`\${${name}${(operation.direction === 'upper' ? '^' : ',').repeat(operation.all ? 2 : 1)}}: bad substitution`);
    case 'ArrayKeys':
    case 'BadSubstitution':
    case 'Indirection':
    case 'LengthSliceError':
    case 'Transform':
    case 'VarNamePrefix': throw fatal(`\${${name}}: bad substitution`);
  }
}

async function substring(expansion: Expansion, value: string, operation: Extract<Operation, { type: 'Substring' }>): Promise<string> {
  const characters = Array.from(value);
  const offset = await expansion.calculate(operation.offset);
  const start = offset < 0 ? Math.max(0, characters.length + offset) : offset;
  const length = operation.length === null ? characters.length : await expansion.calculate(operation.length);
  return characters.slice(start, length < 0 ? length : start + length).join('');
}

/** Whether a default takes the place of the value. */
export const isMissing = (value: string | undefined, checkEmpty: boolean): boolean => value === undefined || (checkEmpty && value === '');

const fatal = (text: string): ShellError => new ShellError(text, 1, 'fatal');

/** The shortest or longest piece at one side that the pattern matches, taken off. */
function remove(text: string, matches: (piece: string) => boolean, side: 'prefix' | 'suffix', greedy: boolean): string {
  const lengths = Array.from({ length: text.length + 1 }, (_, index) => (greedy ? text.length - index : index));
  const length = lengths.find((count) => matches(side === 'prefix' ? text.slice(0, count) : text.slice(text.length - count)));
  if (length === undefined) return text;
  return side === 'prefix' ? text.slice(length) : text.slice(0, text.length - length);
}
