import type { WordNode } from 'just-bash';
import { evaluate } from './arithmetic.ts';
import { braces } from './braces.ts';
import { matchPaths } from './glob.ts';
import { parameterValue, type ParameterPart } from './parameter.ts';
import type { Expansion, WordPart } from './expansion.ts';
import { isPattern, type Segment } from './pattern.ts';
import { ShellError } from './state.ts';

/** The words a word becomes: expanded, split at blanks, matched against files. */
export async function expandWords(expansion: Expansion, words: readonly WordNode[]): Promise<string[]> {
  const result: string[] = [];
  for (const word of words.flatMap(braces)) {
    for (const field of await fields(expansion, word)) {
      const matched = isPattern(field) ? await matchPaths(expansion.state, field) : [];
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
  const collector = new Collector(false);
  for (const part of word.parts) await addPart(expansion, collector, part, false);
  return collector.finish().flat();
}

async function fields(expansion: Expansion, word: WordNode): Promise<Segment[][]> {
  const collector = new Collector(true);
  for (const part of word.parts) await addPart(expansion, collector, part, false);
  return collector.finish();
}

async function addPart(expansion: Expansion, collector: Collector, part: WordPart, quoted: boolean): Promise<void> {
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
    case 'TildeExpansion': collector.add(part.user === null ? expansion.state.variables.get('HOME')?.value ?? '/' : `~${part.user}`, true); return;
    case 'ArithmeticExpansion': collector.add(String(evaluate(part.expression, expansion.state)), true); return;
    case 'CommandSubstitution': collector.addValue(await expansion.substitute(part.body), quoted); return;
    case 'ParameterExpansion': await addParameter(expansion, collector, part, quoted); return;
    case 'BraceExpansion':
    case 'ProcessSubstitution': throw new ShellError(`syntax error: unexpected '${part.type === 'BraceExpansion' ? '{' : '('}'`);
  }
}

async function addParameter(expansion: Expansion, collector: Collector, part: ParameterPart, quoted: boolean): Promise<void> {
  if (part.operation === null && (part.parameter === '@' || (part.parameter === '*' && !quoted))) {
    for (const [index, argument] of expansion.state.positional.entries()) {
      if (index > 0) collector.breakField();
      collector.addValue(argument, quoted);
    }
    return;
  }
  collector.addValue(await parameterValue(expansion, part), quoted);
}

const isAllArguments = (part: WordPart | undefined): boolean =>
  part?.type === 'ParameterExpansion' && part.parameter === '@' && part.operation === null;

/** Gathers segments into fields. */
class Collector {
  readonly #splits: boolean;
  #done: Segment[][] = [];
  #current: Segment[] | undefined;

  constructor(splits: boolean) {
    this.#splits = splits;
  }

  add(text: string, quoted: boolean): void {
    (this.#current ??= []).push({ text, quoted });
  }

  /** The outcome of an expansion: split at blanks unless it was quoted. */
  addValue(text: string, quoted: boolean): void {
    if (quoted || !this.#splits) {
      this.add(text, quoted);
      return;
    }
    for (const piece of text.split(/([ \t\n]+)/)) {
      if (piece === '') continue;
      if (/^[ \t\n]/.test(piece)) this.breakField();
      else this.add(piece, false);
    }
  }

  breakField(): void {
    if (!this.#splits) {
      this.add(' ', true);
      return;
    }
    if (this.#current !== undefined) this.#done.push(this.#current);
    this.#current = undefined;
  }

  finish(): Segment[][] {
    if (this.#current !== undefined) this.#done.push(this.#current);
    return this.#done;
  }
}

const textOf = (segments: readonly Segment[]): string => segments.map((segment) => segment.text).join('');
