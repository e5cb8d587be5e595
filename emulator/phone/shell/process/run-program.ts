import { PROGRAMS_BY_NAME } from '../commands/registry.ts';
import { locate } from '../grammar/locate.ts';
import { environment, SHELL_PATH, type Io, type ShellState } from '../grammar/state.ts';
import type { Invocation, SpawnOptions } from './invocation.ts';
import { orAborted } from './invocation.ts';
import { runShell } from './run-shell.ts';

const ELF = Buffer.from('\x7fELF', 'latin1');

/** Finds the program of `argv[0]` on the phone and runs it. */
export async function runProgram(state: ShellState, argv: readonly string[], io: Io): Promise<number> {
  const [name = '', ...args] = argv;
  const found = locate(state, name);
  if (found === undefined) {
    io.stderr.write(`${SHELL_PATH}: ${name}: not found\n`);
    return 127;
  }
  if (found.kind === 'forbidden') {
    io.stderr.write(`${SHELL_PATH}: ${name}: can't execute: Permission denied\n`);
    return 126;
  }
  if (!found.bytes.subarray(0, ELF.length).equals(ELF)) return runScript(state, [name, ...args], found.bytes.toString(), io);
  // The bytes of the stand-ins say which program they are, wherever they were copied to.
  const programName = found.bytes.subarray(ELF.length).toString();
  const program = PROGRAMS_BY_NAME.get(programName);
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
    command: text, io, env: environment(state), cwd: state.cwd, name, positional,
  });
}

function invocationOf(state: ShellState, argv: readonly string[], io: Io): Invocation {
  const [name = '', ...args] = argv;
  const env = environment(state);
  return {
    name, args, env,
    stdin: io.stdin, stdout: io.stdout, stderr: io.stderr,
    cwd: state.cwd,
    pid: state.pid,
    credential: state.credential,
    files: state.files,
    signal: state.signal,
    phone: state.phone,
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
    jobs: new Set(),
  };
}
