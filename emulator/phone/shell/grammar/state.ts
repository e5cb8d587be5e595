import type { CommandNode } from 'just-bash';
import type { Credential } from '../../system/files/credential.ts';
import type { PhoneFiles } from '../../system/files/phone-files.ts';
import type { ControllingTerminal } from '../process/controlling-terminal.ts';
import type { Sink, Source } from '../process/pipe.ts';
import type { ShellPhone } from '../shell-phone.ts';
import type { Variable } from './variables.ts';

/** The name the shell gives itself in `$0` and in front of its errors. */
export const SHELL_PATH = '/system/bin/sh';

export type FunctionBody = Extract<CommandNode, { type: 'FunctionDef' }>['body'];

/** What a shell remembers between two commands. A subshell gets a copy. */
export interface ShellState {
  readonly variables: Map<string, Variable>;
  readonly functions: Map<string, FunctionBody>;
  readonly options: Set<string>;
  readonly credential: Credential;
  readonly files: PhoneFiles;
  readonly phone: ShellPhone;
  /** What ends the command that runs; one anew for each line of an interactive shell. */
  signal: AbortSignal;
  readonly terminal?: ControllingTerminal;
  /** Which of the running command's descriptors are on the terminal. */
  onTerminal?: ReadonlySet<number>;
  readonly pid: number;
  readonly name: string;
  cwd: string;
  positional: readonly string[];
  status: number;
  lastBackgroundPid: number;
  /** Commands in the background by pid, and what they ended with. */
  readonly jobs: Map<number, Promise<number>>;
  /** What `trap` set, by signal name; the empty command ignores the signal. */
  readonly traps: Map<string, string>;
  /** Signals that came in while a command ran: their traps are run behind it. */
  readonly pendingSignals: string[];
  /** Variables that running functions hid, the innermost function last. */
  readonly hidden: Map<string, Variable | undefined>[];
  readonly aliases: Map<string, string>;
  /** Bits that new files do not get. */
  umask: number;
  /** How many conditions this runs inside of, where `set -e` does not count. */
  unguarded: number;
  /** How many loops this runs inside of. */
  loops: number;
  /** `$(…)` gave this exit code while a word was expanded. */
  substituted?: number;
}

/** What a file descriptor above 2 is open for. */
export type Descriptor = { readonly source: Source } | { readonly sink: Sink };

/** The streams a command has. `exec` changes them in place, for everything that follows. */
export interface Io {
  stdin: Source;
  stdout: Sink;
  stderr: Sink;
  /** Descriptors from 3 on. */
  others?: ReadonlyMap<number, Descriptor>;
}

/** A copy for a subshell: what it changes stays with it. */
export function copyState(state: ShellState, changes: Partial<ShellState> = {}): ShellState {
  return {
    ...state,
    variables: new Map(state.variables),
    functions: new Map(state.functions),
    options: new Set(state.options),
    aliases: new Map(state.aliases),
    jobs: new Map(),
    traps: new Map([...state.traps].filter(([, command]) => command === '')),
    pendingSignals: [],
    hidden: [],
    ...changes,
  };
}

/** `exit`: the shell, or the subshell, ends. */
export class ExitSignal extends Error {
  readonly code: number;

  constructor(code: number) {
    super('exit');
    this.code = code;
  }
}

/** `return`, `break` and `continue` on their way to whom they concern. */
export class LeaveSignal extends Error {
  readonly kind: 'return' | 'break' | 'continue';
  /** Exit code of `return`; how many loops otherwise. */
  readonly count: number;

  constructor(kind: LeaveSignal['kind'], count: number) {
    super(kind);
    this.kind = kind;
    this.count = count;
  }
}

/** An error the shell itself reports, in front of which it prints its name. A fatal one ends the shell. */
export class ShellError extends Error {
  readonly exitCode: number;
  readonly isFatal: boolean;

  constructor(message: string, exitCode = 1, severity: 'fatal' | 'passing' = 'passing') {
    super(message);
    this.exitCode = exitCode;
    this.isFatal = severity === 'fatal';
  }
}
