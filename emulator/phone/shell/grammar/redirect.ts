import type { CommandNode } from 'just-bash';
import { errorText } from '../../system/files/file-error.ts';
import { Pipe, readAll, sourceOf, type Sink } from '../process/pipe.ts';
import { expandWords } from './expand.ts';
import type { Expansion } from './expansion.ts';
import { ShellError, type Io, type ShellState } from './state.ts';

type Redirection = Extract<CommandNode, { type: 'SimpleCommand' }>['redirections'][number];

/** The streams a command has once its redirections are made. @throws {ShellError} when a file cannot be opened. */
export async function redirect(expansion: Expansion, redirections: readonly Redirection[], io: Io): Promise<Io> {
  let current = io;
  for (const redirection of redirections) current = await apply(expansion, redirection, current);
  return current;
}

async function apply(expansion: Expansion, redirection: Redirection, io: Io): Promise<Io> {
  const { target, operator } = redirection;
  if (target.type === 'HereDoc') {
    const text = await expansion.text(target.content);
    return { ...io, stdin: sourceOf(Buffer.from(target.stripTabs ? text.replace(/^\t+/gm, '') : text)) };
  }
  const words = await expandWords(expansion, [target]);
  const [name] = words;
  if (name === undefined || words.length > 1) throw new ShellError('syntax error: ambiguous redirection');
  const output = redirection.fd ?? 1;
  switch (operator) {
    case '<':
    case '<>': return { ...io, stdin: openForReading(expansion.state, name) };
    case '<<<': return { ...io, stdin: sourceOf(Buffer.from(`${name}\n`)) };
    case '>':
    case '>|': return withSink(io, output, openForWriting(expansion.state, name, 'truncate'));
    case '>>': return withSink(io, output, openForWriting(expansion.state, name, 'append'));
    case '&>':
    case '&>>': {
      const sink = openForWriting(expansion.state, name, operator === '&>' ? 'truncate' : 'append');
      return { ...io, stdout: sink, stderr: sink };
    }
    case '>&': return withSink(io, output, sinkOf(io, name));
    case '<&': {
      if (name === '-') return { ...io, stdin: sourceOf(Buffer.alloc(0)) };
      if (name === '0') return io;
      throw new ShellError(`${name}: bad file descriptor`);
    }
    case '<<':
    case '<<-': throw new ShellError(`syntax error: unexpected '${operator}'`);
  }
}

function withSink(io: Io, fd: number, sink: Sink): Io {
  if (fd === 1) return { ...io, stdout: sink };
  if (fd === 2) return { ...io, stderr: sink };
  throw new ShellError(`${fd}: bad file descriptor`);
}

function sinkOf(io: Io, name: string): Sink {
  if (name === '1') return io.stdout;
  if (name === '2') return io.stderr;
  if (name !== '-') throw new ShellError(`${name}: bad file descriptor`);
  const closed = new Pipe();
  closed.close();
  return closed;
}

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

function openForWriting(state: ShellState, name: string, mode: 'truncate' | 'append'): Sink {
  const path = state.files.resolvePath(state.cwd, name);
  const { disk } = state.files;
  try {
    if (mode === 'truncate') disk.write(path, Buffer.alloc(0), state.credential);
    else disk.append(path, Buffer.alloc(0), state.credential);
  } catch (error) {
    throw new ShellError(`can't create ${name}: ${errorText(error)}`);
  }
  return {
    closed: false,
    onClosed: () => undefined,
    write(chunk) {
      try {
        disk.append(path, Buffer.from(chunk), state.credential);
      } catch {
        // The file went away while it was written, as an unlinked file's bytes do.
      }
    },
  };
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
