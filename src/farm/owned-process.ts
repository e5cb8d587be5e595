import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { EarshotError } from '../flow/errors.ts';

const KEEPER = fileURLToPath(new URL('./keeper.mjs', import.meta.url));

/** How long the keeper itself may take to end once it was told to: its grace for the program, and a little. */
const STOP_LIMIT_MS = 5_000;

/** A foreign program to run. */
export interface OwnedCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment of the program. Default: this process's own, without `NODE_OPTIONS`. */
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Both streams of the program are appended to this file. */
  readonly logFile: string;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A foreign program that ends when this process ends, also by SIGKILL. */
export interface OwnedProcess {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** Ends the program and everything in its group, SIGTERM first; resolves once it is gone. */
  stop(): Promise<void>;
}

const MessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started'), pid: z.number() }),
  z.object({ type: z.literal('failed'), message: z.string() }),
  z.object({ type: z.literal('exited'), code: z.number().nullable(), signal: z.string().nullable() }),
]);

type Keeper = ChildProcessByStdio<Writable, Readable, null>;

/**
 * Starts a foreign program under a keeper.
 *
 * @throws {EarshotError} TOOL_MISSING when the program cannot be started.
 */
export async function startOwned(order: OwnedCommand): Promise<OwnedProcess> {
  // A session of its own: a Ctrl-C in the terminal reaches neither the keeper nor the program, so that a phone can
  // still be put back with them.
  const keeper: Keeper = spawn(process.execPath, [KEEPER], { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
  // EPIPE when the keeper ended first; `exited` tells that story.
  keeper.stdin.on('error', () => undefined);
  const exited = watchExit(keeper);
  const { command, args, cwd, logFile, env = foreignEnv() } = order;
  keeper.stdin.write(`${JSON.stringify({ command, args, cwd, logFile, env })}\n`);
  const pid = await started(keeper, order);
  return {
    pid,
    exited,
    stop: () => stop(keeper, pid, exited),
  };
}

/**
 * Asks the keeper to end the program. A keeper that cannot (it is stopped, or gets no time on a machine under load) is
 * done without, program first: without its keeper it would be nobody's.
 */
async function stop(keeper: Keeper, pid: number, exited: Promise<Exit>): Promise<void> {
  keeper.stdin.end();
  const limit = setTimeout(() => {
    killGroup(pid);
    keeper.kill('SIGKILL');
  }, STOP_LIMIT_MS);
  await exited;
  clearTimeout(limit);
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // ESRCH: everybody in the group is gone already, which is what was wanted.
  }
}

/** This process's environment for a foreign program: Node's options for this one are none of its business. */
export function foreignEnv(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  delete env['NODE_OPTIONS'];
  return env;
}

function started(keeper: Keeper, order: OwnedCommand): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (found: string): void => {
      reject(new EarshotError('TOOL_MISSING', `cannot start ${order.command}: ${found}, expected it to run`, {
        hint: `Its output is in ${order.logFile}.`,
      }));
    };
    keeper.once('error', (error) => { fail(error.message); });
    keeper.once('exit', () => { fail('its keeper ended before it ran'); });
    createInterface({ input: keeper.stdout }).on('line', (line) => {
      const message = MessageSchema.parse(JSON.parse(line));
      if (message.type === 'started') resolve(message.pid);
      if (message.type === 'failed') fail(message.message);
    });
  });
}

function watchExit(keeper: Keeper): Promise<Exit> {
  return new Promise((resolve) => {
    let exit: Exit = { code: null, signal: 'SIGKILL' };
    createInterface({ input: keeper.stdout }).on('line', (line) => {
      const message = MessageSchema.parse(JSON.parse(line));
      if (message.type === 'exited') exit = { code: message.code, signal: message.signal };
    });
    // `close` comes after the last line of the stream, `exit` may come before it.
    keeper.once('close', () => { resolve(exit); });
    keeper.once('error', () => { resolve(exit); });
  });
}
