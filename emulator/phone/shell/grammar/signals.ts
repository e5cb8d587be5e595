import type { Interpreter } from './interpreter.ts';
import { quoted } from './declare.ts';
import { parseScript } from './parse.ts';
import type { Io, ShellState } from './state.ts';

/** Linux's signal numbers. https://man7.org/linux/man-pages/man7/signal.7.html */
export const SIGNALS: Readonly<Record<string, number>> = {
  HUP: 1, INT: 2, QUIT: 3, ILL: 4, TRAP: 5, ABRT: 6, BUS: 7, FPE: 8, KILL: 9, USR1: 10, SEGV: 11, USR2: 12, PIPE: 13, ALRM: 14, TERM: 15,
  STKFLT: 16, CHLD: 17, CONT: 18, STOP: 19, TSTP: 20, TTIN: 21, TTOU: 22, URG: 23, XCPU: 24, XFSZ: 25, VTALRM: 26, PROF: 27, WINCH: 28, IO: 29, PWR: 30, SYS: 31,
};

/** The name of `TERM`, `SIGTERM`, `15` or `EXIT`; undefined when there is no such signal. */
export function signalName(text: string): string | undefined {
  const name = text.toUpperCase().replace(/^SIG/, '');
  if (name === 'EXIT' || name === '0') return 'EXIT';
  if (name === 'ERR' || SIGNALS[name] !== undefined) return name;
  return Object.keys(SIGNALS).find((known) => SIGNALS[known] === Number(text));
}

/** `trap [command|-] signal…`; alone it lists what is set. */
export function trap(state: ShellState, words: readonly string[], io: Io, report: (text: string) => void): number {
  const args = words[0] === '--' ? words.slice(1) : words;
  if (args.length === 0) {
    const order = (name: string): number => SIGNALS[name] ?? (name === 'EXIT' ? 0 : 99);
    for (const [name, command] of [...state.traps].sort(([left], [right]) => order(left) - order(right))) io.stdout.write(`trap -- ${quoted(command)} ${name}\n`);
    return 0;
  }
  const resets = args[0] === '-' || (args.length === 1 && signalName(args[0] ?? '') !== undefined);
  const names = args[0] === '-' || !resets ? args.slice(1) : args;
  let status = 0;
  for (const text of names) {
    const name = signalName(text);
    if (name === undefined) {
      report(`trap: bad signal '${text}'`);
      status = 1;
    } else if (resets) state.traps.delete(name);
    else state.traps.set(name, args[0] ?? '');
  }
  return status;
}

/** A signal from another process; false when the shell has nothing set for it, and is ended by it. */
export function noteSignal(state: ShellState, signal: number): boolean {
  const name = signalName(String(signal));
  const command = name === undefined ? undefined : state.traps.get(name);
  if (name === undefined || command === undefined) return false;
  if (command !== '') state.pendingSignals.push(name);
  return true;
}

/** Runs the traps of the signals that came in meanwhile. */
export async function runPendingTraps(shell: Interpreter, io: Io): Promise<void> {
  for (let name = shell.state.pendingSignals.shift(); name !== undefined; name = shell.state.pendingSignals.shift()) await runTrap(shell, name, io);
}

/** Runs what is set for the signal, if anything is; the exit code stays as it was. */
export async function runTrap(shell: Interpreter, name: string, io: Io): Promise<boolean> {
  const command = shell.state.traps.get(name);
  if (command === undefined) return false;
  if (command === '') return true;
  const { status } = shell.state;
  if (name === 'EXIT') shell.state.traps.delete(name);
  await shell.run(parseScript(command).statements, io);
  shell.state.status = status;
  return true;
}

/** `kill`: a signal to this shell itself runs its trap; all others go the way of the program. */
export async function kill(shell: Interpreter, argv: readonly string[], io: Io): Promise<number> {
  const [, first = '', ...rest] = argv;
  const name = first.startsWith('-') ? signalName(first === '-s' ? rest[0] ?? '' : first.slice(1)) : 'TERM';
  const pids = first === '-s' ? rest.slice(1) : first.startsWith('-') ? rest : [first];
  const isOwn = pids.length === 1 && Number(pids[0]) === shell.state.pid;
  if (isOwn && name !== undefined && name !== 'KILL' && (await runTrap(shell, name, io))) return 0;
  return shell.runProgram(shell.state, argv, io);
}

/** `wait [pid…]`: the exit code of the last one; 127 when it is no child. */
export async function wait(state: ShellState, words: readonly string[]): Promise<number> {
  if (words.length === 0) {
    await Promise.all([...state.jobs.values()]);
    return 0;
  }
  let status = 0;
  for (const text of words) status = (await state.jobs.get(Number(text))) ?? 127;
  return status;
}
