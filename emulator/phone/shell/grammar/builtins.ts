import { errorText } from '../../system/files/file-error.ts';
import { readLine } from '../process/pipe.ts';
import { echoText } from './echo.ts';
import type { Interpreter } from './interpreter.ts';
import { parseScript } from './parse.ts';
import { locate } from './locate.ts';
import { assign, environment, ExitSignal, LeaveSignal, SHELL_PATH, ShellError, type Io, type ShellState } from './state.ts';
import { testHolds } from './test-command.ts';

/** A command that is part of the shell; `argv[0]` is its name. */
export type Builtin = (shell: Interpreter, argv: readonly string[], io: Io) => number | Promise<number>;

/** mksh's builtins, as far as scripts on a phone use them. */
export const BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [':', () => 0],
  ['true', () => 0],
  ['false', () => 1],
  ['.', source],
  ['source', source],
  ['[', (shell, argv) => test(shell.state, argv)],
  ['test', (shell, argv) => test(shell.state, argv)],
  ['break', (_shell, argv) => leave('break', argv)],
  ['builtin', (shell, argv, io) => shell.execute(argv.slice(1), io, { functions: false })],
  ['cd', (shell, argv) => changeDirectory(shell.state, argv[1])],
  ['command', command],
  ['continue', (_shell, argv) => leave('continue', argv)],
  ['echo', (_shell, argv, io) => {
    io.stdout.write(echoText(argv.slice(1)));
    return 0;
  }],
  ['eval', async (shell, argv, io) => shell.run(parseScript(argv.slice(1).join(' ')).statements, io)],
  ['exec', async (shell, argv, io) => {
    if (argv.length < 2) return 0;
    throw new ExitSignal(await shell.runProgram(shell.state, argv.slice(1), io));
  }],
  ['exit', (shell, argv) => {
    throw new ExitSignal(argv[1] === undefined ? shell.state.status : Number(argv[1]) & 0xff);
  }],
  ['export', (shell, argv, io) => declare(shell.state, argv.slice(1), io, { exported: true })],
  ['local', (shell, argv, io) => declare(shell.state, argv.slice(1), io, {})],
  ['typeset', (shell, argv, io) => declare(shell.state, argv.slice(1).filter((word) => !word.startsWith('-')), io, {})],
  ['readonly', (shell, argv, io) => declare(shell.state, argv.slice(1), io, { readOnly: true })],
  ['print', (_shell, argv, io) => {
    io.stdout.write(`${argv.slice(1).filter((word, index) => !(index === 0 && /^-[rn]+$/.test(word))).join(' ')}\n`);
    return 0;
  }],
  ['pwd', (shell, _argv, io) => {
    io.stdout.write(`${shell.state.cwd}\n`);
    return 0;
  }],
  ['read', read],
  ['return', (shell, argv) => {
    throw new LeaveSignal('return', argv[1] === undefined ? shell.state.status : Number(argv[1]) & 0xff);
  }],
  ['set', (shell, argv) => setOptions(shell.state, argv.slice(1))],
  ['shift', (shell, argv) => {
    shell.state.positional = shell.state.positional.slice(Number(argv[1] ?? '1'));
    return 0;
  }],
  ['trap', () => 0],
  ['type', (shell, argv, io) => whence(shell, argv.slice(1), io, 'sentence')],
  ['ulimit', (_shell, _argv, io) => {
    io.stdout.write('unlimited\n');
    return 0;
  }],
  ['umask', (_shell, argv, io) => {
    if (argv[1] === undefined) io.stdout.write('0022\n');
    return 0;
  }],
  ['unset', (shell, argv) => {
    for (const name of argv.slice(1)) if (!shell.state.variables.delete(name)) shell.state.functions.delete(name);
    return 0;
  }],
  ['wait', async (shell) => {
    await Promise.all([...shell.state.jobs]);
    return 0;
  }],
  ['whence', (shell, argv, io) => whence(shell, argv.slice(1), io, 'path')],
]);

function test(state: ShellState, argv: readonly string[]): number {
  const isBracket = argv[0] === '[';
  if (isBracket && argv.at(-1) !== ']') throw new ShellError('[: missing ]', 2);
  return testHolds(state, argv.slice(1, isBracket ? -1 : undefined)) ? 0 : 1;
}

function leave(kind: 'break' | 'continue', argv: readonly string[]): never {
  throw new LeaveSignal(kind, Math.max(1, Number(argv[1] ?? '1')));
}

