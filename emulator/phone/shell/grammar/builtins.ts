import { errorText } from '../../system/files/file-error.ts';
import { calculateText } from './calculate.ts';
import { declareNames, listVariables, readDeclaration, unset, type Declaration } from './declare.ts';
import { echoText, unescapeText } from './echo.ts';
import { getopts } from './getopts.ts';
import type { Interpreter } from './interpreter.ts';
import { parseScript } from './parse.ts';
import { readInto } from './read-line.ts';
import { withAliases } from './rewrite.ts';
import { CLOSED, descriptorOf, noteTerminal } from './redirect.ts';
import { setOptions } from './set-options.ts';
import { kill, trap, wait } from './signals.ts';
import { ExitSignal, LeaveSignal, SHELL_PATH, ShellError, type Io, type ShellState } from './state.ts';
import { testHolds } from './test-command.ts';
import { assign } from './variables.ts';
import { alias, whence } from './whence.ts';

/** A command that is part of the shell; `argv[0]` is its name. */
export type Builtin = (shell: Interpreter, argv: readonly string[], io: Io) => number | Promise<number>;

/** mksh's builtins, as far as scripts on a phone use them. */
export const BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [':', () => 0],
  ['true', () => 0],
  ['false', () => 1],
  ['.', source],
  ['source', source],
  ['[', test],
  ['test', test],
  ['alias', (shell, argv, io) => alias(shell.state, argv.slice(1), io)],
  ['break', (shell, argv, io) => leave(shell.state, 'break', argv, io)],
  ['builtin', builtin],
  ['cd', (shell, argv) => changeDirectory(shell.state, argv.slice(1).filter((word) => !/^-[LP]$/.test(word)))],
  ['command', command],
  ['continue', (shell, argv, io) => leave(shell.state, 'continue', argv, io)],
  ['echo', (_shell, argv, io) => write(io, 'echo', io.stdout, echoText(argv.slice(1)))],
  ['eval', async (shell, argv, io) => {
    const { statements } = parseScript(withAliases(argv.slice(1).join(' '), shell.state.aliases));
    return statements.length === 0 ? 0 : shell.run(statements, io);
  }],
  ['exec', async (shell, argv, io) => {
    if (argv.length < 2) return 0;
    throw new ExitSignal(await shell.runProgram(shell.state, argv.slice(1), io));
  }],
  ['exit', (shell, argv) => {
    throw new ExitSignal(argv[1] === undefined ? shell.state.status : Number(argv[1]) & 0xff);
  }],
  ['export', (shell, argv, io) => declare(shell.state, argv, io, { command: 'export', exported: true })],
  ['getopts', (shell, argv, io) => getopts(shell.state, argv, reporter(io))],
  ['hash', () => 0],
  ['integer', (shell, argv, io) => declare(shell.state, argv, io, { command: 'integer', format: { integerBase: 10 } })],
  ['jobs', () => 0],
  ['kill', kill],
  ['let', async (shell, argv) => {
    let value = 0;
    for (const text of argv.slice(1)) value = await calculateText(shell, text);
    return value === 0 ? 1 : 0;
  }],
  ['local', (shell, argv, io) => declare(shell.state, argv, io, { command: 'local', local: true })],
  ['nameref', (shell, argv, io) => declare(shell.state, argv, io, { command: 'nameref', refers: true })],
  ['print', print],
  ['pwd', (shell, _argv, io) => write(io, 'pwd', io.stdout, `${shell.state.cwd}\n`)],
  ['read', (shell, argv, io) => readInto(shell.state, argv.slice(1), io)],
  ['readonly', (shell, argv, io) => declare(shell.state, argv, io, { command: 'readonly', readOnly: true })],
  ['return', (shell, argv) => {
    throw new LeaveSignal('return', argv[1] === undefined ? shell.state.status : Number(argv[1]) & 0xff);
  }],
  ['set', (shell, argv, io) => setOptions(shell.state, argv.slice(1), io)],
  ['shift', (shell, argv) => shift(shell.state, Number(argv[1] ?? '1'))],
  ['times', (_shell, _argv, io) => write(io, 'times', io.stdout, '0m00.00s 0m00.00s\n0m00.00s 0m00.00s\n')],
  ['trap', (shell, argv, io) => trap(shell.state, argv.slice(1), io, reporter(io))],
  ['type', (shell, argv, io) => whence(shell.state, argv.slice(1), io, { sentence: true, isBuiltin })],
  ['typeset', (shell, argv, io) => declare(shell.state, argv, io, { command: 'typeset', local: true })],
  ['ulimit', (_shell, argv, io) => (argv.length > 2 ? 0 : write(io, 'ulimit', io.stdout, 'unlimited\n'))],
  ['umask', (shell, argv, io) => umask(shell.state, argv[1], io)],
  ['unalias', (shell, argv) => Number(argv.slice(1).map((name) => shell.state.aliases.delete(name)).includes(false))],
  ['unset', (shell, argv, io) => unset(shell.state, argv.slice(1), reporter(io))],
  ['wait', (shell, argv) => wait(shell.state, argv.slice(1))],
  ['whence', (shell, argv, io) => whence(shell.state, argv.slice(1).filter((word) => !word.startsWith('-')), io, { sentence: argv[1] === '-v', isBuiltin })],
]);

