import type { Credential } from '../../system/files/credential.ts';
import type { PhoneFiles } from '../../system/files/phone-files.ts';
import type { ShellPhone } from '../shell-phone.ts';
import type { ControllingTerminal } from './controlling-terminal.ts';
import type { Sink, Source } from './pipe.ts';

/** One running program: its arguments, streams and the phone it runs on. */
export interface Invocation {
  readonly name: string;
  /** Without the name. */
  readonly args: readonly string[];
  readonly stdin: Source;
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** Exported variables. */
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  /** Bits that new files do not get. */
  readonly umask: number;
  readonly pid: number;
  readonly credential: Credential;
  /** The file system as this program's user sees it. */
  readonly files: PhoneFiles;
  /** Aborted when the program is to end. */
  readonly signal: AbortSignal;
  /** The terminal of its session; whether its streams are on it is another matter. */
  readonly terminal?: ControllingTerminal;
  readonly phone: ShellPhone;
  /** Runs another program with the same streams, as somebody else if need be. */
  spawn(argv: readonly string[], options?: SpawnOptions): Promise<number>;
  /** Runs a shell with the same streams; an empty command reads lines from standard input. */
  shell(run: InnerShell): Promise<number>;
}

export interface InnerShell {
  readonly command: string;
  readonly credential?: Credential;
  readonly env?: ReadonlyMap<string, string>;
  /** `$0`. */
  readonly name?: string;
  readonly positional?: readonly string[];
  /** Names of shell options that are on from the start. */
  readonly options?: readonly string[];
}

export interface SpawnOptions {
  readonly credential?: Credential;
  readonly env?: ReadonlyMap<string, string>;
  readonly cwd?: string;
  readonly stdin?: Source;
  readonly stdout?: Sink;
  readonly signal?: AbortSignal;
}

/** What runs behind a name in `/system/bin`; resolves to the exit code. */
export type Program = (invocation: Invocation) => number | Promise<number>;

/** Waits for the promise, or for the program to be ended: undefined then. */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  if (signal.aborted) return undefined;
  let stop: () => void = () => undefined;
  const aborted = new Promise<undefined>((resolve) => {
    stop = () => resolve(undefined);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Prints `name: text` as toybox does and gives the exit code back. */
export function fail(invocation: Pick<Invocation, 'name' | 'stderr'>, text: string, exitCode = 1): number {
  invocation.stderr.write(`${invocation.name}: ${text}\n`);
  return exitCode;
}

/** Prints text and gives the exit code back. */
export function print(invocation: Pick<Invocation, 'stdout'>, text: string, exitCode = 0): number {
  invocation.stdout.write(text);
  return exitCode;
}
