import type { WordNode } from 'just-bash';
import { braces } from './braces.ts';
import type { Expansion, WordPart } from './expansion.ts';
import { FieldCollector } from './fields.ts';
import { matchPaths } from './glob.ts';
import { isMissing, listOf, parameterText, parameterValue, type ParameterPart } from './parameter.ts';
import { isPattern, type Segment } from './pattern.ts';
import { ShellError } from './state.ts';
import { readVariable } from './variables.ts';

/** The words a word becomes: expanded, split at `IFS`, matched against files. */
export async function expandWords(expansion: Expansion, words: readonly WordNode[]): Promise<string[]> {
  const result: string[] = [];
  for (const word of words.flatMap(braces)) {
    for (const field of await fields(expansion, word)) {
      const matched = isPattern(field) && !expansion.state.options.has('noglob') ? await matchPaths(expansion.state, field) : [];
      result.push(...(matched.length > 0 ? matched : [textOf(field)]));
    }
  }
  return result;
}

/** One word as one string: for assignments, redirections, here-documents and `case`. */
export async function expandText(expansion: Expansion, word: WordNode): Promise<string> {
  return textOf(await expandSegments(expansion, word));
}

/** One word unsplit, with what was quoted marked: for patterns. */
export async function expandSegments(expansion: Expansion, word: WordNode): Promise<Segment[]> {
  return (await collect(expansion, word, false)).flat();
}

const fields = (expansion: Expansion, word: WordNode): Promise<Segment[][]> => collect(expansion, word, true);

async function collect(expansion: Expansion, word: WordNode, splits: boolean): Promise<Segment[][]> {
  const collector = new FieldCollector(splits, readVariable(expansion.state, 'IFS'));
  for (const part of word.parts) await addPart(expansion, collector, part, false);
  return collector.finish();
}

async function addPart(expansion: Expansion, collector: FieldCollector, part: WordPart, quoted: boolean): Promise<void> {
  switch (part.type) {
    case 'Literal': collector.add(part.value, quoted || !/[*?[]/.test(part.value)); return;
    case 'Glob': collector.add(part.pattern, quoted); return;
    case 'SingleQuoted':
    case 'Escaped': collector.add(part.value, true); return;
    case 'DoubleQuoted': {
      if (!(part.parts.length === 1 && isAllArguments(part.parts[0]))) collector.add('', true);
      for (const inner of part.parts) await addPart(expansion, collector, inner, true);
      return;
    }
    case 'TildeExpansion': collector.add(part.user === null ? readVariable(expansion.state, 'HOME') ?? '/' : `~${part.user}`, true); return;
    case 'ArithmeticExpansion': collector.addValue(String(await expansion.calculate(part.expression)), quoted); return;
    case 'CommandSubstitution': collector.addValue(await expansion.substitute(part.body), quoted); return;
    case 'ParameterExpansion': await addParameter(expansion, collector, part, quoted); return;
    case 'BraceExpansion': collector.add(`{${part.items.map((item) => (item.type === 'Range' ? `${item.startStr ?? item.start}..${item.endStr ?? item.end}` : '')).join(',')}}`, quoted); return;
    case 'ProcessSubstitution': throw new ShellError("syntax error: unexpected '('", 1, 'fatal');
  }
}

async function addParameter(expansion: Expansion, collector: FieldCollector, part: ParameterPart, quoted: boolean): Promise<void> {
  const list = listOf(expansion.state, part);
  if (list !== undefined && !(quoted && list.joins)) {
    for (const [index, argument] of list.values.entries()) {
      if (index > 0) collector.breakField();
      collector.addValue(argument, quoted);
    }
    return;
  }
  const { operation } = part;
  if (operation?.type !== 'DefaultValue' && operation?.type !== 'UseAlternative') {
    collector.addValue(await parameterValue(expansion, part), quoted);
    return;
  }
  const value = parameterText(expansion.state, part.parameter);
  const missing = isMissing(value, operation.checkEmpty);
  if (operation.type === 'DefaultValue' && !missing) collector.addValue(value ?? '', quoted);
  else if (operation.type === 'DefaultValue' || !missing) {
    // What was quoted in the word stays together, the rest is split like a value.
    for (const inner of operation.word.parts) {
      if (inner.type === 'Literal' && !quoted) collector.addValue(inner.value, false);
      else await addPart(expansion, collector, inner, quoted);
    }
  }
}

const isAllArguments = (part: WordPart | undefined): boolean =>
  part?.type === 'ParameterExpansion' && /^(@|\w+\[@\])$/.test(part.parameter) && part.operation === null;

const textOf = (segments: readonly Segment[]): string => segments.map((segment) => segment.text).join('');
