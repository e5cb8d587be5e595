import type { Credential } from '../../system/files/credential.ts';
import { Interpreter } from '../grammar/interpreter.ts';
import { isIncomplete, parseScript } from '../grammar/parse.ts';
import { ExitSignal, SHELL_PATH, ShellError, type Io, type ShellState, type Variable } from '../grammar/state.ts';
import type { ShellPhone } from '../shell-phone.ts';
import { orAborted } from './invocation.ts';
import { readLine } from './pipe.ts';
import { runProgram } from './run-program.ts';

/** A shell to be run: a command line, or an empty one for lines from its standard input. */
export interface ShellRun {
  readonly phone: ShellPhone;
  readonly credential: Credential;
  readonly pid: number;
  readonly signal: AbortSignal;
  readonly command: string;
  readonly io: Io;
  readonly env?: ReadonlyMap<string, string>;
  readonly cwd?: string;
  /** `$0` and what follows it. */
  readonly name?: string;
  readonly positional?: readonly string[];
}

/** Runs it to its end, or to its abortion, and resolves to the exit code. */
export async function runShell(run: ShellRun): Promise<number> {
  const state = freshState(run);
  const interpreter = new Interpreter(state, runProgram);
  const work = run.command === '' ? readLines(interpreter, run) : runText(interpreter, run.command, run.io);
  const code = await orAborted(work, run.signal);
  await orAborted(Promise.all([...state.jobs]), run.signal);
  return code ?? 129;
}

async function runText(interpreter: Interpreter, text: string, io: Io): Promise<number> {
  try {
    return await interpreter.runToEnd(parseScript(text).statements, io);
  } catch (error) {
    if (!(error instanceof ShellError)) throw error;
    io.stderr.write(`${SHELL_PATH}: ${error.message}\n`);
    return error.exitCode;
  }
}

/** Lines one after the other, each run as soon as it is whole. */
async function readLines(interpreter: Interpreter, run: ShellRun): Promise<number> {
  let pending = '';
  for (let line = await readLine(run.io.stdin); line !== undefined; line = await readLine(run.io.stdin)) {
    pending = pending === '' ? line : `${pending}\n${line}`;
    if (isIncomplete(pending)) continue;
    const text = pending;
    pending = '';
    try {
      await interpreter.run(parseScript(text).statements, run.io);
    } catch (error) {
      if (error instanceof ExitSignal) return error.code;
      if (!(error instanceof ShellError)) throw error;
      run.io.stderr.write(`${SHELL_PATH}: ${error.message}\n`);
      interpreter.state.status = error.exitCode;
    }
  }
  return pending === '' ? interpreter.state.status : runText(interpreter, pending, run.io);
}

function freshState(run: ShellRun): ShellState {
  const env = run.env ?? defaultEnvironment(run.phone, run.credential);
  return {
    variables: new Map([...env].map(([name, value]): [string, Variable] => [name, { value, exported: true }])),
    functions: new Map(),
    options: new Set(),
    credential: run.credential,
    files: run.phone.system.filesAs(run.credential),
    phone: run.phone,
    signal: run.signal,
    pid: run.pid,
    name: run.name ?? SHELL_PATH,
    cwd: run.cwd ?? '/',
    positional: run.positional ?? [],
    status: 0,
    lastBackgroundPid: 0,
    jobs: new Set(),
  };
}

function defaultEnvironment(phone: ShellPhone, credential: Credential): ReadonlyMap<string, string> {
  const user = credential.uid === 0 ? 'root' : 'shell';
  return new Map([
    ['ANDROID_ASSETS', '/system/app'],
    ['ANDROID_BOOTLOGO', '1'],
    ['ANDROID_DATA', '/data'],
    ['ANDROID_ROOT', '/system'],
    ['ANDROID_STORAGE', '/storage'],
    ['DOWNLOAD_CACHE', '/data/cache'],
    ['EXTERNAL_STORAGE', '/sdcard'],
    ['HOME', '/'],
    ['HOSTNAME', phone.system.properties.get('ro.product.device') || 'localhost'],
    ['LOGNAME', user],
    ['PATH', '/sbin:/system/sbin:/system/bin:/system/xbin:/odm/bin:/vendor/bin:/vendor/xbin'],
    ['SHELL', '/bin/sh'],
    ['TERM', 'dumb'],
    ['TMPDIR', '/data/local/tmp'],
    ['USER', user],
  ]);
}
