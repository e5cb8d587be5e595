import type { CommandNode } from 'just-bash';
import type { Credential } from '../../system/files/credential.ts';
import type { PhoneFiles } from '../../system/files/phone-files.ts';
import type { Sink, Source } from '../process/pipe.ts';
import type { ShellPhone } from '../shell-phone.ts';

/** The name the shell gives itself in `$0` and in front of its errors. */
export const SHELL_PATH = '/system/bin/sh';

export interface Variable {
  readonly value: string;
  readonly exported: boolean;
  readonly readOnly?: boolean;
}

export type FunctionBody = Extract<CommandNode, { type: 'FunctionDef' }>['body'];

/** What a shell remembers between two commands. A subshell gets a copy. */
export interface ShellState {
  readonly variables: Map<string, Variable>;
  readonly functions: Map<string, FunctionBody>;
  readonly options: Set<string>;
  readonly credential: Credential;
  readonly files: PhoneFiles;
  readonly phone: ShellPhone;
  readonly signal: AbortSignal;
  readonly pid: number;
  readonly name: string;
  cwd: string;
  positional: readonly string[];
  status: number;
  lastBackgroundPid: number;
  readonly jobs: Set<Promise<number>>;
}

/** The three streams every command has. */
export interface Io {
  readonly stdin: Source;
  readonly stdout: Sink;
  readonly stderr: Sink;
}

/** A copy for a subshell: what it changes stays with it. */
export function copyState(state: ShellState, changes: Partial<ShellState> = {}): ShellState {
  return {
    ...state,
    variables: new Map(state.variables),
    functions: new Map(state.functions),
    options: new Set(state.options),
    jobs: new Set(),
    ...changes,
  };
}

/** Sets a variable, keeping whether it is exported. @throws {ShellError} when it is read-only. */
export function assign(state: ShellState, name: string, value: string, exported?: boolean): void {
  const before = state.variables.get(name);
  if (before?.readOnly === true) throw new ShellError(`${name}: is read only`, 2);
  state.variables.set(name, { value, exported: exported ?? before?.exported ?? state.options.has('allexport') });
}

/** Exported variables, as a program gets them. */
export function environment(state: ShellState): ReadonlyMap<string, string> {
  return new Map([...state.variables].filter(([, variable]) => variable.exported).map(([name, { value }]) => [name, value]));
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

/** An error the shell itself reports, in front of which it prints its name. */
export class ShellError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