function changeDirectory(state: ShellState, target: string | undefined): number {
  const wanted = target === '-' ? state.variables.get('OLDPWD')?.value : target ?? state.variables.get('HOME')?.value;
  const path = state.files.resolvePath(state.cwd, wanted ?? '/');
  try {
    state.files.disk.find(`${path}/.`, state.credential);
    if (state.files.node(path).kind !== 'directory') throw new ShellError(`cd: ${wanted ?? ''}: Not a directory`, 2);
  } catch (error) {
    throw error instanceof ShellError ? error : new ShellError(`cd: ${wanted ?? ''}: ${errorText(error)}`, 2);
  }
  assign(state, 'OLDPWD', state.cwd);
  state.cwd = path;
  assign(state, 'PWD', path);
  return 0;
}

function declare(state: ShellState, words: readonly string[], io: Io, flags: { readonly exported?: boolean; readonly readOnly?: boolean }): number {
  if (words.length === 0 || words[0] === '-p') {
    for (const [name, value] of environment(state)) io.stdout.write(`${name}=${value}\n`);
    return 0;
  }
  for (const word of words) {
    const [, name = '', value] = /^([A-Za-z_]\w*)(?:=([^]*))?$/.exec(word) ?? [];
    if (name === '') throw new ShellError(`${word}: is not an identifier`);
    const before = state.variables.get(name);
    if (before?.readOnly === true && value !== undefined) throw new ShellError(`${name}: is read only`, 2);
    state.variables.set(name, {
      value: value ?? before?.value ?? '',
      exported: flags.exported ?? before?.exported ?? false,
      ...(flags.readOnly === true ? { readOnly: true } : {}),
    });
  }
  return 0;
}

function setOptions(state: ShellState, words: readonly string[]): number {
  const names: Readonly<Record<string, string>> = { e: 'errexit', u: 'nounset', a: 'allexport', x: 'xtrace' };
  for (const [index, word] of words.entries()) {
    if (word === '--') {
      state.positional = words.slice(index + 1);
      return 0;
    }
    const [, sign, letters] = /^([-+])([a-z]+)$/.exec(word) ?? [];
    if (letters === undefined) {
      state.positional = words.slice(index);
      return 0;
    }
    for (const letter of letters) {
      if (sign === '-') state.options.add(names[letter] ?? letter);
      else state.options.delete(names[letter] ?? letter);
    }
  }
  return 0;
}

async function read(shell: Interpreter, argv: readonly string[], io: Io): Promise<number> {
  const names = argv.slice(1).filter((word) => !word.startsWith('-'));
  const line = await readLine(io.stdin);
  const fields = (line ?? '').trim().split(/[ \t]+/);
  const targets = names.length === 0 ? ['REPLY'] : names;
  for (const [index, name] of targets.entries()) {
    const isLast = index === targets.length - 1;
    assign(shell.state, name, isLast ? fields.slice(index).join(' ') : fields[index] ?? '');
  }
  return line === undefined ? 1 : 0;
}

async function source(shell: Interpreter, argv: readonly string[], io: Io): Promise<number> {
  const name = argv[1] ?? '';
  let text: string;
  try {
    text = shell.state.files.readSync(shell.state.files.resolvePath(shell.state.cwd, name)).toString();
  } catch (error) {
    throw new ShellError(`${argv[0] ?? '.'}: ${name}: ${errorText(error)}`);
  }
  return shell.run(parseScript(text).statements, io);
}

async function command(shell: Interpreter, argv: readonly string[], io: Io): Promise<number> {
  if (argv[1] === '-v') return whence(shell, argv.slice(2), io, 'path');
  if (argv[1] === '-V') return whence(shell, argv.slice(2), io, 'sentence');
  return shell.execute(argv.slice(1), io, { functions: false });
}

function whence(shell: Interpreter, names: readonly string[], io: Io, form: 'path' | 'sentence'): number {
  let status = 0;
  for (const name of names) {
    const kind = shell.state.functions.has(name) ? 'function' : BUILTINS.has(name) ? 'shell builtin' : undefined;
    const found = kind === undefined ? locate(shell.state, name) : undefined;
    if (kind !== undefined) io.stdout.write(form === 'path' ? `${name}\n` : `${name} is a ${kind}\n`);
    else if (found?.kind === 'program') io.stdout.write(form === 'path' ? `${found.path}\n` : `${name} is ${found.path}\n`);
    else {
      status = 1;
      if (form === 'sentence') io.stderr.write(`${SHELL_PATH}: type: ${name} not found\n`);
    }
  }
  return status;
}

