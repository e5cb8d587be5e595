import { programFor } from '../commands/program-for.ts';
import type { Credential } from '../../system/files/credential.ts';
import { Interpreter } from '../grammar/interpreter.ts';
import { locate } from '../grammar/locate.ts';
import { SHELL_PATH, type Io, type ShellState } from '../grammar/state.ts';
import { noteSignal } from '../grammar/signals.ts';
import { environment, type Variable } from '../grammar/variables.ts';
import type { ShellPhone } from '../shell-phone.ts';
import { defaultEnvironment } from './environment.ts';
import { orAborted, type Invocation, type SpawnOptions } from './invocation.ts';
import type { ControllingTerminal } from './controlling-terminal.ts';
import { readCommands } from './read-commands.ts';

/** Where the signals of a shell's process go in, once the shell runs. */
export interface SignalEntry {
  /** True when the shell has a trap for it, or ignores it. */
  deliver?: (signal: number) => boolean;
}

/** A shell to be run: a command line, or an empty one for lines from its standard input. */
export interface ShellRun {
  readonly phone: ShellPhone;
  readonly credential: Credential;
  readonly pid: number;
  readonly signal: AbortSignal;
  readonly command: string;
  readonly io: Io;
  readonly terminal?: ControllingTerminal;
  /** Of a shell with a process of its own. */
  readonly signals?: SignalEntry;
  readonly env?: ReadonlyMap<string, string>;
  readonly cwd?: string;
  /** `$0` and what follows it. */
  readonly name?: string;
  readonly positional?: readonly string[];
  /** Names of options that are on from the start: `errexit`, `xtrace`, … */
  readonly options?: readonly string[];
}

/** Runs it to its end, or to its abortion, and resolves to the exit code. */
export async function runShell(run: ShellRun): Promise<number> {
  const state = freshState(run);
  const interpreter = new Interpreter(state, runProgram);
  if (run.signals !== undefined) run.signals.deliver = (signal) => noteSignal(state, signal);
  const io = { ...run.io };
  const work = run.command === '' ? readCommands(interpreter, io) : interpreter.runText(run.command, io);
  const code = await orAborted(work, run.signal);
  await orAborted(Promise.all([...state.jobs.values()]), run.signal);
  return code ?? 129;
}

function freshState(run: ShellRun): ShellState {
  const env = run.env ?? defaultEnvironment(run.phone, run.credential, run.terminal?.name);
  return {
    variables: new Map([...env].map(([name, value]): [string, Variable] => [name, { value, exported: true }])),
    functions: new Map(),
    options: new Set(run.options),
    credential: run.credential,
    files: run.phone.system.filesAs(run.credential),
    phone: run.phone,
    signal: run.signal,
    ...(run.terminal === undefined ? {} : { terminal: run.terminal }),
    pid: run.pid,
    name: run.name ?? SHELL_PATH,
    cwd: run.cwd ?? '/',
    positional: run.positional ?? [],
    status: 0,
    lastBackgroundPid: 0,
    jobs: new Map(),
    traps: new Map(),
    pendingSignals: [],
    hidden: [],
    aliases: new Map(),
    umask: 0o022,
    unguarded: 0,
    loops: 0,
  };
}

const ELF = Buffer.from('\x7fELF', 'latin1');

/** Finds the program of `argv[0]` on the phone and runs it. */
async function runProgram(state: ShellState, argv: readonly string[], io: Io): Promise<number> {
  const [name = '', ...args] = argv;
  const found = locate(state, name);
  if (found === undefined) {
    io.stderr.write(`${SHELL_PATH}: ${name}: not found\n`);
    return 127;
  }
  if (found.kind === 'forbidden') {
    io.stderr.write(`${SHELL_PATH}: ${name}: can't execute: ${found.isFolder ? 'Is a directory' : 'Permission denied'}\n`);
    return 126;
  }
  if (!found.bytes.subarray(0, ELF.length).equals(ELF)) return runScript(state, [name, ...args], found.bytes.toString(), io);
  // The bytes of the stand-ins say which program they are, wherever they were copied to.
  const programName = found.bytes.subarray(ELF.length).toString();
  const program = programFor(programName, state.phone);
  if (program === undefined) {
    io.stderr.write(`${SHELL_PATH}: ${name}: not executable: 64-bit ELF file\n`);
    return 126;
  }
  const code = await orAborted(Promise.resolve(program(invocationOf(state, [programName, ...args], io))), state.signal);
  return code ?? 129;
}

function runScript(state: ShellState, argv: readonly string[], text: string, io: Io): Promise<number> {
  const [name = '', ...positional] = argv;
  return runShell({
    phone: state.phone, credential: state.credential, pid: state.pid, signal: state.signal,
    ...(state.terminal === undefined ? {} : { terminal: state.terminal }), command: text, io, env: environment(state), cwd: state.cwd, name, positional,
  });
}

function invocationOf(state: ShellState, argv: readonly string[], io: Io): Invocation {
  const [name = '', ...args] = argv;
  const env = environment(state);
  return {
    name, args, env,
    stdin: io.stdin, stdout: io.stdout, stderr: io.stderr,
    cwd: state.cwd,
    umask: state.umask,
    pid: state.pid,
    credential: state.credential,
    files: state.files,
    signal: state.signal,
    ...(state.terminal === undefined ? {} : { terminal: state.terminal }),
    phone: state.phone,
    shell: (inner) => runShell({
      phone: state.phone, pid: state.pid, signal: state.signal, credential: state.credential, env, cwd: state.cwd, io, ...(state.terminal === undefined ? {} : { terminal: state.terminal }), ...inner,
    }),
    spawn: (inner, options = {}) => runProgram(innerState(state, options), inner, {
      stdin: options.stdin ?? io.stdin,
      stdout: options.stdout ?? io.stdout,
      stderr: io.stderr,
    }),
  };
}

function innerState(state: ShellState, options: SpawnOptions): ShellState {
  const credential = options.credential ?? state.credential;
  const variables = options.env === undefined
    ? new Map(state.variables)
    : new Map([...options.env].map(([name, value]) => [name, { value, exported: true }]));
  return {
    ...state,
    variables,
    credential,
    files: state.phone.system.filesAs(credential),
    cwd: options.cwd ?? state.cwd,
    signal: options.signal ?? state.signal,
    jobs: new Map(),
  };
}
