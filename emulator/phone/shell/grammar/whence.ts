import { locate } from './locate.ts';
import type { Io, ShellState } from './state.ts';

const RESERVED: ReadonlySet<string> = new Set(['if', 'then', 'else', 'elif', 'fi', 'for', 'while', 'until', 'do', 'done', 'case', 'esac', 'in', 'function', 'select', 'time', '{', '}', '!', '[[']);

/** What stands behind each name: as a word (`command -v`, `whence`) or in a sentence (`type`, `whence -v`). */
export function whence(state: ShellState, names: readonly string[], io: Io, options: { readonly sentence: boolean; readonly isBuiltin: (name: string) => boolean }): number {
  let status = 0;
  for (const name of names) {
    const alias = state.aliases.get(name);
    const kind = RESERVED.has(name) ? 'reserved word' : state.functions.has(name) ? 'function' : options.isBuiltin(name) ? 'shell builtin' : undefined;
    const found = kind === undefined && alias === undefined ? locate(state, name) : undefined;
    if (alias !== undefined) io.stdout.write(options.sentence ? `${name} is an alias for ${alias}\n` : `alias ${name}=${alias}\n`);
    else if (kind !== undefined) io.stdout.write(options.sentence ? `${name} is a ${kind}\n` : `${name}\n`);
    else if (found?.kind === 'program') io.stdout.write(options.sentence ? `${name} is ${found.path}\n` : `${found.path}\n`);
    else {
      status = 1;
      if (options.sentence) io.stdout.write(`${name} not found\n`);
    }
  }
  return status;
}

/** `alias [name[=text]…]`: kept and listed; they hold from the next line on. */
export function alias(state: ShellState, words: readonly string[], io: Io): number {
  if (words.length === 0) for (const [name, text] of [...state.aliases].sort(([left], [right]) => (left < right ? -1 : 1))) io.stdout.write(`${name}='${text}'\n`);
  let status = 0;
  for (const word of words) {
    const [, name, text] = /^([^=]+)=([^]*)$/.exec(word) ?? [];
    if (name !== undefined) state.aliases.set(name, text ?? '');
    else if (state.aliases.has(word)) io.stdout.write(`${word}='${state.aliases.get(word) ?? ''}'\n`);
    else {
      io.stdout.write(`${word} alias not found\n`);
      status = 1;
    }
  }
  return status;
}
