import type { Expansion } from './expansion.ts';
import { parseScript } from './parse.ts';
import { calculate } from './variables.ts';

/** The value of an expression, what is written with `$` or backquotes in it expanded first, as mksh does. */
export async function calculateText(expansion: Expansion, text: string): Promise<number> {
  if (!/[$`"'\\]/.test(text)) return calculate(expansion.state, text);
  const [statement] = parseScript(`: "${text.replaceAll('"', '')}"`).statements;
  const command = statement?.pipelines[0]?.commands[0];
  const [word] = command?.type === 'SimpleCommand' ? command.args : [];
  return calculate(expansion.state, word === undefined ? '' : await expansion.text(word));
}
