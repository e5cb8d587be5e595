import type { Io, ShellState } from './state.ts';
import { assignArray } from './variables.ts';

const NAMES: Readonly<Record<string, string>> = {
  a: 'allexport', C: 'noclobber', e: 'errexit', f: 'noglob', h: 'trackall', m: 'monitor', n: 'noexec', u: 'nounset', v: 'verbose', x: 'xtrace',
};

/** `set [-+letters] [-o option] [-A name] [--] [word…]`. */
export function setOptions(state: ShellState, words: readonly string[], io: Io): number {
  if (words.length === 0) {
    for (const [name, { value }] of [...state.variables].sort(([left], [right]) => (left < right ? -1 : 1))) io.stdout.write(`${name}=${value}\n`);
    return 0;
  }
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const [, sign, letters] = /^([-+])(\w+)$/.exec(word) ?? [];
    if (letters === undefined) {
      state.positional = words.slice(word === '--' || word === '-' ? at + 1 : at);
      return 0;
    }
    if (letters === 'A') {
      assignArray(state, words[at + 1] ?? '', words.slice(at + 2), false);
      return 0;
    }
    const names = letters === 'o' ? [words[++at] ?? ''] : Array.from(letters, (letter) => NAMES[letter] ?? letter);
    for (const name of names) {
      if (sign === '-') state.options.add(name);
      else state.options.delete(name);
    }
  }
  return 0;
}
