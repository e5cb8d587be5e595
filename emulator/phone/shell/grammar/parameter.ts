import { evaluate } from './arithmetic.ts';
import type { Expansion, WordPart } from './expansion.ts';
import { toRegExp } from './pattern.ts';
import { assign, ShellError, type ShellState } from './state.ts';

export type ParameterPart = Extract<WordPart, { type: 'ParameterExpansion' }>;
type Operation = NonNullable<ParameterPart['operation']>;

/** The value of `${…}`, its operation applied. */
export async function parameterValue(expansion: Expansion, part: ParameterPart): Promise<string> {
  const { state } = expansion;
  const value = lookUp(state, part.parameter);
  if (part.operation !== null) return applyOperation(expansion, part.parameter, value, part.operation);
  if (value === undefined && state.options.has('nounset')) {
    throw new ShellError(`${part.parameter}: parameter not set`);
  }
  return value ?? '';
}

function lookUp(state: ShellState, name: string): string | undefined {
  switch (name) {
    case '?': return String(state.status);
    case '$': return String(state.pid);
    case '!': return String(state.lastBackgroundPid);
    case '#': return String(state.positional.length);
    case '*':
    case '@': return state.positional.length === 0 ? undefined : state.positional.join(' ');
    case '-': return '';
    case '0': return state.name;
    case 'PWD': return state.cwd;
    case 'PPID': return '633';
    case 'RANDOM': return String(Math.floor(Math.random() * 32_768));
    case 'EPOCHREALTIME': return (state.phone.system.clock.now() / 1000).toFixed(6);
    case 'SECONDS': return String(Math.floor(state.phone.system.clock.uptimeMs() / 1000));
    case 'KSH_VERSION': return '@(#)MIRBSD KSH R56 2018/03/09';
    default: return /^\d+$/.test(name) ? state.positional[Number(name) - 1] : state.variables.get(name)?.value;
  }
}

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
      const text = operation.word === null ? 'parameter null or not set' : await expansion.text(operation.word);
      throw new ShellError(`${name}: ${text}`);
    }
    case 'Length': return String(name === '@' || name === '*' ? state.positional.length : (value ?? '').length);
    case 'Substring': {
      const text = value ?? '';
      const offset = evaluate(operation.offset, state);
      const start = offset < 0 ? Math.max(0, text.length + offset) : offset;
      const length = operation.length === null ? text.length : evaluate(operation.length, state);
      return length < 0 ? text.slice(start, length) : text.slice(start, start + length);
    }
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
    case 'ArrayKeys':
    case 'BadSubstitution':
    case 'CaseModification':
    case 'Indirection':
    case 'LengthSliceError':
    case 'Transform':
    case 'VarNamePrefix': throw new ShellError(`\${${name}}: bad substitution`);
  }
}

const isMissing = (value: string | undefined, checkEmpty: boolean): boolean => value === undefined || (checkEmpty && value === '');

/** The shortest or longest piece at one side that the pattern matches, taken off. */
function remove(text: string, matches: (piece: string) => boolean, side: 'prefix' | 'suffix', greedy: boolean): string {
  const lengths = Array.from({ length: text.length + 1 }, (_, index) => (greedy ? text.length - index : index));
  const length = lengths.find((count) => matches(side === 'prefix' ? text.slice(0, count) : text.slice(text.length - count)));
  if (length === undefined) return text;
  return side === 'prefix' ? text.slice(length) : text.slice(0, text.length - length);
}