const isBuiltin = (name: string): boolean => BUILTINS.has(name);

const reporter = (io: Io) => (text: string): void => io.stderr.write(`${SHELL_PATH}: ${text}\n`);

function write(io: Io, name: string, sink: Io['stdout'], text: string): number {
  if (sink === CLOSED) {
    reporter(io)(`${name}: write: Bad file descriptor`);
    return 1;
  }
  sink.write(text);
  return 0;
}

function test({ state }: Interpreter, argv: readonly string[], io: Io): number {
  noteTerminal(state, io);
  const name = argv[0] ?? 'test';
  if (name === '[' && argv.at(-1) !== ']') throw new ShellError('[: missing ]', 2);
  return testHolds(state, argv.slice(1, name === '[' ? -1 : undefined), name) ? 0 : 1;
}

function leave(state: ShellState, kind: 'break' | 'continue', argv: readonly string[], io: Io): number {
  if (state.loops === 0) {
    reporter(io)(`${kind}: can't ${kind}`);
    return 0;
  }
  throw new LeaveSignal(kind, Math.max(1, Number(argv[1] ?? '1')));
}

function shift(state: ShellState, count: number): number {
  if (count > state.positional.length) throw new ShellError('shift: nothing to shift', 1, 'fatal');
  state.positional = state.positional.slice(count);
  return 0;
}

function changeDirectory(state: ShellState, targets: readonly string[]): number {
  const [target] = targets;
  if (targets.length > 1) throw new ShellError(targets.length === 2 ? `cd: bad substitution` : 'cd: too many arguments', 2);
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

function declare(state: ShellState, argv: readonly string[], io: Io, base: Declaration): number {
  const { declaration, names, lists } = readDeclaration(base.command, argv.slice(1));
  const merged = { ...declaration, ...base };
  return names.length === 0 || (lists && names.every((name) => !name.includes('='))) ? listVariables(state, merged, io) : declareNames(state, names, merged);
}

async function builtin(shell: Interpreter, argv: readonly string[], io: Io): Promise<number> {
  const found = BUILTINS.get(argv[1] ?? '');
  if (argv[1] === undefined) return 0;
  if (found === undefined) throw new ShellError(`builtin: ${argv[1]}: not found`, 1, 'fatal');
  return found(shell, argv.slice(1), io);
}

/** `print [-nrRl] [-u n] [--] word…`. */
function print(_shell: Interpreter, argv: readonly string[], io: Io): number {
  let at = 1;
  let letters = '';
  let fd = 1;
  for (; /^-[nrRlupsez]+\d*$/.test(argv[at] ?? ''); at++) {
    const word = argv[at] ?? '';
    letters += word.replace(/u.*/, '');
    const [, number] = /u(\d*)$/.exec(word) ?? [];
    if (number !== undefined) fd = Number(number === '' ? argv[++at] : number);
  }
  if (argv[at] === '--' || argv[at] === '-') at++;
  const separator = letters.includes('l') ? '\n' : ' ';
  const text = argv.slice(at).join(separator);
  const shown = /[rR]/.test(letters) ? { text, endsLine: true } : unescapeText(text);
  const descriptor = descriptorOf(io, fd);
  if (descriptor === undefined || !('sink' in descriptor)) throw new ShellError(`print: -u: ${fd}: bad file descriptor`);
  return write(io, 'print', descriptor.sink, `${shown.text}${letters.includes('n') || !shown.endsLine ? '' : '\n'}`);
}

function umask(state: ShellState, mask: string | undefined, io: Io): number {
  if (mask === undefined) return write(io, 'umask', io.stdout, `${state.umask.toString(8).padStart(3, '0')}\n`);
  if (!/^[0-7]{1,4}$/.test(mask)) throw new ShellError('umask: invalid mask');
  state.umask = parseInt(mask, 8);
  return 0;
}

async function source(shell: Interpreter, argv: readonly string[], io: Io): Promise<number> {
  const [, name = '', ...args] = argv;
  let text: string;
  try {
    text = shell.state.files.readSync(shell.state.files.resolvePath(shell.state.cwd, name)).toString();
  } catch (error) {
    throw new ShellError(`.: ${name}: ${errorText(error)}`, 1, 'fatal');
  }
  const outer = shell.state.positional;
  if (args.length > 0) shell.state.positional = args;
  try {
    return await shell.run(parseScript(text).statements, io);
  } catch (error) {
    if (error instanceof LeaveSignal && error.kind === 'return') return error.count;
    throw error;
  } finally {
    shell.state.positional = outer;
  }
}

async function command(shell: Interpreter, argv: readonly string[], io: Io): Promise<number> {
  if (argv[1] === '-v' || argv[1] === '-V') return whence(shell.state, argv.slice(2), io, { sentence: argv[1] === '-V', isBuiltin });
  return shell.execute(argv.slice(argv[1] === '-p' ? 2 : 1), io, { functions: false });
}
