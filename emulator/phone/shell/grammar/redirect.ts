import type { CommandNode } from 'just-bash';
import { errorText, FileError } from '../../system/files/file-error.ts';
import { Pipe, readAll, sourceOf, type Sink, type Source } from '../process/pipe.ts';
import { expandWords } from './expand.ts';
import type { Expansion } from './expansion.ts';
import { ShellError, type Descriptor, type Io, type ShellState } from './state.ts';

type Redirection = Extract<CommandNode, { type: 'SimpleCommand' }>['redirections'][number];

/** The streams a command has once its redirections are made, in a copy. @throws {ShellError} when a file cannot be opened. */
export async function redirect(expansion: Expansion, redirections: readonly Redirection[], io: Io): Promise<Io> {
  let current = io;
  for (const redirection of redirections) current = await apply(expansion, redirection, current);
  return current;
}

async function apply(expansion: Expansion, redirection: Redirection, io: Io): Promise<Io> {
  const { target, operator } = redirection;
  const input = redirection.fd ?? 0;
  const output = redirection.fd ?? 1;
  if (target.type === 'HereDoc') {
    const text = await expansion.text(target.content);
    return withSource(io, input, sourceOf(Buffer.from(target.stripTabs ? text.replace(/^\t+/gm, '') : text)));
  }
  const words = await expandWords(expansion, [target]);
  const [name] = words;
  if (name === undefined || words.length > 1) throw new ShellError('syntax error: ambiguous redirection');
  switch (operator) {
    case '<':
    case '<>': return withSource(io, input, openForReading(expansion.state, name));
    case '<<<': return withSource(io, input, sourceOf(Buffer.from(`${name}\n`)));
    case '>': return withSink(io, output, openForWriting(expansion.state, name, expansion.state.options.has('noclobber') ? 'create' : 'truncate'));
    case '>|': return withSink(io, output, openForWriting(expansion.state, name, 'truncate'));
    case '>>': return withSink(io, output, openForWriting(expansion.state, name, 'append'));
    case '&>':
    case '&>>': {
      const sink = openForWriting(expansion.state, name, operator === '&>' ? 'truncate' : 'append');
      return { ...io, stdout: sink, stderr: sink };
    }
    case '>&': return duplicate(io, output, name);
    case '<&': return duplicate(io, input, name);
    case '<<':
    case '<<-': throw new ShellError(`syntax error: unexpected '${operator}'`);
  }
}

function duplicate(io: Io, fd: number, name: string): Io {
  if (name === '-') {
    if (fd === 0) return { ...io, stdin: sourceOf(Buffer.alloc(0)) };
    return fd <= 2 ? withSink(io, fd, CLOSED) : { ...io, others: new Map([...(io.others ?? [])].filter(([number]) => number !== fd)) };
  }
  const descriptor = descriptorOf(io, Number(name));
  if (descriptor === undefined) throw new ShellError(`${name}: bad file descriptor`);
  return 'source' in descriptor ? withSource(io, fd, descriptor.source) : withSink(io, fd, descriptor.sink);
}

/** What a file descriptor is open for; undefined when it is not. */
export function descriptorOf(io: Io, fd: number): Descriptor | undefined {
  if (fd === 0) return { source: io.stdin };
  if (fd === 1) return { sink: io.stdout };
  return fd === 2 ? { sink: io.stderr } : io.others?.get(fd);
}

function withSource(io: Io, fd: number, source: Source): Io {
  return fd === 0 ? { ...io, stdin: source } : { ...io, others: new Map([...(io.others ?? []), [fd, { source }]]) };
}

function withSink(io: Io, fd: number, sink: Sink): Io {
  if (fd === 1) return { ...io, stdout: sink };
  if (fd === 2) return { ...io, stderr: sink };
  return { ...io, others: new Map([...(io.others ?? []), [fd, { sink }]]) };
}

/** Remembers for `test -t` which of these streams are on the terminal. */
export function noteTerminal(state: ShellState, io: Io): void {
  if (state.terminal === undefined) return;
  state.onTerminal = new Set([io.stdin, io.stdout, io.stderr].flatMap(({ isTerminal }, fd) => (isTerminal === true ? [fd] : [])));
}

/** A descriptor that was closed: writing to it is an error of the writer. */
export const CLOSED: Sink = { closed: true, write: () => undefined, onClosed: (listener) => listener() };

function openForReading(state: ShellState, name: string): Pipe {
  const pipe = new Pipe();
  try {
    pipe.write(state.files.readSync(state.files.resolvePath(state.cwd, name)));
  } catch (error) {
    throw new ShellError(`can't open ${name}: ${errorText(error)}`);
  }
  pipe.end();
  return pipe;
}

function openForWriting(state: ShellState, name: string, mode: 'create' | 'truncate' | 'append'): Sink {
  const path = state.files.resolvePath(state.cwd, name);
  const { disk } = state.files;
  const existed = state.files.existsSync(path);
  if (mode === 'create' && existed && !path.startsWith('/dev/')) throw new ShellError(`can't create ${name}: File exists`);
  try {
    if (mode === 'append') disk.append(path, Buffer.alloc(0), state.credential);
    else disk.write(path, Buffer.alloc(0), state.credential);
    if (!existed && state.umask !== 0o022) state.files.change(path, { mode: 0o666 & ~state.umask });
  } catch (error) {
    throw new ShellError(`can't create ${name}: ${errorText(error)}`);
  }
  let failed = false;
  return {
    closed: false,
    onClosed: () => undefined,
    get failed() {
      return failed;
    },
    write(chunk) {
      try {
        disk.append(path, Buffer.from(chunk), state.credential);
      } catch (error) {
        // The file went away while it was written, as an unlinked file's bytes do.
        failed ||= error instanceof FileError && error.code === 'ENOSPC';
      }
    },
  };
}

/** What a command that wrote into a file ends with: 1, and a word about it, where the disk had no room. */
export function outcomeOf(code: number, name: string, before: Io, redirected: Io): number {
  if (redirected.stdout.failed !== true || before.stdout === redirected.stdout) return code;
  const to = redirected.stderr === redirected.stdout ? before.stderr : redirected.stderr;
  to.write(`${name}: write: ${new FileError('ENOSPC', 'write', '').text}\n`);
  return 1;
}

/** A sink that keeps what it gets, for `$(…)`. */
export function captureOutput(): { readonly sink: Pipe; text(): Promise<string> } {
  const sink = new Pipe();
  return {
    sink,
    async text() {
      sink.end();
      return (await readAll(sink)).toString().replace(/\n+$/, '');
    },
  };
}
