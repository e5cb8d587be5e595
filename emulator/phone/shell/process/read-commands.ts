import type { Interpreter } from '../grammar/interpreter.ts';
import { isIncomplete, parseScript } from '../grammar/parse.ts';
import { withAliases } from '../grammar/rewrite.ts';
import { ExitSignal, SHELL_PATH, ShellError, type Io } from '../grammar/state.ts';
import { readVariable } from '../grammar/variables.ts';
import { orAborted } from './invocation.ts';
import { readLine } from './pipe.ts';

/** What a command ends with that SIGINT ended. */
const INTERRUPTED = 130;

/** Commands from standard input, each run as soon as its lines are whole; on a terminal with prompts, and Ctrl-C ends one command. */
export async function readCommands(interpreter: Interpreter, io: Io): Promise<number> {
  const { state } = interpreter;
  const isInteractive = state.terminal !== undefined && io.stdin.isTerminal === true;
  if (isInteractive) state.options.add('interactive');
  return isInteractive ? converse(interpreter, io) : readScript(interpreter, io);
}

async function readScript(interpreter: Interpreter, io: Io): Promise<number> {
  let pending = '';
  for (let line = await readLine(io.stdin); line !== undefined; line = await readLine(io.stdin)) {
    pending = pending === '' ? line : `${pending}\n${line}`;
    if (isIncomplete(pending)) continue;
    const text = pending;
    pending = '';
    const exitCode = await runCommand(interpreter, text, io);
    if (exitCode !== undefined) return exitCode;
  }
  return pending === '' ? interpreter.finish(io) : interpreter.runText(pending, io);
}

/** Runs one; a code when the shell ended with it. */
async function runCommand(interpreter: Interpreter, text: string, io: Io): Promise<number | undefined> {
  try {
    await interpreter.run(parseScript(withAliases(text, interpreter.state.aliases)).statements, io);
  } catch (error) {
    if (error instanceof ExitSignal) {
      if (interpreter.state.signal.aborted) return undefined;
      interpreter.state.status = error.code;
      return interpreter.finish(io);
    }
    if (!(error instanceof ShellError)) throw error;
    io.stderr.write(`${SHELL_PATH}: ${error.message}\n`);
    interpreter.state.status = error.exitCode;
  }
  return undefined;
}

async function converse(interpreter: Interpreter, io: Io): Promise<number> {
  const { state } = interpreter;
  const session = state.signal;
  for (let pending = ''; !session.aborted;) {
    const line = await askForLine(interpreter, io, pending === '' ? prompt(interpreter) : readVariable(state, 'PS2') ?? '> ');
    if (line === undefined) return interpreter.finish(io);
    pending = line === 'interrupted' ? '' : pending === '' ? line.text : `${pending}\n${line.text}`;
    if (pending === '' || isIncomplete(pending)) continue;
    const text = pending;
    pending = '';
    const foreground = new AbortController();
    state.signal = AbortSignal.any([session, foreground.signal]);
    const leave = state.terminal?.onInterrupt(() => {
      foreground.abort();
    });
    const running = runCommand(interpreter, text, io);
    const exitCode = await orAborted(running, state.signal);
    leave?.();
    // What was interrupted sets its exit code on its way out; it must not do so later.
    if (foreground.signal.aborted) await Promise.race([running, new Promise((resolve) => setImmediate(resolve))]);
    state.signal = session;
    if (exitCode !== undefined) return exitCode;
    if (foreground.signal.aborted) endLine(interpreter, io);
  }
  return interpreter.state.status;
}

/** The next line that is typed, undefined at Ctrl-D. */
async function askForLine(interpreter: Interpreter, io: Io, text: string): Promise<{ readonly text: string } | 'interrupted' | undefined> {
  const { state } = interpreter;
  setSize(interpreter);
  io.stderr.write(text);
  const interrupted = new AbortController();
  const leave = state.terminal?.onInterrupt(() => {
    interrupted.abort();
  });
  const typing = waiting.get(io.stdin) ?? readLine(io.stdin);
  waiting.set(io.stdin, typing);
  const line = await orAborted(typing.then((typed) => ({ typed })), AbortSignal.any([state.signal, interrupted.signal]));
  leave?.();
  if (line !== undefined) waiting.delete(io.stdin);
  if (!interrupted.signal.aborted) return line?.typed === undefined ? undefined : { text: line.typed };
  endLine(interpreter, io);
  return 'interrupted';
}

/** Reads that Ctrl-C left waiting: the next line is theirs. */
const waiting = new WeakMap<Io['stdin'], Promise<string | undefined>>();

function endLine({ state }: Interpreter, io: Io): void {
  state.status = INTERRUPTED;
  io.stderr.write('\n');
}

function setSize({ state }: Interpreter): void {
  const size = state.terminal?.size();
  if (size === undefined || size.rows === 0) return;
  state.variables.set('COLUMNS', { value: String(size.columns), exported: false });
  state.variables.set('LINES', { value: String(size.rows), exported: false });
}

/**
 * `PS1`, or what the phone's mkshrc makes of it: the last exit code where it is not 0, the device (behind the user up to
 * Android 6), the folder, and `#` for root.
 *
 * https://android.googlesource.com/platform/external/mksh/+/refs/tags/android-9.0.0_r1/mkshrc
 */
function prompt({ state }: Interpreter): string {
  const own = state.variables.get('PS1')?.value;
  if (own !== undefined) return own;
  const apiLevel = Number(state.phone.system.properties.get('ro.build.version.sdk'));
  const device = state.phone.system.properties.get('ro.product.device') || 'android';
  const who = apiLevel >= 24 ? device : `${readVariable(state, 'USER') ?? 'shell'}@${device}`;
  return `${state.status === 0 ? '' : `${state.status}|`}${who}:${state.cwd} ${state.credential.uid === 0 ? '#' : '$'} `;
}
