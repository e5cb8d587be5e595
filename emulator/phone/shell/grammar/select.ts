import { readLine } from '../process/pipe.ts';
import type { Io, ShellState } from './state.ts';
import { assign, readVariable } from './variables.ts';

/**
 * One turn of `select`: shows the choices (again where the answer before was empty), asks, and sets the variable to the
 * chosen word, or to nothing, and `REPLY` to what was typed; false at the end of the input.
 */
export async function choose(state: ShellState, variable: string, choices: { readonly words: readonly string[]; shown: boolean; ended: boolean }, io: Io): Promise<boolean> {
  for (;;) {
    if (!choices.shown) io.stderr.write(choices.words.map((word, index) => `${index + 1}) ${word}\n`).join(''));
    choices.shown = true;
    io.stderr.write(readVariable(state, 'PS3') ?? '#? ');
    const line = await readLine(io.stdin);
    choices.ended = line === undefined;
    if (line === undefined) return false;
    const reply = line.trim();
    assign(state, 'REPLY', reply);
    if (reply !== '') {
      assign(state, variable, /^\d+$/.test(reply) ? choices.words[Number(reply) - 1] ?? '' : '');
      return true;
    }
    choices.shown = false;
  }
}
