import { Readable, Writable } from 'node:stream';
import { SHELL, type Credential } from '../system/files/credential.ts';
import type { Shell, ShellProcess, Terminal } from '../system/services.ts';
import { ControllingTerminal } from './process/controlling-terminal.ts';
import { runShell, type SignalEntry } from './process/run-shell.ts';
import { Pipe } from './process/pipe.ts';
import { emptyMemory, type ShellOptions, type ShellPhone } from './shell-phone.ts';

/** The shell user's shell, and everybody else's. */
export interface PhoneShell extends Shell {
  /** A shell of somebody else's on the same phone: root's, once adbd runs as root. */
  as(credential: Credential): Shell;
}

/** Shells as adbd starts them, uid 2000. One a phone: what its commands remember is kept here. */
export function createShell(options: ShellOptions): PhoneShell {
  const phone: ShellPhone = { ...options, state: emptyMemory() };
  const as = (credential: Credential): Shell => ({ spawn: (command, terminal) => spawn(phone, credential, { command, ...(terminal === undefined ? {} : { terminal }) }) });
  return { ...as(SHELL), as };
}

/** SIGHUP, which ends a shell whose other end went away. */
const HANGUP = 1;
/** SIGINT, which Ctrl-C sends. */
const INTERRUPT = 2;

interface Request {
  readonly command: string;
  readonly terminal?: Terminal;
}

function spawn(phone: ShellPhone, credential: Credential, request: Request): ShellProcess {
  const { processes } = phone.system;
  const ending = new AbortController();
  const kind = { isTerminal: request.terminal !== undefined };
  const stdin = new Pipe(kind);
  const stdout = readableOf(kind);
  const stderr = readableOf(kind);
  // A terminal has one output: what is written first is seen first.
  const errors = request.terminal === undefined ? stderr.sink : stdout.sink;
  let killedBy = HANGUP;
  const signals: SignalEntry = {};
  const { pid } = processes.start('sh', credential.uid, {
    ppid: 633,
    onSignal: (signal) => signals.deliver?.(signal) === true,
    onKilled: (signal) => {
      killedBy = signal;
      ending.abort();
    },
  });
  const terminal = request.terminal === undefined ? undefined : new ControllingTerminal(request.terminal);
  terminal?.onInterrupt(() => {
    killedBy = INTERRUPT;
    ending.abort();
  });
  const finish = (code: number): number => {
    processes.end(pid);
    stdout.end();
    stderr.end();
    stdin.close();
    return code;
  };
  const exited = runShell({ phone, signals, credential, pid, signal: ending.signal, command: request.command, io: { stdin, stdout: stdout.sink, stderr: errors }, ...(terminal === undefined ? {} : { terminal }) })
    .then((code) => finish(ending.signal.aborted ? 128 + killedBy : code))
    .catch((error: unknown) => {
      errors.write(`/system/bin/sh: ${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
      return finish(134);
    });
  return {
    stdin: writableOf(stdin),
    stdout: stdout.stream,
    stderr: stderr.stream,
    exited,
    kill: () => ending.abort(),
    interrupt: () => terminal?.interrupt(),
    endOfFile: () => {
      stdin.endOnce();
    },
  };
}

function readableOf(kind: { readonly isTerminal: boolean }): { readonly stream: Readable; readonly sink: Pipe; end(): void } {
  const sink = new Pipe(kind);
  const stream = new Readable({
    read() {
      void sink.read().then((chunk) => stream.push(chunk ?? null));
    },
    destroy(error, done) {
      sink.close();
      done(error);
    },
  });
  return { stream, sink, end: () => sink.end() };
}

function writableOf(pipe: Pipe): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      pipe.write(chunk);
      done();
    },
    final(done) {
      pipe.end();
      done();
    },
    destroy(error, done) {
      pipe.end();
      done(error);
    },
  });
}
