import type { Readable } from 'node:stream';
import type { Shell, ShellProcess, Terminal } from '../system/services.ts';
import { encodeShellPacket, SHELL_PACKET, ShellPacketReader } from './shell-protocol.ts';
import type { AdbStream } from './stream.ts';
import { LineDiscipline, withTerminalLineEnds } from './terminal.ts';

/** What the words between `shell` and the colon ask for. */
export interface ShellRequest {
  readonly command: string;
  /** `v2`: packets with separate error output and an exit code. */
  readonly protocol: boolean;
  readonly terminal: boolean;
  /** `TERM` of the host's terminal, where it told. */
  readonly terminalName?: string;
}

/** Reads `shell:`, `shell,v2,TERM=xterm,raw:` and the like; undefined when it is another service. */
export function parseShellService(service: string, options: { readonly terminalForCommands: boolean }): ShellRequest | undefined {
  const match = /^shell((?:,[^:]*)?):([\s\S]*)$/.exec(service);
  if (match === null) return undefined;
  const words = (match[1] ?? '').split(',');
  const command = match[2] ?? '';
  const terminalName = words.find((word) => word.startsWith('TERM='))?.slice('TERM='.length);
  const unsaid = command === '' || options.terminalForCommands;
  return {
    command,
    protocol: words.includes('v2'),
    terminal: words.includes('pty') || (unsaid && !words.includes('raw')),
    ...(terminalName === undefined ? {} : { terminalName }),
  };
}

/** Runs a command for `shell:`: both outputs mixed, no exit code. */
export function serveShell(shell: Shell, request: ShellRequest, stream: AdbStream): void {
  if (request.protocol) serveWithProtocol(shell, request, stream);
  else serveMixed(shell, request, stream);
}

/** Runs a command for `exec:`, as `shell:` does, but never on a terminal. */
export function serveExec(shell: Shell, command: string, stream: AdbStream): void {
  serveMixed(shell, { command, protocol: false, terminal: false }, stream);
}

function serveMixed(shell: Shell, request: ShellRequest, stream: AdbStream): void {
  const terminal = request.terminal ? new LineDiscipline() : undefined;
  const child = shell.spawn(request.command, terminal && asTerminal(terminal, request));
  const write = (bytes: Buffer): boolean => stream.write(terminal === undefined ? bytes : withTerminalLineEnds(bytes));
  forward(child.stdout, stream, write);
  forward(child.stderr, stream, write);
  stream.on('data', (bytes: Buffer) => {
    takeInput(child, bytes, terminal, (echo) => stream.write(echo));
  });
  endTogether(child, stream, () => {
    stream.end();
  });
}

function serveWithProtocol(shell: Shell, request: ShellRequest, stream: AdbStream): void {
  const terminal = request.terminal ? new LineDiscipline() : undefined;
  const child = shell.spawn(request.command, terminal && asTerminal(terminal, request));
  const out = (kind: number, data: Buffer): boolean => stream.write(encodeShellPacket({ kind, data }));
  forward(child.stdout, stream, (bytes) => out(SHELL_PACKET.STDOUT, terminal ? withTerminalLineEnds(bytes) : bytes));
  // On a terminal there is one output only.
  forward(child.stderr, stream, (bytes) => terminal ? out(SHELL_PACKET.STDOUT, withTerminalLineEnds(bytes)) : out(SHELL_PACKET.STDERR, bytes));
  const reader = new ShellPacketReader();
  stream.on('data', (bytes: Buffer) => {
    for (const packet of reader.feed(bytes)) {
      if (packet.kind === SHELL_PACKET.CLOSE_STDIN) child.stdin.end();
      else if (packet.kind === SHELL_PACKET.STDIN) takeInput(child, packet.data, terminal, (echo) => out(SHELL_PACKET.STDOUT, echo));
      else if (packet.kind === SHELL_PACKET.WINDOW_SIZE) terminal?.resize(packet.data.toString('latin1'));
    }
  });
  endTogether(child, stream, (code) => {
    out(SHELL_PACKET.EXIT, Buffer.from([code & 0xff]));
    stream.end();
  });
}

function takeInput(child: ShellProcess, bytes: Buffer, terminal: LineDiscipline | undefined, echo: (bytes: Buffer) => void): void {
  if (child.stdin.writableEnded || child.stdin.destroyed) return;
  if (terminal === undefined) {
    child.stdin.write(bytes);
    return;
  }
  const typed = terminal.type(bytes);
  if (typed.echo.length > 0) echo(typed.echo);
  if (typed.input.length > 0) child.stdin.write(typed.input);
  if (typed.endOfFile) (child.endOfFile ?? (() => child.stdin.end())).call(child);
  if (typed.interrupt) (child.interrupt ?? child.kill).call(child);
}

function asTerminal(discipline: LineDiscipline, { terminalName }: ShellRequest): Terminal {
  return { name: terminalName ?? 'dumb', modes: discipline.modes, size: () => discipline.size };
}

/** Passes output on, no faster than the stream takes it. */
function forward(source: Readable, stream: AdbStream, write: (bytes: Buffer) => boolean): void {
  source.on('data', (chunk: Buffer | string) => {
    if (write(typeof chunk === 'string' ? Buffer.from(chunk) : chunk) || stream.hungUp) return;
    source.pause();
    const resume = (): void => {
      source.resume();
    };
    stream.once('drain', resume);
    stream.once('hangup', resume);
  });
}

/** The command's end closes the stream after its last output; the stream's end hangs up the command. */
function endTogether(child: ShellProcess, stream: AdbStream, finish: (code: number) => void): void {
  child.stdin.on('error', () => undefined);
  stream.once('hangup', () => {
    child.kill();
  });
  const outputEnded = Promise.all([ended(child.stdout), ended(child.stderr)]);
  void child.exited.then(async (code) => {
    await outputEnded;
    if (!stream.hungUp) finish(code);
  });
}

function ended(source: Readable): Promise<void> {
  return new Promise((resolve) => {
    if (source.readableEnded || source.destroyed) resolve();
    source.once('end', resolve);
    source.once('close', resolve);
  });
}
