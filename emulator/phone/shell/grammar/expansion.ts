import type { WordNode } from 'just-bash';
import type { Segment } from './pattern.ts';
import type { ShellState } from './state.ts';

export type WordPart = WordNode['parts'][number];
export type Script = Extract<WordPart, { type: 'CommandSubstitution' }>['body'];
export type ArithmeticNode = Extract<WordPart, { type: 'ArithmeticExpansion' }>['expression'];

/** What the parts of expansion need of each other. */
export interface Expansion {
  readonly state: ShellState;
  /** The output of `$(…)`. */
  substitute(script: Script): Promise<string>;
  /** One word as one string. */
  text(word: WordNode): Promise<string>;
  /** One word unsplit, with what was quoted marked. */
  segments(word: WordNode): Promise<Segment[]>;
  /** The value of an arithmetic expression, `$…` in it expanded first. */
  calculate(node: ArithmeticNode): Promise<number>;
}
